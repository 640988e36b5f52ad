/** A match is not a hit: a named officer says by what, once; everything else is refused, and every refusal is recorded. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'mocha';
import { waitFor } from '../../local/wait-for.ts';
import { deleteEnded } from '../../services/sis/retention.ts';
import { CHECK, hitSteps, officerOf, type Hit } from '../support/hit-steps.ts';
import { seatParties } from '../support/sis-officers.ts';
import { startSisHub } from '../support/sis-hub.ts';
import { BORDER, IHOR, useSisSuite } from '../support/sis-suite.ts';

const HOURS_12 = 12 * 3_600_000;

describe('a judgement of a match', () => {
  const sis = useSisSuite();
  const steps = hitSteps(sis);
  before(async () => {
    await seatParties(sis.hub, ['PL-SG', 'PL-UDSC']);
    await sis.hub.administration.addOfficer({ party: 'PL-SG', id: 'PL-SG-2', unit: 'Unit 1', name: 'Second Officer' });
    await sis.hub.running.hub.registry.refresh();
  });

  const refused = async (answer: Promise<unknown>): Promise<[string, number]> => {
    const { hubCode, code } = await sis.hub.failing(answer as Promise<never>);
    return [hubCode, code];
  };
  const reports = async (searchId: string): Promise<number> => {
    const text = `SELECT h.id FROM sis_hit_report h JOIN sis_judgement j USING (hit_id) WHERE j.search_id = $1`;
    return (await sis.rows(text, [searchId])).length;
  };

  it('is not made by a search: there is no hit report', async () => {
    const { searchId } = await steps.search();
    assert.equal(await reports(searchId), 0);
  });

  it('of a confirmed match is a hit with a draft report that is due after twelve hours', async () => {
    const found = await steps.search();
    const answer = await steps.confirm(found, steps.numberOf(found, 'IT'));
    const { hitId, confirmedAt, hitReport } = answer.body as Hit;
    assert.equal(answer.status, 201);
    assert.equal(hitReport.state, 'DRAFT');
    assert.equal(Date.parse(hitReport.dueAt) - Date.parse(confirmedAt), HOURS_12);
    assert.equal(answer.headers?.location, `/api/v1/sis/hit-reports/${hitReport.id}`);
    const last = (await sis.entriesOf(found.searchId)).at(-1);
    assert.deepEqual([last?.event, last?.party, last?.officer, last?.purpose], ['sis.match-confirmed', 'PL-SG', 'PL-SG-1', 'BORDER']);
    assert.equal((JSON.parse(last?.payload ?? '{}') as { hitId: string }).hitId, hitId);
  });

  it('said again is answered with the same ids, also when it was said many times at once', async () => {
    const found = await steps.search();
    const n = steps.numberOf(found, 'IT');
    const answers = await Promise.all(Array.from({ length: 8 }, () => steps.confirm(found, n)));
    const again = await steps.confirm(found, n);
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 200, 200, 200, 200, 200, 200, 201]);
    assert.deepEqual([...new Set(answers.map(({ body }) => JSON.stringify(body)))], [JSON.stringify(again.body)]);
    assert.equal(await reports(found.searchId), 1);
  });

  it('is refused when another officer, another judgement or other words come after it', async () => {
    const found = await steps.search();
    const n = steps.numberOf(found, 'IT');
    await steps.confirm(found, n);
    for (const change of [{ officer: { id: 'PL-SG-2', unit: 'Unit 1' } }, { place: 'PSG Terespol, pas 4' }])
      assert.deepEqual(await refused(steps.confirm(found, n, change)), ['ALREADY_JUDGED', 409]);
    assert.deepEqual(await refused(steps.reject(found, n)), ['ALREADY_JUDGED', 409]);
    assert.equal(await reports(found.searchId), 1);
  });

  it('needs what tells the person apart, and everything else that its form names', async () => {
    const found = await steps.search();
    for (const change of [
      { differentiators: [] },
      { differentiators: [{ field: 'photograph' }] },
      { differentiators: [{ field: ' ', seen: ' ' }] },
      { place: '  ' },
      { place: undefined },
      { checkedAt: 'yesterday' },
      { checkedAt: '2099-01-01T00:00:00Z' },
      { more: true },
    ])
      assert.deepEqual(await refused(steps.confirm(found, '2', change)), ['INVALID_JUDGEMENT', 422], JSON.stringify(change));
    assert.deepEqual(await refused(steps.reject(found, '2', { reason: undefined })), ['INVALID_JUDGEMENT', 422]);
    assert.equal(await reports(found.searchId), 0);
    const refusals = (await sis.entriesOf(found.searchId)).filter(({ event }) => event === 'sis.judgement-refused');
    assert.deepEqual([refusals.length, ...new Set(refusals.map(({ officer }) => officer))], [9, 'PL-SG-1']);
  });

  it('is the same whether the id of the search is written in small or in capital letters', async () => {
    const found = await steps.search();
    const capital = { ...found, searchId: found.searchId.toUpperCase() };
    assert.deepEqual([(await steps.confirm(capital, '2')).status, (await steps.confirm(found, '2')).status], [201, 200]);
  });

  it('with a name that stands twice is refused: it could be laid to another officer', async () => {
    const found = await steps.search();
    const body = Buffer.from(JSON.stringify(CHECK).replace('{', '{"officer":{"id":"PL-SG-2","unit":"Unit 1"},'));
    const answer = sis.hub.call('sis.confirm', 'PL-SG', { path: { id: found.searchId, n: '2' }, body });
    assert.deepEqual(await refused(answer), ['INVALID_MESSAGE', 422]);
  });

  it('of a misused identity is a hit only when the victim is excluded in so many words', async () => {
    const found = await steps.search();
    assert.equal(steps.numberOf(found, 'SE'), '1');
    assert.deepEqual(await refused(steps.confirm(found, '1')), ['INVALID_JUDGEMENT', 422]);
    assert.deepEqual(await refused(steps.confirm(found, '1', { victimExcluded: false })), ['INVALID_JUDGEMENT', 422]);
    assert.equal((await steps.confirm(found, '1', { victimExcluded: true })).status, 201);
  });

  it('of a false match is recorded, makes no report, and may be said again', async () => {
    const found = await steps.search();
    const [first, second] = [await steps.reject(found, '3'), await steps.reject(found, '3')];
    assert.deepEqual([first.status, second.status], [201, 200]);
    assert.deepEqual(second.body, first.body);
    assert.equal(await reports(found.searchId), 0);
    assert.equal((await sis.entriesOf(found.searchId)).at(-1)?.event, 'sis.match-rejected');
    assert.deepEqual(await refused(steps.confirm(found, '3')), ['ALREADY_JUDGED', 409]);
  });

  it('stands in the record of the search', async () => {
    const found = await steps.search();
    const { hitId, hitReport } = (await steps.confirm(found, '2')).body as Hit;
    await steps.reject(found, '3');
    const who = { officer: 'PL-SG-1', purpose: 'BORDER', legalBasis: 'Art. 34', caseReference: 'T-1' };
    const { body } = await sis.hub.call('sis.show', 'PL-SG', { path: { id: found.searchId }, who });
    const { judgements } = body as { judgements: { matchNumber: number; kind: string; hitId?: string; hitReportId?: string }[] };
    assert.deepEqual(
      judgements.map(({ matchNumber, kind }) => [matchNumber, kind]),
      [
        [2, 'HIT'],
        [3, 'FALSE_MATCH'],
      ],
    );
    assert.deepEqual([judgements[0]?.hitId, judgements[0]?.hitReportId], [hitId, hitReport.id]);
  });

  it('needs a registered officer of the party that searched, and a match that is there', async () => {
    const found = await steps.search();
    const confirm = (party: string, n: string, body: object): Promise<unknown> =>
      sis.hub.call('sis.confirm', party, { path: { id: found.searchId, n }, body: Buffer.from(JSON.stringify(body)) });
    assert.deepEqual(await refused(confirm('PL-SG', '2', { ...CHECK, officer: { id: 'X', unit: 'Unit 1' } })), ['OFFICER_UNKNOWN', 403]);
    assert.deepEqual(await refused(confirm('PL-SG', '2', { ...CHECK, officer: { id: 'PL-SG-1', unit: 'X' } })), ['OFFICER_UNKNOWN', 403]);
    assert.deepEqual(await refused(confirm('PL-SG', '2', { ...CHECK, officer: {} })), ['WHO_AND_WHY_REQUIRED', 403]);
    assert.deepEqual(await refused(confirm('PL-UDSC', '2', { ...CHECK, officer: officerOf('PL-UDSC') })), ['NOT_FOUND', 404]);
    for (const n of ['6', '0', '-1', 'x', '1e1']) assert.deepEqual(await refused(confirm('PL-SG', n, CHECK)), ['NOT_FOUND', 404], n);
    const nowhere = sis.hub.call('sis.confirm', 'PL-SG', { path: { id: randomUUID(), n: '1' }, body: Buffer.from(JSON.stringify(CHECK)) });
    assert.deepEqual(await refused(nowhere), ['NOT_FOUND', 404]);
  });

  it('is impossible for a search that SIS did not answer', async () => {
    sis.simulator.setScenario('FAULT');
    const error = await sis.hub.failing(sis.border(IHOR));
    const searchId = String(error.facts.searchId);
    const answer = sis.hub.call('sis.confirm', 'PL-SG', { path: { id: searchId, n: '1' }, body: Buffer.from(JSON.stringify(CHECK)) });
    assert.deepEqual(await refused(answer), ['SEARCH_NOT_ANSWERED', 409]);
  });

  it('comes too late when the term has ended, but said before it is still answered', async () => {
    const found = await steps.search();
    await steps.confirm(found, '2');
    await sis.hub.running.hub.database.work.query('UPDATE sis_match SET expires_at = hub_now() WHERE search_id = $1', [found.searchId]);
    assert.deepEqual(await refused(steps.confirm(found, '3')), ['MATCH_GONE', 410]);
    assert.equal((await steps.confirm(found, '2')).status, 200);
  });

  it('keeps nothing of what was said in the clear, and nothing at all after its term', async () => {
    const brief = await startSisHub({
      databaseUrl: sis.database.url,
      sisUrl: sis.simulator.url,
      sis: { matchRetentionMs: 300, judgementKeepDays: 1 },
    });
    try {
      const found = await steps.search();
      await steps.reject(found, '3', { reason: 'Znamię-niepowtarzalne' });
      const text = `SELECT sealed, judged_at FROM sis_judgement WHERE search_id = $1`;
      const [kept] = await sis.rows<{ sealed: Buffer | null }>(text, [found.searchId]);
      assert.ok(kept?.sealed && !kept.sealed.toString('utf8').includes('niepowtarzalne'));
      const [inAudit] = await sis.rows(`SELECT 1 FROM audit_entry WHERE payload::text LIKE '%niepowtarzalne%'`);
      assert.equal(inAudit, undefined);
      await brief.running.hub.database.work.query(
        `UPDATE sis_judgement SET judged_at = judged_at - interval '2 days' WHERE search_id = $1`,
        [found.searchId],
      );
      await waitFor(async () => (await sis.rows<{ sealed: null }>(text, [found.searchId]))[0]?.sealed === null, {
        timeoutMs: 5000,
        what: 'the words to be deleted',
      });
      assert.deepEqual(await refused(steps.reject(found, '3', { reason: 'Znamię-niepowtarzalne' })), ['MATCH_GONE', 410]);
    } finally {
      await brief.stop();
    }
  });

  it('and its search are forgotten after three years, but not while the report of the hit is open', async () => {
    const { work } = sis.hub.running.hub.database;
    const [open, rejected] = [await steps.search(), await steps.search()];
    await steps.confirm(open, '2');
    await steps.reject(rejected, '2');
    for (const [table, column, id] of [
      ['sis_search', 'requested_at', 'id'],
      ['sis_judgement', 'judged_at', 'search_id'],
      ['sis_match', 'expires_at', 'search_id'],
    ] as const)
      await work.query(`UPDATE ${table} SET ${column} = ${column} - interval '1100 days' WHERE ${id} = ANY ($1)`, [
        [open.searchId, rejected.searchId],
      ]);
    await deleteEnded(sis.hub.running.hub, () => false);
    const left = await sis.rows<{ id: string }>('SELECT id FROM sis_search WHERE id = ANY ($1)', [[open.searchId, rejected.searchId]]);
    assert.deepEqual(
      left.map(({ id }) => id),
      [open.searchId],
    );
  });

  it('of an officer whose registration has ended is refused', async () => {
    const found = await steps.search();
    const gone = steps.confirm(found, '2', { officer: { id: 'SG-GONE', unit: BORDER.officer.unit } });
    assert.deepEqual(await refused(gone), ['OFFICER_UNKNOWN', 403]);
  });
});
