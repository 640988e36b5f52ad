/** The report of a hit on its way to the SIRENE bureau, and what happens when its term ends without it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, before, describe, it } from 'mocha';
import { loadHandling } from '../../services/sis/handling.ts';
import { tellOfTerms } from '../../services/sis/hit-report-terms.ts';
import { AT_BORDER, hitSteps, seatSirene, SIRENE, type Hit } from '../support/hit-steps.ts';
import { seatParties } from '../support/sis-officers.ts';
import { useSisSuite } from '../support/sis-suite.ts';

interface Leased {
  readonly leaseId: string;
  readonly messages: readonly { readonly id: string; readonly event: { readonly type: string; readonly data: Record<string, unknown> } }[];
}

describe('a hit report', () => {
  const sis = useSisSuite();
  const steps = hitSteps(sis);
  before(async () => {
    await seatParties(sis.hub, ['PL-SG', 'PL-UDSC', 'PL-MSZ-CONS-1']);
    await seatSirene(sis);
  });

  const refused = async (answer: Promise<unknown>): Promise<[string, number]> => {
    const { hubCode, code } = await sis.hub.failing(answer as Promise<never>);
    return [hubCode, code];
  };
  const emptyMailbox = async (): Promise<Leased['messages']> => {
    const lease = (await sis.hub.call('exchange.fetch', SIRENE, {})).body as Leased;
    const ids = lease.messages.map(({ id }) => id);
    if (ids.length > 0)
      await sis.hub.call('exchange.acknowledge', SIRENE, { body: Buffer.from(JSON.stringify({ leaseId: lease.leaseId, ids })) });
    return lease.messages;
  };
  const stateOf = async (id: string): Promise<unknown> => ((await steps.show('PL-SG', id)).body as { state: string }).state;

  describe('on its way', () => {
    it('goes as a message to the SIRENE bureau, which acknowledges and closes it', async () => {
      await emptyMailbox();
      const { hitId, hitReport } = await steps.hitOn('IT');
      await steps.send(hitReport.id);
      assert.equal(await stateOf(hitReport.id), 'SENT_TO_SIRENE');
      const [message, ...more] = await emptyMailbox();
      assert.equal(more.length, 0);
      const { hitId: toldHit, schengenId, alertCategory, differentiators } = message?.event.data ?? {};
      assert.deepEqual([message?.event.type, toldHit, alertCategory], ['pl.gov.udsc.sis.hit-report.v1', hitId, 'ARREST']);
      assert.ok(String(schengenId).startsWith('IT') && Array.isArray(differentiators));
      await steps.step('acknowledge', hitReport.id);
      assert.equal(await stateOf(hitReport.id), 'ACKNOWLEDGED');
      await steps.step('close', hitReport.id);
      assert.equal(await stateOf(hitReport.id), 'CLOSED');
    });

    it('says what was found at the check and never what the alert says', async () => {
      await emptyMailbox();
      const { hitReport } = await steps.hitOn('DE');
      await steps.send(hitReport.id);
      const [message] = await emptyMailbox();
      const { matches } = await steps.search();
      const alert = matches.find(({ issuingState }) => issuingState === 'DE') as unknown as { reasonForAlert: string };
      assert.ok(!JSON.stringify(message).includes(alert.reasonForAlert));
    });

    it('sent again is the same message, also when the node stopped before the step was recorded', async () => {
      await emptyMailbox();
      const { hitReport } = await steps.hitOn('IT');
      const first = (await steps.send(hitReport.id)).body as { messageId: string };
      assert.equal(((await steps.send(hitReport.id)).body as { messageId: string }).messageId, first.messageId);
      const { work } = sis.hub.running.hub.database;
      await work.query(
        `UPDATE sis_hit_report SET state = 'DRAFT', sent_at = NULL, message_id = NULL, sealed = NULL, key_id = NULL WHERE id = $1`,
        [hitReport.id],
      );
      assert.equal(((await steps.send(hitReport.id)).body as { messageId: string }).messageId, first.messageId);
      assert.equal((await emptyMailbox()).length, 1);
    });

    it('cannot be sent in other words once it was sent', async () => {
      const { hitReport } = await steps.hitOn('IT');
      await steps.send(hitReport.id);
      assert.deepEqual(await refused(steps.send(hitReport.id, { identityShown: 'INNY' })), ['INVALID_STATE', 409]);
    });

    it('of a check under Art. 36 says every item of Art. 37(1)', async () => {
      const { hitReport } = await steps.hitOn('FR');
      const { mustCollect, id } = hitReport;
      assert.equal(mustCollect.length, 9);
      const error = await sis.hub.failing(steps.send(id, { collected: { route: 'Brześć – Warszawa' } }));
      assert.deepEqual([error.hubCode, error.faults.length], ['INVALID_JUDGEMENT', 8]);
      const collected = Object.fromEntries(mustCollect.map(({ field }) => [field, 'ustalono']));
      assert.equal((await steps.send(id, { collected })).status, 200);
    });

    it('stays a draft while the SIRENE bureau cannot receive it, and goes when it can', async () => {
      const { hitReport } = await steps.hitOn('IT');
      const { administration, running } = sis.hub;
      const reaches = async (messageType: string): Promise<void> => {
        await running.hub.database.work.query(`UPDATE party_grant SET message_type = $1 WHERE party = $2`, [messageType, SIRENE]);
        await running.hub.database.work.query(`SELECT nextval('registry_version')`);
        await running.hub.registry.refresh();
      };
      assert.ok(administration);
      await reaches('pl.gov.udsc.exchange.*');
      assert.deepEqual(await refused(steps.send(hitReport.id)), ['DESTINATION_NOT_GRANTED', 422]);
      assert.equal(await stateOf(hitReport.id), 'DRAFT');
      await reaches('pl.gov.udsc.sis.*');
      assert.equal((await steps.send(hitReport.id)).status, 200);
    });

    it('needs no grant of the authority, for who may search must report; and nobody can submit one by themselves', async () => {
      const { hitReport } = await steps.hitOn('IT');
      assert.equal((await steps.send(hitReport.id)).status, 200);
      const example = readFileSync(new URL('../../schemas/sis-hit-report/examples/valid/arrest.json', import.meta.url), 'utf8');
      const type = 'pl.gov.udsc.sis.hit-report.v1';
      await sis.hub.administration.grant({ party: 'PL-SG', operation: 'submit', messageType: '*', purpose: null, legalBasis: 'test' });
      await sis.hub.running.hub.registry.refresh();
      const event = {
        specversion: '1.0',
        id: 'forged',
        source: '/parties/PL-SG',
        type,
        destination: SIRENE,
        data: JSON.parse(example) as unknown,
      };
      assert.deepEqual(await refused(sis.hub.call('exchange.submit', 'PL-SG', { body: Buffer.from(JSON.stringify(event)) })), [
        'FORBIDDEN',
        403,
      ]);
    });

    it('accepted in other words before a node stopped stands as it was accepted', async () => {
      await emptyMailbox();
      const { hitReport } = await steps.hitOn('IT');
      await steps.send(hitReport.id, { identityShown: 'PIERWSZE' });
      const { work } = sis.hub.running.hub.database;
      await work.query(
        `UPDATE sis_hit_report SET state = 'DRAFT', sent_at = NULL, message_id = NULL, sealed = NULL, key_id = NULL WHERE id = $1`,
        [hitReport.id],
      );
      assert.deepEqual(await refused(steps.send(hitReport.id, { identityShown: 'DRUGIE' })), ['INVALID_STATE', 409]);
      assert.equal(await stateOf(hitReport.id), 'SENT_TO_SIRENE');
      assert.deepEqual(
        (await emptyMailbox()).map(({ event }) => event.data.identityShown),
        ['PIERWSZE'],
      );
    });

    it('refused is recorded with who tried it', async () => {
      const { hitReport } = await steps.hitOn('IT');
      await refused(steps.send(hitReport.id, { callbackPhone: 'none' }));
      const text = `SELECT officer FROM audit_entry WHERE event = 'sis.hit-report-refused' AND payload LIKE $1`;
      assert.deepEqual(await sis.rows(text, [`%${hitReport.id}%`]), [{ officer: 'PL-SG-1' }]);
    });

    it('moves one step at a time, and only by whose step it is', async () => {
      const { hitReport } = await steps.hitOn('IT');
      assert.deepEqual(await refused(steps.step('acknowledge', hitReport.id)), ['NOT_FOUND', 404]);
      await steps.send(hitReport.id);
      assert.deepEqual(await refused(steps.step('close', hitReport.id)), ['INVALID_STATE', 409]);
      assert.deepEqual(await refused(steps.step('acknowledge', hitReport.id, 'PL-SG')), ['FORBIDDEN', 403]);
      await steps.step('acknowledge', hitReport.id);
      assert.equal((await steps.step('acknowledge', hitReport.id)).status, 200);
    });

    it('is seen by its authority, by the SIRENE bureau once it was sent, and by nobody else', async () => {
      const { hitReport } = await steps.hitOn('IT');
      assert.deepEqual(await refused(steps.show(SIRENE, hitReport.id)), ['NOT_FOUND', 404]);
      assert.deepEqual(await refused(steps.show('PL-UDSC', hitReport.id)), ['NOT_FOUND', 404]);
      await steps.send(hitReport.id);
      assert.equal((await steps.show(SIRENE, hitReport.id)).status, 200);
      const [read] = await sis.rows<{ n: number }>(
        `SELECT count(*)::int AS n FROM audit_entry WHERE event = 'sis.hit-report-read' AND payload::text LIKE $1`,
        [`%${hitReport.id}%`],
      );
      assert.equal(read?.n, 1);
    });

    it('stands in the list of its authority, which is due first', async () => {
      const who = { officer: 'PL-SG-1', purpose: 'BORDER', legalBasis: 'Art. 8', caseReference: 'T-1' };
      const { hitReport } = await steps.hitOn('IT');
      const list = async (state: string): Promise<{ id: string; dueAt: string }[]> =>
        (
          (await sis.hub.call('sis.showReports', 'PL-SG', { who, query: { state } })).body as {
            hitReports: { id: string; dueAt: string }[];
          }
        ).hitReports;
      const drafts = await list('DRAFT');
      assert.ok(drafts.some(({ id }) => id === hitReport.id));
      assert.deepEqual(
        drafts,
        drafts.toSorted((a, b) => a.dueAt.localeCompare(b.dueAt)),
      );
      assert.ok(!(await list('CLOSED')).some(({ id }) => id === hitReport.id));
      assert.deepEqual(await refused(sis.hub.call('sis.showReports', 'PL-SG', { who, query: { state: 'X' } })), ['INVALID_PARAMETER', 400]);
    });
  });

  describe('whose term ends', () => {
    const move = (ms: number): Promise<unknown> => sis.hub.running.hub.database.work.query('UPDATE hub_clock SET offset_ms = $1', [ms]);
    const look = async (): Promise<void> => tellOfTerms(sis.hub.running.hub, await loadHandling());
    const problems = async (id: string): Promise<string[]> =>
      (await sis.rows<{ severity: string }>(`SELECT severity FROM problem WHERE kind = 'HIT_REPORT_DUE' AND subject = $1`, [id])).map(
        ({ severity }) => severity,
      );
    const noticesOf = async (id: string): Promise<unknown[]> =>
      (
        await sis.rows<{ body: Buffer }>(`SELECT body FROM message WHERE event_id LIKE $1 ORDER BY event_id`, [`hit-report-due-${id}-%`])
      ).map(({ body }) => (JSON.parse(body.toString('utf8')) as { data: { stage: unknown } }).data.stage);
    const HOUR = 3_600_000;
    before(async () => {
      const { administration, running } = sis.hub;
      await administration.createParty({
        code: 'PL-KGP',
        name: 'K',
        roles: ['sis-search', 'submit', 'receive'],
        destination: { adapter: 'mailbox' },
      });
      await administration.addOfficer({ party: 'PL-KGP', id: 'PL-KGP-1', unit: 'Unit 1', name: 'Test Officer' });
      for (const operation of ['sis-search', 'submit'] as const)
        await administration.grant({ party: 'PL-KGP', operation, messageType: '*', purpose: null, legalBasis: 'test' });
      await running.hub.registry.refresh();
    });
    afterEach(() => move(0));

    const hitOfPolice = async (): Promise<Hit> => {
      const found = await steps.search({ party: 'PL-KGP', purpose: 'POLICE_CUSTOMS' });
      const said = {
        officer: { id: 'PL-KGP-1', unit: 'Unit 1' },
        differentiators: [{ field: 'p', seen: 's' }],
        checkedAt: '2026-01-02T10:00:00Z',
        place: 'W',
        actionTaken: '-',
      };
      return (
        await sis.hub.call('sis.confirm', 'PL-KGP', { path: { id: found.searchId, n: '2' }, body: Buffer.from(JSON.stringify(said)) })
      ).body as Hit;
    };

    it('is nobody’s problem until two hours before', async () => {
      const { hitReport } = await hitOfPolice();
      await move(10 * HOUR - 60_000);
      await look();
      assert.deepEqual([await problems(hitReport.id), await noticesOf(hitReport.id)], [[], []]);
    });

    it('becomes a problem of the operators and a notice to its unit two hours before, and again when it has ended', async () => {
      const { hitReport } = await hitOfPolice();
      await move(10 * HOUR + 1000);
      await look();
      await look();
      assert.deepEqual([await problems(hitReport.id), await noticesOf(hitReport.id)], [['warning'], ['DUE_SOON']]);
      await move(12 * HOUR + 1000);
      await look();
      await look();
      assert.deepEqual([await problems(hitReport.id), await noticesOf(hitReport.id)], [['critical'], ['DUE_SOON', 'OVERDUE']]);
    });

    it('tells nobody twice when two nodes look at once', async () => {
      const { hitReport } = await hitOfPolice();
      await move(12 * HOUR + 1000);
      await Promise.all([look(), look(), look()]);
      assert.deepEqual(await noticesOf(hitReport.id), ['OVERDUE']);
    });

    it('is no problem any more once the report was sent, and none at all when it was sent in time', async () => {
      const [late, inTime] = [await steps.hitOn('IT'), await steps.hitOn('IT')];
      await steps.send(inTime.hitReport.id);
      await move(12 * HOUR + 1000);
      await look();
      assert.deepEqual([await problems(late.hitReport.id), await problems(inTime.hitReport.id)], [['critical'], []]);
      await steps.send(late.hitReport.id);
      assert.deepEqual(await problems(late.hitReport.id), []);
    });
  });

  it('is never made by a search alone, whoever searches', async () => {
    const before = await sis.rows('SELECT id FROM sis_hit_report');
    await steps.search(AT_BORDER);
    assert.equal((await sis.rows('SELECT id FROM sis_hit_report')).length, before.length);
  });
});
