/** Invented messages of the visa consultation network for properties: every field now and then, every script, every odd date. */
import fc from 'fast-check';
import { inLatin9 } from '../../adapters/visa-consultation-network/charset.ts';
import type { MessageKind } from '../../adapters/visa-consultation-network/kinds.ts';

type Data = Record<string, unknown>;
type Shape = Record<string, fc.Arbitrary<unknown>>;

const sign = fc.constantFrom(
  ...'abcxyzABC 019 .,;:\\-\'"/=_<>&[]()éüßñ€Šžœ',
  'ł',
  'Ż',
  'ą',
  'Є',
  'ф',
  '王',
  '–',
  '…',
  '„',
  '\u00a0',
  '\u00ad',
  '😀',
  'İ',
  'ﬁ',
  '\u0301',
);
const signs = (max: number) => fc.array(sign, { minLength: 1, maxLength: max }).map((all) => all.join(''));
const line = signs(30).filter((text) => /\S/.test(text));
const longLine = fc.oneof(
  { weight: 9, arbitrary: line },
  { weight: 1, arbitrary: fc.constantFrom('ą long line '.repeat(16), 'щ;'.repeat(99)) },
);
const prose = fc.oneof(
  fc
    .array(fc.oneof(signs(20), fc.constantFrom('\n', '\n\n', '\t', ' \n', '.', '\n ')), { minLength: 1, maxLength: 8 })
    .map((all) => all.join('')),
  fc.constant('Ostatni wiersz.\r\nEnd\n'),
);
const country = fc.constantFrom('DEU', 'CZE', 'POL', 'RKS', 'SUN', 'UKR', 'FRA');
const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2049-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const transliterated = fc.stringMatching(/^[A-Z][A-Z' -]{0,20}[A-Z]$/);
const maybe = (shape: Shape, required: readonly string[]): fc.Arbitrary<Data> =>
  fc.record(shape, { requiredKeys: [...required], noNullPrototype: true });
const writtenName = fc.oneof(
  transliterated.map((text) => ({ transliterated: text })),
  transliterated.map((text) => ({ original: 'Демченко', script: 'Cyrl', transliterated: text })),
  fc.constantFrom('Müller', 'Šťastný', 'Łękawska', "O'Neil", 'ANNA').map((original) => ({ original, script: 'Latn' })),
  fc.constantFrom('Олена', 'Іваненко').map((original) => ({ original, script: 'Cyrl' })),
);
const birthDate = fc
  .tuple(
    fc.constantFrom('1983', '1983-05', '1983-05-12', '1983-XX-12', '1983-XX', '1983-XX-XX', '1983-05-XX', '1990-01-01'),
    fc.constantFrom('', '?', '~', '%'),
  )
  .map(([value, doubt]) => ({
    value: value + doubt,
    precision: /^\d{4}-\d\d-\d\d/.test(value) ? 'DAY' : /^\d{4}-\d\d/.test(value) ? 'MONTH' : 'YEAR',
    basis: doubt === '?' || doubt === '%' ? 'PROBABLE' : 'DOCUMENT',
  }));
const birth = maybe({ date: birthDate, place: writtenName, country }, ['date']);
const authority = fc.oneof(
  maybe({ country, code: fc.constantFrom('PL-UDSC', 'DE-BVA'), name: longLine, place: line }, ['country', 'name']),
  maybe({ country, code: fc.constantFrom('PL-UDSC', 'DE-BVA') }, ['country', 'code']),
);
const address = maybe({ country, place: line, street: longLine, postalCode: fc.constant('00-001'), municipality: fc.constant('1465011') }, [
  'country',
]);
const document = maybe(
  {
    kind: fc.constantFrom('PASSPORT_ORDINARY', 'TPDPC', 'ID_CARD'),
    number: fc.constantFrom('AB 123456', 'X<12-3/4'),
    country,
    issuedOn: day,
    expiresOn: day,
    issuingAuthority: line,
    nationalNumber: fc.constant('123'),
  },
  ['kind', 'number'],
);
const details = maybe(
  {
    name: maybe(
      {
        surname: writtenName,
        forenames: writtenName,
        surnameAtBirth: writtenName,
        patronymic: writtenName,
        full: writtenName,
        previousNames: fc.uniqueArray(writtenName, { maxLength: 2, selector: (one) => JSON.stringify(one) }),
      },
      ['surname'],
    ),
    birth,
    sex: fc.constantFrom('M', 'F', 'X', 'U'),
    citizenships: fc.uniqueArray(country, { maxLength: 3 }),
    ethnicNationality: fc.constant('Tatar'),
    bearerStatus: fc.constantFrom('XXA', 'XXB'),
    parents: maybe({ fathersForenames: writtenName, mothersSurnameAtBirth: writtenName }, ['fathersForenames']),
  },
  ['name'],
);
const applicationNumber = fc.stringMatching(/^POL[0-9]{4,12}( [A-Z0-9]{2})?$/);
const visaNumber = fc.stringMatching(/^[A-Z0-9]{1,12}$/);
const application = maybe(
  {
    applicationNumber,
    lodgedOn: day,
    receivedBy: authority,
    representedState: country,
    groupId: fc.constant('G/12'),
    applicant: maybe(
      {
        details,
        citizenshipAtBirth: country,
        maritalStatus: fc.constantFrom('SINGLE', 'UNKNOWN'),
        residence: address,
        permitElsewhere: document,
        occupation: line,
        employerOrSchool: longLine,
      },
      ['details'],
    ),
    travelDocument: document,
    visaType: fc.constantFrom('C', 'D'),
    purposes: fc.uniqueArray(fc.constantFrom('1', '5a', '13b'), { minLength: 1, maxLength: 3 }),
    purposeInWords: line,
    entries: fc.constantFrom('ONE', 'TWO', 'MULTIPLE'),
    stayDays: fc.integer({ min: 1, max: 366 }),
    intendedArrivalOn: day,
    intendedDepartureOn: day,
    mainDestinations: fc.uniqueArray(country, { minLength: 1, maxLength: 3 }),
    firstEntry: fc.oneof(line, fc.constantFrom('POL', 'XXX')),
    host: maybe({ kind: fc.constant('LEGAL'), name: longLine, address, contactPerson: line }, ['kind', 'name', 'contactPerson']),
    costsBorneBy: fc.constantFrom('APPLICANT', 'HOST', 'OTHER'),
    previousVisas: fc.array(maybe({ visaNumber, country, validFrom: day, validTo: day }, ['visaNumber']), { maxLength: 3 }),
    status: fc.constantFrom('LODGED', 'IN_CONSULTATION'),
  },
  [
    'applicationNumber',
    'lodgedOn',
    'receivedBy',
    'applicant',
    'travelDocument',
    'visaType',
    'purposes',
    'entries',
    'stayDays',
    'mainDestinations',
    'status',
  ],
);
const reference = fc.stringMatching(/^[A-Z]{3}[0-9A-Z]{1,16}$/);
const visa: Shape = {
  reference,
  applicationNumber,
  issuingAuthority: authority,
  holder: details,
  travelDocument: document,
  visaNumber,
  issuedOn: day,
  validFrom: day,
  validTo: day,
  entries: fc.constantFrom('ONE', 'MULTIPLE'),
  stayDays: fc.integer({ min: 1, max: 366 }),
  remarks: prose,
};

export const NETWORK_DOCUMENTS: Readonly<Record<MessageKind, fc.Arbitrary<Data>>> = {
  CONSULTATION_REQUEST: maybe(
    {
      consultationId: reference,
      scope: fc.constant('SCHENGEN'),
      legalBasis: fc.constantFrom('Reg. (EC) 810/2009 Art. 22', 'another basis'),
      application,
      consultingAuthority: authority,
      consultedAuthorities: fc.uniqueArray(authority, { minLength: 1, maxLength: 3, selector: (one) => one['country'] }),
      requestedOn: day,
      reason: line,
      isUrgent: fc.boolean(),
      remarks: prose,
    },
    ['consultationId', 'scope', 'legalBasis', 'application', 'consultingAuthority', 'consultedAuthorities', 'requestedOn'],
  ),
  CONSULTATION_REPLY: maybe(
    {
      consultationId: reference,
      applicationNumber,
      answer: fc.constantFrom('MORE_INFO_NEEDED'),
      question: prose,
      answeredAt: fc.constantFrom('2026-02-03T09:30:00Z', '2026-02-03T00:30:00+01:00', '2026-02-04T00:00:00Z'),
      answeringAuthority: authority,
      officer: fc.constant({ id: 'OFF-1', unit: 'Unit' }),
    },
    ['consultationId', 'applicationNumber', 'answer', 'question', 'answeredAt', 'answeringAuthority'],
  ),
  LTV_NOTICE: maybe({ ...visa, territory: fc.uniqueArray(country, { minLength: 1, maxLength: 4 }), reason: line }, [
    'reference',
    'applicationNumber',
    'issuingAuthority',
    'holder',
    'visaNumber',
    'issuedOn',
    'territory',
  ]),
  EXPOST_INFO: maybe({ ...visa, visaType: fc.constantFrom('C', 'D') }, [
    'reference',
    'applicationNumber',
    'issuingAuthority',
    'holder',
    'visaNumber',
    'visaType',
    'issuedOn',
  ]),
  REPRESENTATION_REQUEST: maybe(
    { reference, application, representingAuthority: authority, representedState: country, requestedOn: day, reason: line, remarks: prose },
    ['reference', 'application', 'representingAuthority', 'representedState', 'requestedOn'],
  ),
  REPRESENTATION_REPLY: maybe(
    {
      reference,
      applicationNumber,
      answer: fc.constant('MORE_INFO_NEEDED'),
      answeredOn: day,
      answeringAuthority: authority,
      question: prose,
    },
    ['reference', 'applicationNumber', 'answer', 'answeredOn', 'answeringAuthority'],
  ),
  CANCEL: maybe({ consultationId: reference, applicationNumber, cancelledBy: authority, cancelledOn: day, reason: line }, [
    'consultationId',
    'applicationNumber',
    'cancelledBy',
    'cancelledOn',
  ]),
  DOCUMENT_REQUEST: maybe(
    {
      reference,
      applicationNumber,
      requestingAuthority: authority,
      requestedOn: day,
      documents: fc.uniqueArray(line, { minLength: 1, maxLength: 4, selector: (one) => inLatin9(one).text }),
      remarks: prose,
    },
    ['reference', 'applicationNumber', 'requestingAuthority', 'requestedOn', 'documents'],
  ),
  CONSULAR_MESSAGE: maybe({ reference, applicationNumber, sendingAuthority: authority, sentOn: day, subject: line, text: prose }, [
    'reference',
    'applicationNumber',
    'sendingAuthority',
    'sentOn',
    'subject',
    'text',
  ]),
};
