/** The canonical forms take whatever our own code makes of names and dates, and no date that it would not read. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { before, describe, it } from 'mocha';
import { loadSchemas, type CompiledShelf } from '../../broker/routing/schema-shelf.ts';
import { createGenerator, type SyntheticPerson } from '../../generator/people.ts';
import { parseEdtf, writeEdtf } from '../../identity/dates/edtf.ts';
import type { DateBasis, PartialDate } from '../../identity/dates/partial-date.ts';
import { transliterate } from '../../identity/names/transliterate.ts';
import type { Identity, PartialDate as SaidDate, PersonV1, WrittenName } from '../../schemas/types.generated.ts';
import { partialDates } from '../support/partial-dates.ts';

const DATE = '_common/edtf-date.schema.json';
const SAID = '_common/partial-date.schema.json';

const someDate = partialDates({ min: 1, max: 9999 });
/** Text that is a date, nearly one, or not at all one. */
const part = fc.oneof(
  fc.constantFrom('XX', '00', '02', '29', '30', '31', '12', '13', 'X1'),
  fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, '0')),
);
const year = fc.oneof(
  fc.constantFrom('0000', '1900', '2000', '2024', '2100', '198X'),
  fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4, '0')),
);
const doubt = fc.constantFrom('', '?', '~', '%', '?~', ' ');
const leapDay = year.map((y) => `${y}-02-29`);
const anyParts = fc.tuple(year, fc.array(part, { maxLength: 3 })).map(([y, parts]) => [y, ...parts].join('-'));
const nearly = fc.tuple(fc.oneof(anyParts, leapDay), doubt).map((parts) => parts.join(''));

const precisionOf = ({ m, d }: PartialDate): SaidDate['precision'] => (m === undefined ? 'YEAR' : d === undefined ? 'MONTH' : 'DAY');
const said = (date: PartialDate): SaidDate => ({
  value: writeEdtf(date).text,
  precision: precisionOf(date),
  basis: date.basis ?? 'DECLARED',
});

const written = (original: string, script: string, latin: string): WrittenName => ({ original, script, transliterated: latin });

/** A synthetic person as one identity of a record: who is without a state has a status and no citizenship. */
function personOf({ latin, original, sex, citizenships, dateOfBirth, placeOfBirth, documents }: SyntheticPerson): PersonV1 {
  const name = (field: 'surname' | 'forename' | 'full'): WrittenName | undefined =>
    latin[field] === undefined ? undefined : written(original[field] ?? '', original.script, transliterate(latin[field]).text);
  const [surname, forenames, full] = [name('surname'), name('forename'), name('full')];
  const date = parseEdtf(dateOfBirth);
  assert.ok(surname !== undefined && date.ok);
  const status = citizenships.find((code) => code.startsWith('XX')) as Identity['details']['bearerStatus'];
  const details: Identity['details'] = {
    name: { surname, ...(forenames === undefined ? {} : { forenames }), ...(full === undefined ? {} : { full }) },
    birth: { date: said(date.value), place: { transliterated: transliterate(placeOfBirth.latin).text } },
    sex,
    citizenships: citizenships.filter((code) => !code.startsWith('XX')),
    ...(status === undefined ? {} : { bearerStatus: status }),
  };
  const papers = documents.map(({ category, number, country, issuedOn, expiresOn }) => ({
    ...{ kind: category === 'PASSPORT' ? ('PASSPORT_ORDINARY' as const) : category },
    ...{ number, country, issuedOn, expiresOn },
  }));
  return { personId: 'P', identities: [{ kind: 'NOT_CONFIRMED', details, documents: papers }] };
}

describe('the canonical model', () => {
  let shelf: CompiledShelf;
  before(async () => {
    shelf = await loadSchemas();
  });

  it('takes every date that we write', () => {
    fc.assert(fc.property(someDate, (date) => assert.deepEqual(shelf.faults(DATE, writeEdtf(date).text), [])));
  });
  it('takes exactly the dates that we read', () => {
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string()), (text) => {
        assert.equal(shelf.faults(DATE, text).length === 0, parseEdtf(text).ok, text);
      }),
      { numRuns: 2000 },
    );
  });
  it('takes a date with its own precision and no other', () => {
    fc.assert(
      fc.property(someDate, fc.constantFrom<SaidDate['precision']>('YEAR', 'MONTH', 'DAY'), (date, precision) => {
        assert.deepEqual(shelf.faults(SAID, said(date)), []);
        assert.equal(shelf.faults(SAID, { ...said(date), precision }).length === 0, precision === precisionOf(date));
      }),
    );
  });
  it('takes a probable date as probable only', () => {
    fc.assert(
      fc.property(someDate, fc.constantFrom<DateBasis>('DOCUMENT', 'DECLARED'), (date, basis) => {
        const probable = said({ ...date, basis: 'PROBABLE' });
        assert.deepEqual(shelf.faults(SAID, probable), []);
        assert.notDeepEqual(shelf.faults(SAID, { ...probable, basis }), []);
      }),
    );
  });
  it('takes every generated person whole: names in both writings, partial dates, papers, people without a state', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        for (const person of createGenerator(seed).people(10))
          assert.deepEqual(shelf.faults('person/v1.schema.json', personOf(person)), []);
      }),
    );
  });
});
