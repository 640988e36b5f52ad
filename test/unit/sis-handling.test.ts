/** What an officer must do about a match: the rules of config/law/sis-handling.json, and that no match is shown without one. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { loadHandling, type Handling } from '../../services/sis/handling.ts';
import type { Match } from '../../services/sis/search.ts';

const CATEGORIES = [
  'ARREST',
  'REFUSAL_ENTRY_STAY',
  'REFUSAL_RESTRICTIVE_MEASURE',
  'RETURN',
  'MISSING_PROTECT',
  'CHECK_DISCREET',
  'JUDICIAL_PROCEDURE',
  'INFORMATION_ALERT',
];
const match = (fields: Partial<Match>): Match => ({
  schengenId: 'DE1',
  alertCategory: 'ARREST',
  links: [],
  actionToBeTaken: 'ARREST',
  mayBeVictim: false,
  flaggedBy: [],
  matchScore: 100,
  ...fields,
});

describe('the handling of SIS matches', () => {
  let handling: Handling;
  before(async () => {
    handling = await loadHandling();
  });
  const one = (fields: Partial<Match>) => handling.present([match(fields)])[0];

  it('shows the possible victim of a misused identity first, with a notice and never an arrest', () => {
    const [first, second] = handling.present([
      match({ schengenId: 'IT1' }),
      match({ schengenId: 'SE1', mayBeVictim: true, matchScore: 10 }),
    ]);
    assert.deepEqual(
      [first?.schengenId, first?.notice, first?.actionToBeTaken],
      ['SE1', 'POSSIBLE_VICTIM_OF_MISUSED_IDENTITY', 'VERIFY_IDENTITY_CONTACT_SIRENE'],
    );
    assert.deepEqual([second?.schengenId, second?.notice, second?.actionToBeTaken], ['IT1', undefined, 'ARREST']);
  });

  it('orders by harm as the law file ranks it, then by score, and numbers from 1', () => {
    const victims = fc.boolean();
    const some = fc.record({ alertCategory: fc.constantFrom(...CATEGORIES), mayBeVictim: victims, matchScore: fc.nat(100) });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), (fields) => {
        const shown = handling.present(fields.map(match));
        const ranks = shown.map((m) => (m.mayBeVictim ? -1 : CATEGORIES.indexOf(m.alertCategory)) * 1000 - m.matchScore);
        assert.deepEqual(
          ranks,
          ranks.toSorted((a, b) => a - b),
        );
        assert.deepEqual(
          shown.map(({ matchNumber }) => matchNumber),
          shown.map((_, index) => index + 1),
        );
      }),
    );
  });

  it('turns an arrest that Poland flagged into communicating the whereabouts, and other flagged alerts into asking SIRENE', () => {
    assert.equal(one({ flaggedBy: ['PL'] })?.actionToBeTaken, 'COMMUNICATE_WHEREABOUTS');
    assert.equal(one({ flaggedBy: ['DE'] })?.actionToBeTaken, 'ARREST');
    assert.equal(one({ alertCategory: 'CHECK_SPECIFIC', flaggedBy: ['PL'] })?.actionToBeTaken, 'CONTACT_SIRENE');
  });

  it('says of a discreet check alone that the person must not learn of it', () => {
    assert.equal(one({ alertCategory: 'CHECK_DISCREET' })?.doNotReveal, true);
    for (const alertCategory of ['CHECK_INQUIRY', 'CHECK_SPECIFIC', 'ARREST'])
      assert.ok(!('doNotReveal' in (one({ alertCategory }) ?? {})), alertCategory);
  });

  it('shows no links key where no linked alert may be seen', () => {
    assert.ok(!('links' in (one({ links: [] }) ?? {})));
    assert.equal(one({ links: [{ schengenId: 'IT1', alertCategory: 'ARREST' }] })?.links?.length, 1);
  });

  it('asks the nine things of Art. 37(1) of the three checks, and nothing of others', () => {
    for (const category of ['CHECK_DISCREET', 'CHECK_INQUIRY', 'CHECK_SPECIFIC']) assert.equal(handling.mustCollect(category).length, 9);
    assert.deepEqual(handling.mustCollect('ARREST'), []);
  });

  it('has a rule for every category that a match may have', () => {
    const schema = readFileSync(new URL('../../schemas/sis-match/v1.schema.json', import.meta.url), 'utf8');
    const { $defs } = JSON.parse(schema) as { $defs: { alertCategory: { enum: string[] } } };
    for (const alertCategory of $defs.alertCategory.enum) assert.equal(one({ alertCategory })?.alertCategory, alertCategory);
  });

  it('refuses to show a category that has no rule', () => {
    assert.throws(() => one({ alertCategory: 'NEW_CATEGORY' }), { hubCode: 'INTERNAL' });
  });
});
