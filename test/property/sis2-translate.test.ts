import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readCodes, type Codes } from '../../adapters/sis2/codes.ts';
import type {
  Action,
  AlertCategory,
  MatchedField,
  SisDocument,
  SisIdentity,
  SisMatch,
  SisRequest,
  Warning,
} from '../../adapters/sis2/request.ts';
import { fromWire, normaliseDocumentNumber, toWire } from '../../adapters/sis2/translate.ts';
import { createGenerator } from '../../generator/people.ts';
import { personSearch, USER } from '../support/sis.ts';
import { digitsOf, wireAlert, wireAnswer } from '../support/sis-wire.ts';

const codes: Codes = await readCodes();
const CATEGORIES = [
  'RETURN',
  'REFUSAL_ENTRY_STAY',
  'ARREST',
  'CHECK_DISCREET',
  'DOCUMENT_ISSUED',
] as const satisfies readonly AlertCategory[];
const WARNINGS = [
  'ARMED',
  'VIOLENT',
  'ABSCONDED_OR_ESCAPED',
  'SUICIDE_RISK',
  'PUBLIC_HEALTH_THREAT',
  'TERRORISM_RELATED',
] as const satisfies readonly Warning[];

const ACTIONS = ['ARREST', 'REFUSE_ENTRY_OR_STAY', 'VERIFY_RETURN', 'COLLECT_DISCREETLY', 'SEIZE'] as const satisfies readonly Action[];
const FIELDS = ['surname', 'forename', 'dateOfBirth', 'yearOfBirth', 'documentNumberSimilar'] as const satisfies readonly MatchedField[];

const text = fc.string({ minLength: 1, maxLength: 20 }).filter((value) => value.trim() === value);
const country = fc.stringMatching(/^[A-Z]{3}$/);
const two = (from: number, to: number) => fc.integer({ min: from, max: to }).map((value) => String(value).padStart(2, '0'));
const partialDate = fc
  .tuple(fc.integer({ min: 1900, max: 2099 }), two(1, 12), two(1, 28), fc.constantFrom('y', 'm', 'd', 'yd'))
  .map(([y, m, d, form]) => ({ y: `${y}`, m: `${y}-${m}`, d: `${y}-${m}-${d}`, yd: `${y}-XX-${d}` })[form] ?? `${y}`);
const wholeDay = fc.tuple(fc.integer({ min: 1990, max: 2040 }), two(1, 12), two(1, 28)).map(([y, m, d]) => `${y}-${m}-${d}`);

/** Leaves optional fields out at random. */
const record = <T extends object>(
  shape: { [Key in keyof T]-?: fc.Arbitrary<NonNullable<T[Key]>> },
  required: (keyof T)[],
): fc.Arbitrary<T> =>
  fc.record(shape, {
    requiredKeys: required,
    noNullPrototype: true,
  });

const identity = record<SisIdentity>(
  {
    kind: fc.constantFrom('CONFIRMED', 'NOT_CONFIRMED', 'ALIAS', 'MISUSED'),
    surname: text,
    forename: text,
    nameAtBirth: text,
    dateOfBirth: partialDate,
    placeOfBirth: text,
    sex: fc.constantFrom('M', 'F', 'X', 'U'),
    nationalities: fc.array(country, { maxLength: 3 }),
  },
  ['kind', 'nationalities'],
);
const document = record<SisDocument>(
  { category: fc.constantFrom('PASSPORT', 'ID_CARD', 'VISA_STICKER'), number: text, numberTo: text, country, issuedOn: wholeDay },
  ['number'],
);
const match: fc.Arbitrary<SisMatch> = record<Omit<SisMatch, 'matchedIdentityIndex' | 'mayBeVictim'>>(
  {
    schengenId: text,
    issuingState: fc.stringMatching(/^[A-Z]{2}$/),
    alertCategory: fc.constantFrom(...CATEGORIES),
    legalArticle: text,
    reasonForAlert: text,
    actionToBeTaken: fc.constantFrom(...ACTIONS),
    warnings: fc.subarray([...WARNINGS]),
    typeOfOffence: text,
    identities: fc.array(identity, { maxLength: 3 }),
    documents: fc.array(document, { maxLength: 2 }),
    nationalities: fc.array(country, { maxLength: 2 }),
    hasPhoto: fc.boolean(),
    hasFingerprints: fc.boolean(),
    hasEaw: fc.boolean(),
    links: fc.array(fc.record({ schengenId: text, alertCategory: fc.constantFrom(...CATEGORIES) }, { noNullPrototype: true }), {
      maxLength: 2,
    }),
    flaggedBy: fc.array(fc.stringMatching(/^[A-Z]{2}$/), { maxLength: 2 }),
    expiryDate: wholeDay,
    sireneContact: text,
    matchScore: fc.integer({ min: 0, max: 100 }),
    matchedFields: fc.subarray([...FIELDS], { minLength: 1 }),
  },
  [
    ...([
      'schengenId',
      'issuingState',
      'alertCategory',
      'legalArticle',
      'reasonForAlert',
      'actionToBeTaken',
      'warnings',
      'identities',
    ] as const),
    ...([
      'documents',
      'nationalities',
      'hasPhoto',
      'hasFingerprints',
      'hasEaw',
      'links',
      'flaggedBy',
      'expiryDate',
      'matchScore',
      'matchedFields',
    ] as const),
  ],
).map((fields) => {
  const matchedIdentityIndex = fields.identities.length === 0 ? null : fields.identities.length - 1;
  return {
    ...fields,
    matchedIdentityIndex,
    mayBeVictim: matchedIdentityIndex !== null && fields.identities[matchedIdentityIndex]?.kind === 'MISUSED',
  };
});

describe('dates between EDTF and the wire', () => {
  const request = personSearch({ surname: 'A', forename: 'B' }, { categories: CATEGORIES });
  const sent = (dateOfBirth: string): { person: unknown; lost: number } => {
    const { body, notCarried } = toWire(personSearch({ surname: 'A', dateOfBirth }), codes);
    return { person: body['Person'], lost: notCarried.length };
  };
  /** The date of birth of an alert whose only identity has this date on the wire. */
  const received = (digits: string): string | undefined => {
    const alert = { ...wireAlert(dateless, codes), Identity: [{ Kind: 'confirmed', DateOfBirth: digits }] };
    const [match] = fromWire({ ...wireAnswer(request, [dateless], codes), Alert: [alert] }, request, codes).matches;
    assert.equal(match?.identities.length, 1);
    return match.identities[0]?.dateOfBirth;
  };
  const [dateless = assert.fail()] = fc.sample(
    match.filter(({ identities }) => identities.length === 1),
    { numRuns: 1, seed: 1 },
  );

  it('have zeros for what is unknown, never January', () => {
    assert.deepEqual(sent('1983'), { person: { Surname: 'A', DateOfBirth: '19830000' }, lost: 0 });
    assert.deepEqual(sent('1983-XX-XX'), { person: { Surname: 'A', DateOfBirth: '19830000' }, lost: 0 });
    assert.deepEqual(sent('1983-05~'), { person: { Surname: 'A', DateOfBirth: '19830500' }, lost: 1 });
    assert.equal(received('19830012'), '1983-XX-12');
  });

  it('are no element at all where the search has none', () => {
    assert.deepEqual(toWire(personSearch({ surname: 'A', forename: 'B' }), codes).body['Person'], { Surname: 'A', Forename: 'B' });
  });

  it('are absent where nothing of them is known, and refused where they lack the year or are no day', () => {
    assert.equal(received('00000000'), undefined);
    for (const digits of ['00000512', '00000012', '19831301', '19830230', '1983', '1983050'])
      assert.throws(() => received(digits), { hubCode: 'SIS_GARBAGE' }, digits);
    assert.throws(() => sent('1983-02-30'), { hubCode: 'INVALID_QUERY' });
  });

  it('are carried for everybody whom the generator makes, and only their doubt is lost', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { dateOfBirth } = createGenerator(seed).person();
        assert.deepEqual(sent(dateOfBirth), {
          person: { Surname: 'A', DateOfBirth: digitsOf(dateOfBirth) },
          lost: /[?~]$/.test(dateOfBirth) ? 1 : 0,
        });
      }),
    );
  });
});

describe('the translation to the wire', () => {
  it('carries every criterion of a person and says what it cannot carry', () => {
    fc.assert(
      fc.property(fc.tuple(text, text, partialDate, fc.constantFrom('', '?', '~', '%')), ([surname, forename, date, doubt]) => {
        fc.pre(!surname.startsWith('<![CDATA[') && !forename.startsWith('<![CDATA['));
        const wire = toWire(personSearch({ surname, forename, dateOfBirth: date + doubt, sex: 'X', nationality: 'XXA' }), codes);
        assert.deepEqual(wire.body['Person'], {
          Surname: surname,
          Forename: forename,
          DateOfBirth: digitsOf(date),
          Sex: 'X',
          Nationality: 'XXA',
        });
        assert.equal(wire.notCarried.length, doubt === '' ? 0 : 1);
      }),
    );
  });

  it('sends exactly the categories it was given', () => {
    fc.assert(
      fc.property(fc.subarray([...CATEGORIES], { minLength: 1 }), (categories) => {
        const wire = toWire(personSearch({ surname: 'A', forename: 'B' }, { categories }), codes);
        assert.deepEqual(
          (wire.body['Category'] as string[]).map((code) => codes.alertCategories.word(code)),
          categories,
        );
      }),
    );
  });

  it('normalises a document number once and for all, and never merges letters and digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9<\-/ ]{1,20}$/), (number) => {
        const once = normaliseDocumentNumber(number);
        assert.equal(normaliseDocumentNumber(once), once);
        assert.match(once, /^[A-Z0-9]*$/);
      }),
    );
    assert.notEqual(normaliseDocumentNumber('AO1'), normaliseDocumentNumber('A01'));
    const search: SisRequest = {
      searchId: '1',
      kind: 'document',
      mode: 'EXACT',
      categories: ['DOCUMENT_ISSUED'],
      user: USER,
      document: { number: 'fa 12-34<' },
    };
    assert.deepEqual(toWire(search, codes).body['Document'], { Number: 'FA1234' });
  });

  it('has a distinct code on the wire for every word', () => {
    const wires = CATEGORIES.map((category) => codes.alertCategories.wire(category));
    assert.equal(new Set(wires).size, CATEGORIES.length);
  });
});

describe('the translation of an answer', () => {
  it('loses nothing of an alert', () => {
    fc.assert(
      fc.property(match, (expected) => {
        const request = personSearch({ surname: 'A', forename: 'B' }, { categories: CATEGORIES });
        const findings = fromWire(wireAnswer(request, [expected], codes), request, codes);
        assert.deepEqual(findings.matches, [expected]);
      }),
    );
  });

  it('is refused when any required part of it is taken out', () => {
    const optional = new Set(['MatchedIdentity', 'OffenceType', 'SireneContact']);
    fc.assert(
      fc.property(match, fc.nat(), (alert, pick) => {
        const request = personSearch({ surname: 'A', forename: 'B' }, { categories: CATEGORIES });
        const answer = wireAnswer(request, [alert], codes);
        const element = wireAlert(alert, codes);
        const required = Object.keys(element).filter((name) => !optional.has(name) && typeof element[name] === 'string');
        delete element[required[pick % required.length] ?? ''];
        assert.throws(() => fromWire({ ...answer, Alert: [element] }, request, codes), { hubCode: 'SIS_GARBAGE' });
      }),
    );
  });
});
