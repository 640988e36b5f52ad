/** What an alert says, read over SOAP: each category with its article and action, the warnings of 2018, flags, and who is meant. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import type { AlertCategory, SisMatch } from '../../adapters/sis2/request.ts';
import type { HeldAlert } from '../../adapters/sis2/simulator/alert.ts';
import { generateAlerts } from '../../adapters/sis2/simulator/alerts.ts';
import { startSisSimulator, type SisSimulator } from '../../adapters/sis2/simulator/simulator.ts';
import { categoryCodes } from '../support/lone-alerts.ts';
import { connectTo, personSearch, USER, type Asker } from '../support/sis.ts';

const CATEGORIES: readonly (readonly [AlertCategory, RegExp, SisMatch['actionToBeTaken']])[] = [
  ['RETURN', /^2018\/1860 Art\. 3$/, 'VERIFY_RETURN'],
  ['REFUSAL_ENTRY_STAY', /^2018\/1861 Art\. 24/, 'REFUSE_ENTRY_OR_STAY'],
  ['REFUSAL_RESTRICTIVE_MEASURE', /^2018\/1861 Art\. 25$/, 'REFUSE_ENTRY_OR_STAY'],
  ['ARREST', /^2018\/1862 Art\. 26$/, 'ARREST'],
  ['MISSING_PROTECT', /^2018\/1862 Art\. 32\(1\)\(a\)$/, 'PLACE_UNDER_PROTECTION'],
  ['MISSING_LOCATE', /^2018\/1862 Art\. 32\(1\)\(b\)$/, 'COMMUNICATE_WHEREABOUTS'],
  ['VULNERABLE_PREVENT_TRAVEL', /^2018\/1862 Art\. 32\(1\)\([cde]\)$/, 'PREVENT_TRAVEL'],
  ['JUDICIAL_PROCEDURE', /^2018\/1862 Art\. 34$/, 'COMMUNICATE_RESIDENCE'],
  ['CHECK_DISCREET', /^2018\/1862 Art\. 36$/, 'COLLECT_DISCREETLY'],
  ['CHECK_INQUIRY', /^2018\/1862 Art\. 36$/, 'INQUIRY_CHECK'],
  ['CHECK_SPECIFIC', /^2018\/1862 Art\. 36$/, 'SPECIFIC_CHECK'],
  ['INFORMATION_ALERT', /^2018\/1862 Art\. 37a$/, 'INFORM_ISSUING_STATE'],
  ['DOCUMENT_BLANK', /^2018\/1862 Art\. 38\(2\)\(k\)$/, 'SEIZE'],
  ['DOCUMENT_ISSUED', /^2018\/1862 Art\. 38\(2\)\(l\)$/, 'SEIZE'],
];

/** 2018/1861 Art. 20(2)(j); the law of 2006 had but the first three. */
const WARNINGS: readonly (readonly [string, SisMatch['warnings'][number]])[] = [
  ['armed', 'ARMED'],
  ['violent', 'VIOLENT'],
  ['absconded', 'ABSCONDED_OR_ESCAPED'],
  ['suicideRisk', 'SUICIDE_RISK'],
  ['publicHealth', 'PUBLIC_HEALTH_THREAT'],
  ['terrorism', 'TERRORISM_RELATED'],
];

describe('an alert of SIS, read over SOAP', () => {
  const ALL = CATEGORIES.map(([category]) => category);
  const codes = categoryCodes();
  let held: readonly HeldAlert[];
  let simulator: SisSimulator;
  let sis: Asker;

  before(async () => {
    held = generateAlerts({ seed: 20_261_101, count: 3000, today: new Date() });
    simulator = await startSisSimulator({ alerts: 3000 });
    sis = await connectTo(simulator.url);
  });
  after(async () => {
    await sis.connection.close();
    await simulator.close();
  });

  async function fetchFirst(is: (alert: HeldAlert) => boolean): Promise<SisMatch> {
    const schengenId = held.find(is)?.SchengenId;
    assert.ok(schengenId, 'the base has such an alert');
    const request = { searchId: randomUUID(), kind: 'alert', mode: 'ANY_NAME', categories: ALL, user: USER, alert: { schengenId } };
    const [match, ...more] = (await sis.ask(request)).matches;
    assert.ok(match !== undefined && more.length === 0);
    assert.equal(match.schengenId, schengenId);
    return match;
  }

  it('is of a category of this table, and each of the table is there', () => {
    assert.deepEqual([...codes.keys()].sort(), [...ALL].sort());
  });

  for (const [category, article, action] of CATEGORIES)
    it(`of ${category} names its article and asks for ${action}`, async () => {
      const match = await fetchFirst(({ Category }) => Category === codes.get(category));
      assert.equal(match.alertCategory, category);
      assert.match(match.legalArticle, article);
      assert.equal(match.actionToBeTaken, action);
      assert.ok(match.reasonForAlert.length > 0);
      assert.match(match.expiryDate, /^\d{4}-\d{2}-\d{2}$/);
      assert.match(match.sireneContact ?? '', /SIRENE Polska/, 'an officer never asks a foreign bureau');
      assert.equal(match.identities.length === 0, category.startsWith('DOCUMENT_'));
    });

  for (const [onWire, warning] of WARNINGS)
    it(`warns of ${warning}`, async () => {
      assert.deepEqual((await fetchFirst(({ Warning }) => Warning.includes(onWire))).warnings, [warning]);
    });

  it('says which states flagged it, and says it of none that nobody flagged', async () => {
    assert.deepEqual((await fetchFirst(({ FlaggedBy }) => FlaggedBy.length > 0)).flaggedBy, ['PL']);
    assert.deepEqual((await fetchFirst(({ FlaggedBy }) => FlaggedBy.length === 0)).flaggedBy, []);
  });

  it('says of an arrest whether there is a European Arrest Warrant and for what offence', async () => {
    const arrest = await fetchFirst(({ HasEaw }) => HasEaw);
    assert.deepEqual([arrest.alertCategory, arrest.hasEaw], ['ARREST', true]);
    assert.ok(arrest.typeOfOffence);
    assert.equal((await fetchFirst(({ Category, HasEaw }) => Category === codes.get('ARREST') && !HasEaw)).hasEaw, false);
  });

  it('keeps every identity apart by its kind, and is matched by a misused one only as a possible victim', async () => {
    const alert = held.find(({ Identity }) => Identity.at(-1)?.Kind === 'misused' && Identity.at(-1)?.Forename !== undefined);
    const { Surname: surname = '', Forename: forename = '', DateOfBirth = '' } = alert?.Identity.at(-1) ?? {};
    const dateOfBirth = DateOfBirth.replace(/(....)(..)(..)/, '$1-$2-$3').replaceAll('-00', '');
    const { matches } = await sis.ask(personSearch({ surname, forename, dateOfBirth }, { categories: ALL }));
    const match = matches.find(({ schengenId }) => schengenId === alert?.SchengenId);
    assert.deepEqual(
      match?.identities.map(({ kind }) => kind),
      alert?.Identity.map(
        ({ Kind }) => ({ confirmed: 'CONFIRMED', notConfirmed: 'NOT_CONFIRMED', alias: 'ALIAS', misused: 'MISUSED' })[Kind],
      ),
    );
    assert.equal(match?.mayBeVictim, true);
    assert.equal(match.matchedIdentityIndex, match.identities.length - 1);
  });
});
