/** The change feed on a real hub: changes of the register become messages to the office, over restarts, gaps and two nodes. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import pg from 'pg';
import { createFeedStore } from '../../adapters/visa-register/feed-store.ts';
import { startRegisterSimulator, type RegisterSimulator } from '../../adapters/visa-register/simulator/simulator.ts';
import type { AcceptResult } from '../../broker/contract/message.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { inboundBy } from '../support/adapter-doors.ts';
import { eventually } from '../support/running-hub.ts';
import { useDatabase } from '../support/suite-database.ts';
import { CONSULS, OFFICE, useVisaHub } from '../support/visa-hub.ts';
import { connectRegister, type RegisterAsker } from '../support/visa-peer.ts';
import { REFUSED, visaOf } from '../support/visas.ts';

const FEED = { party: CONSULS, everyMs: 30, timeoutMs: 2000, limit: 5, gapPatienceMs: 200 };
const REQUESTED_BY = { officer: 'OFF-1', purpose: 'VISA_C', legalBasis: 'law', caseReference: 'C-1' };

describe('changes of the visa register', () => {
  const visas = useVisaHub({ visas: 5, settings: { feed: FEED } });
  interface Arrived {
    readonly destination: string;
    readonly body: { readonly subject: string; readonly data: { readonly number: number; readonly refusal?: unknown } };
  }
  const arrived = async (): Promise<Arrived[]> => {
    const { rows } = await visas.room.running.hub.database.reads.query<{ destination: string; body: Buffer }>(
      `SELECT d.destination, m.body FROM message m JOIN delivery_open d ON d.message_id = m.id
        WHERE m.type = 'pl.gov.udsc.visa.changed.v1' ORDER BY m.accepted_at`,
    );
    return rows.map(({ body, ...row }) => ({ ...row, body: JSON.parse(body.toString('utf8')) as Arrived['body'] }));
  };
  const numbers = async (): Promise<number[]> => (await arrived()).map(({ body }) => body.data.number).sort((a, b) => a - b);
  const openProblems = async (): Promise<string[]> => {
    const { rows } = await visas.room.running.hub.database.reads.query<{ kind: string }>('SELECT kind FROM problem');
    return rows.map(({ kind }) => kind);
  };
  const issue = (seed: number): Promise<unknown> =>
    visas.call('register', { body: { kind: 'ISSUED', applicationNumber: visaOf(seed).applicationNumber, visa: visaOf(seed) } });

  it('come to the office as messages, each once, although the register repeats itself', async () => {
    visas.simulator.feed.repeat(true);
    for (let seed = 1; seed <= 7; seed += 1) await issue(seed);
    await eventually('seven messages', async () => (await arrived()).length === 7 || undefined);
    assert.deepEqual(await numbers(), [1, 2, 3, 4, 5, 6, 7]);
    assert.deepEqual([...new Set((await arrived()).map(({ destination }) => destination))], [OFFICE]);
    visas.simulator.feed.repeat(false);
  });

  it('come of refusals too, with the application as what they are about', async () => {
    const { last } = visas.simulator.feed;
    const refusal = { ...REFUSED, applicationNumber: 'POL/R 7-1' };
    await visas.call('register', { body: { kind: 'REFUSED', applicationNumber: refusal.applicationNumber, refusal } });
    await eventually('the message', async () => (await numbers()).includes(last + 1) || undefined);
    const { data, subject } = (await arrived()).find(({ body }) => body.data.number === last + 1)?.body ?? {};
    assert.deepEqual([data?.refusal, subject], [refusal, refusal.applicationNumber]);
  });

  it('that are missing are told to operators after a time, and come when the register shows them', async () => {
    visas.simulator.feed.hideNext(1);
    await issue(8);
    await issue(9);
    await eventually('the problem', async () => (await openProblems()).includes('VISA_CHANGES_MISSING') || undefined);
    assert.deepEqual((await numbers()).slice(-1), [10]);
    visas.simulator.feed.reveal();
    await eventually('the message', async () => (await numbers()).includes(9) || undefined);
    await eventually('the end of the problem', async () => !(await openProblems()).includes('VISA_CHANGES_MISSING') || undefined);
  });
});

describe('the reading of the change feed over restarts', () => {
  let simulator: RegisterSimulator;
  let pool: pg.Pool;
  after('before the database is dropped', async () => {
    await pool.end();
    await simulator.close();
  });
  const database = useDatabase();
  const opened: RegisterAsker[] = [];
  const accepted = new Map<string, string>();
  /** Submissions until the database of the hub is lost. */
  let untilLoss = Infinity;
  const submit = async (_party: string, body: Buffer): Promise<AcceptResult> => {
    if ((untilLoss -= 1) < 0) throw new HubError('DATABASE_UNAVAILABLE');
    const { id } = JSON.parse(body.toString()) as { id: string };
    const known = accepted.get(id);
    assert.ok(known === undefined || known === body.toString(), 'the same change came in other bytes');
    accepted.set(id, body.toString());
    return { repeated: known !== undefined, receipt: { id, state: 'accepted', acceptedAt: '', sha256: '', links: { self: '' } } };
  };
  before(async () => {
    simulator = await startRegisterSimulator({ visas: 1 });
    pool = new pg.Pool({ connectionString: database.url, max: 4 });
  });
  const closeAll = async (): Promise<void> => void (await Promise.all(opened.splice(0).map(({ connection }) => connection.close())));
  afterEach(closeAll);

  const store = {
    query: async <Row extends object>(text: string, values: readonly unknown[]): Promise<readonly Row[]> =>
      (await pool.query<Row>(text, [...values])).rows,
  };
  const listen = async (): Promise<void> => {
    const register = await connectRegister(simulator.url, { feed: { ...FEED, gapPatienceMs: 60_000 } }, store);
    opened.push(register);
    await register.connection.listen?.(inboundBy(submit));
  };
  const change = async (from: number, to: number): Promise<void> => {
    const register = await connectRegister(simulator.url);
    for (let seed = from; seed <= to; seed += 1)
      assert.equal((await register.deliver({ operation: 'ISSUE', requestedBy: REQUESTED_BY, visa: visaOf(seed) }))?.kind, 'delivered');
    await register.connection.close();
  };
  const told = (): number[] => [...accepted.keys()].map((id) => Number(id.replace('visa-change-', ''))).sort((a, b) => a - b);
  const upTo = (last: number): number[] => Array.from({ length: last }, (_, n) => n + 1);

  it('goes on where it stood, past losses and gaps, with two nodes at once', async () => {
    await change(100, 111);
    untilLoss = 7;
    await listen();
    await eventually('the loss', () => untilLoss < 0 || undefined);
    await closeAll();
    assert.deepEqual(told(), upTo(7));
    untilLoss = Infinity;
    simulator.feed.hideNext(2);
    await change(112, 120);
    await Promise.all([listen(), listen()]);
    await eventually('what is shown', () => told().length === 19 || undefined);
    await closeAll();
    simulator.feed.reveal();
    simulator.feed.skip(3);
    await change(121, 122);
    await listen();
    await eventually('all', () => told().length === 23 || undefined);
    assert.deepEqual(told(), [...upTo(21), 25, 26]);
    await eventually('no gap is left', async () => (await pool.query('SELECT number FROM visa_register_gap')).rowCount === 0 || undefined);
  });

  it('is done by one node at a time, and by another when the first gives it back or is gone', async () => {
    const [one, other] = [createFeedStore(store, 'one'), createFeedStore(store, 'other')];
    assert.notEqual(await one.take(60_000), undefined);
    assert.equal(await other.take(60_000), undefined);
    await one.giveBack();
    assert.notEqual(await other.take(1), undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.notEqual(await one.take(60_000), undefined);
    await one.giveBack();
  });
});
