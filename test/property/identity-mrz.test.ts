import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { parse } from 'mrz';
import { createGenerator, type SyntheticPerson } from '../../generator/people.ts';
import { parseEdtf } from '../../identity/dates/edtf.ts';
import type { PartialDate } from '../../identity/dates/partial-date.ts';
import { buildMrz, type MrzDocument } from '../../identity/mrz/build.ts';
import { checkDigit } from '../../identity/mrz/check-digit.ts';
import { LAYOUTS, type CheckedField, type MrzFormat } from '../../identity/mrz/formats.ts';
import { writeNameField } from '../../identity/mrz/name-field.ts';
import { parseMrz } from '../../identity/mrz/parse.ts';
import { toMrzName } from '../../identity/names/mrz-name.ts';
import { transliterate } from '../../identity/names/transliterate.ts';

const TODAY = { today: '2026-11-25' };
const FORMATS = Object.keys(LAYOUTS) as MrzFormat[];
const SIGNS = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<'];

const CODES: Readonly<Record<MrzFormat, string>> = { TD1: 'ID', TD2: 'I', TD3: 'PP', 'MRV-A': 'V', 'MRV-B': 'V' };

/** To the last position of what the composite digit counts. */
const OPTIONAL_DATA: Readonly<Partial<Record<MrzFormat, Pick<MrzDocument, 'optional' | 'optional2'>>>> = {
  TD1: { optional2: 'A1B2C3D4E5F' },
  TD3: { optional: '8305120000012X' },
};

/** A generated person with the first paper of theirs, or a number of ours; with the name in their own script where a table has it. */
function documentOf(person: SyntheticPerson, format: MrzFormat): MrzDocument {
  const { surname, forename } = transliterate(person.original.full).unknown.length === 0 ? person.original : person.latin;
  const [paper] = person.documents;
  return {
    documentCode: CODES[format],
    issuer: paper?.country.startsWith('X') === false ? paper.country : 'DEU',
    nationality: person.citizenships[0] ?? 'XXX',
    surname,
    ...(forename === undefined ? {} : { forename }),
    documentNumber: (paper?.number ?? 'ZR1234567890').slice(0, LAYOUTS[format].isNumberContinued ? 12 : 9),
    sex: person.sex,
    birth: dateOf(person.dateOfBirth),
    ...OPTIONAL_DATA[format],
    ...(paper === undefined ? {} : { expiry: dateOf(paper.expiresOn) }),
  };
}

function dateOf(edtf: string): PartialDate {
  const result = parseEdtf(edtf);
  assert.ok(result.ok, edtf);
  return result.value;
}

const someDocument = fc.tuple(fc.integer(), fc.constantFrom(...FORMATS)).map(([seed, format]) => {
  const document = documentOf(createGenerator(seed).person(), format);
  const result = buildMrz(document, { format, ...TODAY });
  assert.ok(result.ok, result.ok ? '' : result.fault.detail);
  return { document, format, ...result.value };
});

const spaced = (name: string): string => toMrzName(name).text.replaceAll('<', ' ');

describe('laws of machine readable zones, over generated people', () => {
  it('a zone that was built has the size of its format, its characters, and no fault', () => {
    fc.assert(
      fc.property(someDocument, ({ lines, format }) => {
        const { lines: count, width } = LAYOUTS[format];
        assert.deepEqual(
          lines.map((line) => line.length),
          Array.from({ length: count }, () => width),
        );
        for (const line of lines) assert.match(line, /^[A-Z0-9<]+$/);
        const { fields, faults } = parseMrz(lines, TODAY);
        assert.deepEqual([fields?.format, faults], [format, []]);
      }),
    );
  });

  it('gives back what was written, save what it says it lost', () => {
    fc.assert(
      fc.property(someDocument, ({ document, lines, lost }) => {
        const { fields } = parseMrz(lines, TODAY);
        assert.ok(fields !== undefined);
        assert.equal(fields.documentNumber, document.documentNumber);
        assert.equal(fields.nationality.raw, document.nationality);
        assert.equal(fields.sex, document.sex === 'U' ? 'X' : document.sex);
        const { basis: _basis, circa: _circa, ...birth } = document.birth ?? { y: 0 };
        assert.deepEqual(fields.birth, birth);
        if (lost.includes('name')) assert.ok(fields.isPossiblyCut);
        else assert.deepEqual([fields.surname, fields.forename ?? ''], [spaced(document.surname), spaced(document.forename ?? '')]);
      }),
    );
  });

  it('has no 1 January where the day of birth is unknown', () => {
    fc.assert(
      fc.property(someDocument, ({ document, lines, format }) => {
        const { line, from, to } = LAYOUTS[format].fields.birth;
        const text = lines[line - 1]?.slice(from - 1, to) ?? '';
        if (document.birth?.d === undefined) assert.match(text, /<<$/);
        if (document.birth?.m === undefined) assert.match(text, /^..<</);
      }),
    );
  });

  it('agrees with another program about cards and passports', () => {
    fc.assert(
      fc.property(someDocument, ({ document, lines, format }) => {
        if (format.startsWith('MRV')) return;
        const { fields, details } = parse([...lines]);
        const { surname = '', forename = '' } = parseMrz(lines, TODAY).fields ?? {};
        const digits = details.filter(({ field }) => field?.endsWith('CheckDigit'));
        assert.ok(digits.length >= 4);
        for (const { field, valid, error } of digits) assert.ok(valid, `${field} ${error}`);
        assert.equal(fields.documentNumber, document.documentNumber);
        assert.equal(fields.sex, { M: 'male', F: 'female', X: 'nonspecified', U: 'nonspecified' }[document.sex]);
        assert.deepEqual([fields.lastName, fields.firstName ?? ''], [surname, forename]);
      }),
    );
  });
});

describe('laws of check digits', () => {
  it('another sign in a field is noticed exactly when its value differs modulo ten', () => {
    const value = (sign: string): number => (sign === '<' ? 0 : SIGNS.indexOf(sign));
    const sign = fc.constantFrom(...SIGNS);
    fc.assert(
      fc.property(fc.array(sign, { minLength: 1, maxLength: 30 }), fc.nat(29), sign, (field, place, other) => {
        const at = place % field.length;
        const changed = field.with(at, other);
        const isSameValue = (value(field[at] ?? '') - value(other)) % 10 === 0;
        assert.equal(checkDigit(field.join('')) === checkDigit(changed.join('')), isSameValue);
      }),
    );
  });

  it('another sign in a checked field of a zone gives the fault of that field', () => {
    fc.assert(
      fc.property(someDocument, fc.nat(), fc.constantFrom(...SIGNS.slice(0, 10)), ({ lines, format }, pick, other) => {
        const checks = Object.entries(LAYOUTS[format].checks).filter(([field]) => field !== 'composite' && field !== 'optional');
        const [field, check] = checks[pick % checks.length] as [CheckedField, (typeof LAYOUTS)[MrzFormat]['checks']['documentNumber']];
        const [span] = check.over;
        assert.ok(span !== undefined);
        const at = span.from - 1 + (pick % (span.to - span.from + 1));
        const line = lines[span.line - 1] ?? '';
        const before = line[at] ?? '';
        if (!/\d/.test(before) || before === other) return;
        const changed = lines.with(span.line - 1, line.slice(0, at) + other + line.slice(at + 1));
        const { faults } = parseMrz(changed, TODAY);
        const isContinued = field === 'documentNumber' && (lines[check.digit.line - 1] ?? '')[check.digit.from - 1] === '<';
        // A continued number has two digits that may be right, so that one change in ten may be taken for the other.
        if (!isContinued) assert.ok(faults.some((fault) => fault.code === 'MRZ_CHECK_DIGIT' && fault.field === field));
      }),
    );
  });
});

describe('laws of reading what is no zone', () => {
  it('reading never throws, and finds a fault in nearly everything', () => {
    const line = (width: number): fc.Arbitrary<string> =>
      fc.string({ unit: fc.constantFrom(...SIGNS, 'ż', ' ', '*'), minLength: width, maxLength: width });
    const sized = fc.constantFrom([30, 30, 30], [36, 36], [44, 44]).chain((widths) => fc.tuple(...widths.map(line)));
    fc.assert(
      fc.property(fc.oneof(sized, fc.array(fc.string()), fc.string()), (zone) => {
        const { faults } = parseMrz(zone, TODAY);
        assert.ok(faults.length > 0);
        for (const fault of faults) assert.match(fault.detail, /\.$/);
      }),
    );
  });

  it('a name that fits is never cut, and one that is cut fills its field and ends with a letter', () => {
    const component = fc.stringMatching(/^[A-Z]{2,15}$/);
    const parts = (minLength: number): fc.Arbitrary<string> =>
      fc.array(component, { minLength, maxLength: 4 }).map((some) => some.join('<'));
    fc.assert(
      fc.property(parts(1), parts(0), fc.constantFrom(30, 31, 39), (surname, forename, width) => {
        const { field, isCut } = writeNameField({ surname, forename }, width);
        const whole = forename === '' ? surname : `${surname}<<${forename}`;
        assert.equal(field.length, width);
        assert.equal(isCut, whole.length > width);
        if (isCut) assert.match(field, forename === '' ? /[A-Z]$/ : /^[A-Z<]+<<[A-Z<]*[A-Z]$/);
        else assert.equal(field, whole.padEnd(width, '<'));
      }),
    );
  });
});
