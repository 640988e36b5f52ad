/** Visas, refusals and requests to the visa register for tests: arbitrary ones that keep to the canonical form, and a known one. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Requester } from '../../adapters/visa-register/request.ts';
import { createGenerator } from '../../generator/people.ts';
import { transliterate } from '../../identity/names/transliterate.ts';
import type {
  Authority,
  Document,
  PersonalDetails,
  VisaRefusalV1,
  VisaV1,
  VisaV1Event,
  VisaV1Ground,
  WrittenName,
} from '../../schemas/types.generated.ts';

const example = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../schemas/${name}.json`, import.meta.url), 'utf8'));

export const SHORT_STAY = example('visa/examples/valid/short-stay') as VisaV1;
export const REFUSED = example('visa-refusal/examples/valid/alert-of-another-state') as VisaRefusalV1;

export const REQUESTER: Requester = {
  institution: 'PL-MSZ',
  officer: 'MSZ-OFF-1',
  purpose: 'VISA_C',
  legalBasis: 'Reg. (EC) 767/2008 Art. 10',
  caseReference: 'KL-LWOW.2026.12',
};

export const REGISTRATION = example('visa-registration/examples/valid/issue');
export const REGISTRATION_TYPE = 'pl.gov.udsc.visa.registration.v1';

export const registrationEvent = (): Record<string, unknown> => ({
  ...{ specversion: '1.0', id: 'trial', source: '/parties/TRIAL', type: REGISTRATION_TYPE },
  data: REGISTRATION,
});

const country = fc.constantFrom('POL', 'DEU', 'UKR', 'SUN', 'VNM', 'GEO');
const line = fc
  .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
  .filter((text) => /^(?=.*\S)[^\p{Cc}\p{Cs}\uFFFE\uFFFF]+$/u.test(text));
const latin = fc.stringMatching(/^[A-Z][A-Z' -]{0,20}[A-Z]$/);
const day = (from = '1950-01-01', to = '2060-12-31') =>
  fc.date({ min: new Date(from), max: new Date(to), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));

/** Leaves optional fields out at random. */
const record = <T extends object>(
  shape: { [Key in keyof T]-?: fc.Arbitrary<NonNullable<T[Key]>> },
  required: (keyof T)[],
): fc.Arbitrary<T> => fc.record(shape, { requiredKeys: required, noNullPrototype: true });

const plain = <T>(shape: { [Key in keyof T]: fc.Arbitrary<T[Key]> }): fc.Arbitrary<T> => fc.record(shape, { noNullPrototype: true });

const writtenName: fc.Arbitrary<WrittenName> = fc.oneof(
  latin.map((transliterated) => ({ transliterated })),
  line.map((original) => ({ original, script: 'Zyyy' })),
  fc.tuple(line, latin).map(([original, transliterated]) => ({ original, script: 'Latn', transliterated })),
);

const birthDate = fc.constantFrom(
  { value: '1983', precision: 'YEAR', basis: 'DECLARED' } as const,
  { value: '1983-05?', precision: 'MONTH', basis: 'PROBABLE' } as const,
  { value: '1983-XX-12', precision: 'YEAR', basis: 'DOCUMENT' } as const,
  { value: '2001-02-28', precision: 'DAY', basis: 'DOCUMENT' } as const,
);

const authority: fc.Arbitrary<Authority> = record<Authority>(
  { country, code: fc.constantFrom('PL-SG', 'PL-MSZ-CONS-LVIV'), name: line, place: line },
  ['country', 'name'],
);

const person: fc.Arbitrary<PersonalDetails> = record<PersonalDetails>(
  {
    name: record<PersonalDetails['name']>(
      {
        ...{ surname: writtenName, forenames: writtenName, surnameAtBirth: writtenName, patronymic: writtenName, full: writtenName },
        previousNames: fc.uniqueArray(writtenName, { maxLength: 3, selector: (name) => JSON.stringify(name) }),
      },
      ['surname'],
    ),
    birth: record<NonNullable<PersonalDetails['birth']>>({ date: birthDate, place: writtenName, country }, ['date']),
    sex: fc.constantFrom('M', 'F', 'X', 'U'),
    citizenships: fc.uniqueArray(country, { maxLength: 3 }),
    ethnicNationality: line,
    bearerStatus: fc.constantFrom('XXA', 'XXB', 'XXC'),
    parents: record<NonNullable<PersonalDetails['parents']>>(
      {
        ...{ fathersForenames: writtenName, fathersSurname: writtenName, mothersForenames: writtenName },
        ...{ mothersSurname: writtenName, mothersSurnameAtBirth: writtenName },
      },
      ['fathersForenames'],
    ),
  },
  ['name'],
);

const paper: fc.Arbitrary<Document> = record<Document>(
  {
    kind: fc.constantFrom('PASSPORT_ORDINARY', 'DPKG', 'REFUGEE_TRAVEL_DOCUMENT'),
    number: fc.stringMatching(/^[A-Za-z0-9<\-/ ]{1,19}[A-Za-z0-9]{3}$/),
    ...{ country, issuingAuthority: line, issuedOn: day(), expiresOn: day(), nationalNumber: line.filter(({ length }) => length <= 40) },
  },
  ['kind', 'number'],
);

const ground: fc.Arbitrary<VisaV1Ground> = record<VisaV1Ground>(
  { ground: fc.constantFrom('SIS_ALERT', 'NO_INSURANCE', 'FALSE_TRAVEL_DOCUMENT', 'REVOKED_ON_REQUEST'), state: country },
  ['ground'],
);
const grounds = fc.array(ground, { minLength: 1, maxLength: 3 });

export const stickerNumber = fc.stringMatching(/^[A-Z0-9]{1,12}$/);
const applicationNumber = fc.stringMatching(/^[A-Z]{3}[0-9]{12}$/);

export const event: fc.Arbitrary<VisaV1Event> = fc.oneof(
  plain({ kind: fc.constantFrom('ANNULLED', 'REVOKED'), on: day(), authority, grounds }),
  plain({ kind: fc.constantFrom('EXTENDED', 'SHORTENED'), on: day(), authority, newValidTo: day() }),
  plain({ kind: fc.constant('STICKER_REPLACED' as const), on: day(), authority, newVisaNumber: stickerNumber }),
  plain({ kind: fc.constant('STICKER_INVALIDATED' as const), on: day(), authority }),
);

const territory: fc.Arbitrary<VisaV1['territory']> = fc.oneof(
  fc.constant({ extent: 'SCHENGEN' } as const),
  plain({
    extent: fc.constantFrom('ONLY', 'ALL_EXCEPT'),
    states: fc.uniqueArray(country, { minLength: 1, maxLength: 4 }),
    limitedBecause: fc.constantFrom('HUMANITARIAN', 'NATIONAL_INTEREST', 'DOCUMENT_NOT_RECOGNISED'),
  }),
);

/** Canonical in form; whether it keeps the rules of visas is another question. */
export const visa: fc.Arbitrary<VisaV1> = record<VisaV1>(
  {
    ...{ visaNumber: stickerNumber, applicationNumber, type: fc.constantFrom('A', 'C', 'D'), purpose: fc.constantFrom('1', '5a', '24') },
    ...{
      territory,
      validFrom: day(),
      validTo: day(),
      entries: fc.constantFrom('ONE', 'TWO', 'MULTIPLE'),
      stayDays: fc.integer({ min: 1, max: 366 }),
    },
    ...{
      issuedBy: authority,
      issuedOn: day(),
      holder: person,
      travelDocument: paper,
      carrier: fc.constantFrom('STICKER', 'SEPARATE_SHEET'),
    },
    ...{ marking: fc.constantFrom('DIPLOMATIC', 'SERVICE'), remarks: line, events: fc.array(event, { maxLength: 3 }) },
    status: fc.constantFrom('ISSUED', 'EXTENDED', 'SHORTENED', 'ANNULLED', 'REVOKED', 'EXPIRED', 'STICKER_INVALIDATED'),
  },
  [
    ...(['visaNumber', 'type', 'territory', 'validFrom', 'validTo', 'entries', 'stayDays', 'issuedBy', 'issuedOn'] as const),
    ...(['holder', 'travelDocument', 'carrier', 'status'] as const),
  ],
);

export const refusal: fc.Arbitrary<VisaRefusalV1> = record<VisaRefusalV1>(
  {
    ...{ applicationNumber, type: fc.constantFrom('A', 'C', 'D'), purpose: fc.constantFrom('1', '13b'), applicant: person },
    ...{ travelDocument: paper, refusedBy: authority, refusedOn: day(), grounds },
  },
  ['applicationNumber', 'type', 'applicant', 'travelDocument', 'refusedBy', 'refusedOn', 'grounds'],
);

/** A visa for somebody of the seed, right by the rules, of a number of its own. */
export function visaOf(seed: number, change: Partial<VisaV1> = {}): VisaV1 {
  const someone = createGenerator(seed).person();
  const written = (text: string): WrittenName => ({ transliterated: transliterate(text).text });
  const { surname, forename } = someone.latin;
  return {
    ...SHORT_STAY,
    visaNumber: `T${String(seed).padStart(8, '0')}`,
    applicationNumber: `POL2026${String(seed).padStart(8, '0')}`,
    holder: {
      name: { surname: written(surname), ...(forename === undefined ? {} : { forenames: written(forename) }) },
      birth: { date: { value: '1990-04-12', precision: 'DAY', basis: 'DOCUMENT' } },
      citizenships: ['UKR'],
    },
    travelDocument: { kind: 'PASSPORT_ORDINARY', number: `TT${String(seed).padStart(6, '0')}`, country: 'UKR' },
    ...change,
  };
}
