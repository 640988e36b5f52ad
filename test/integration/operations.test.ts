/** What operators do to dead letters, lanes and destinations, against a real hub, a real database and a recipient that fails on purpose. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { ErrorCode } from '../../broker/contract/error-catalogue.ts';
import { waitFor } from '../../local/wait-for.ts';
import type { OperationsProblems, OperationsRetryJob } from '../../schemas/types.generated.ts';
import { openChoosyRecipient, type ChoosyRecipient } from '../support/choosy-recipient.ts';
import { REASON, says } from '../support/retry-room.ts';
import { useDatabase } from '../support/suite-database.ts';
import { NOTE, startTestHub, type GivenCall, type TestHub } from '../support/test-hub.ts';

interface DeadLetter {
  readonly id: string;
  readonly messageId: string;
  readonly cause: string;
  readonly group: string;
  readonly attempts: number;
}

interface Overview {
  readonly words: string;
  readonly reconciles: boolean;
  readonly totals: Readonly<Record<string, number>>;
}

describe('operations', function () {
  this.timeout(60_000);
  const database = useDatabase();
  let hub: TestHub;
  let recipient: ChoosyRecipient;
  let to = '';
  let count = 0;

  before(async () => {
    recipient = await openChoosyRecipient();
    hub = await startTestHub(database.url);
    await hub.administration.createParty({ code: 'PL-FROM', name: 'Sender', roles: ['submit'], destination: null });
    await hub.administration.grant({ party: 'PL-FROM', operation: 'submit', messageType: '*', legalBasis: 'test' });
  });
  after(async () => {
    await hub.stop();
    await recipient.close();
  });
  beforeEach(async () => {
    count += 1;
    to = `PL-TO-${count}`;
    recipient.forget();
    await hub.administration.createParty({
      code: to,
      name: 'Recipient',
      roles: ['receive'],
      destination: { adapter: 'rest-consumers', settings: recipient.settings },
    });
    await hub.administration.grant({ party: to, operation: 'receive', messageType: '*', legalBasis: 'test' });
    await hub.hub.registry.refresh();
    await waitFor(async () => (await overview()).reconciles, { timeoutMs: 1000, what: 'counts that add up' });
  });
  afterEach(async () => {
    const { reconciles, words } = await overview();
    assert.ok(reconciles, words);
  });

  /** Every answer fits the schema that the API description shows. */
  const call = async <T>(action: string, given?: GivenCall): Promise<{ status: number; body: T }> => {
    const answer = await hub.call<T>(action, given);
    const { response = '' } = hub.hub.endpoints().find((endpoint) => endpoint.action === action) ?? {};
    assert.deepEqual(hub.hub.schemas.faults(response, JSON.parse(JSON.stringify(answer.body))), [], action);
    return answer;
  };
  const overview = async (): Promise<Overview> => (await call<Overview>('operations.overview')).body;
  const deadLetters = async (): Promise<DeadLetter[]> =>
    (await call<{ deadLetters: DeadLetter[] }>('operations.deadLetters', { query: { destination: to } })).body.deadLetters;
  const counts = async (): Promise<Record<string, number>> => {
    const { body } = await call<{ destinations: { name: string; counts: Record<string, number> }[] }>('operations.destinations');
    return body.destinations.find(({ name }) => name === to)?.counts ?? {};
  };
  const problems = async (): Promise<OperationsProblems> => {
    const { body } = await call<OperationsProblems>('operations.problems');
    return body.filter(({ subject }) => subject === to);
  };
  const ended = (id: string): Promise<OperationsRetryJob> =>
    waitFor(
      async () => {
        const { body } = await call<OperationsRetryJob>('operations.job', { path: { id } });
        return body.state !== 'RUNNING' && body;
      },
      { timeoutMs: 10_000, what: 'the end of the job' },
    );
  const arrived = (titles: readonly string[]): Promise<unknown> =>
    waitFor(() => recipient.taken.length >= titles.length, { timeoutMs: 10_000, what: `${titles.join(', ')} to arrive` }).then(() =>
      assert.deepEqual(recipient.titles(), titles),
    );
  /** Three notes in one lane, of which the first is refused: a dead letter and two parked behind it. */
  const blockLane = async (): Promise<DeadLetter> => {
    recipient.refused.add('one');
    for (const title of ['one', 'two', 'three']) await hub.submit('PL-FROM', to, { key: 'case-1', title });
    const [letter] = await waitFor(async () => ((await deadLetters()).length > 0 ? deadLetters() : undefined), {
      timeoutMs: 10_000,
      what: 'a dead letter',
    });
    assert.ok(letter);
    const { parked, dead, created } = await counts();
    assert.deepEqual({ parked, dead, created }, { parked: 2, dead: 1, created: 3 });
    assert.ok((await overview()).reconciles);
    return letter;
  };

  it('retries a refused message once the recipient is mended, and the lane goes on in its order', async () => {
    const letter = await blockLane();
    assert.deepEqual([letter.cause, letter.attempts], ['RECIPIENT_REJECTED', 1]);
    assert.deepEqual(
      (await waitFor(async () => ((await problems()).length > 0 ? problems() : undefined), { timeoutMs: 2000, what: 'the problem' })).map(
        ({ kind }) => kind,
      ),
      ['DEAD_LETTERS'],
    );
    recipient.refused.clear();
    const { status, body } = await call<OperationsRetryJob>('operations.retry', { body: { ids: [letter.id], reason: REASON } });
    assert.deepEqual([status, body.state, body.total, body.left], [202, 'RUNNING', 1, 1]);
    await arrived(['one', 'two', 'three']);
    assert.deepEqual([await deadLetters(), await problems()], [[], []]);
    const job = await ended(body.jobId);
    assert.deepEqual([job.state, job.delivered, job.left], ['DONE', 1, 0]);
    const { rows } = await hub.hub.database.reads.query(
      `SELECT party, officer, payload::json ->> 'reason' AS reason FROM audit_entry WHERE event = 'dead-letter.retried' AND message_id = $1`,
      [letter.messageId],
    );
    assert.deepEqual(rows, [{ party: 'OPERATOR', officer: 'OFF-1', reason: REASON }]);
  });

  it('retries by group and by filter, and shows the group with what is left and what there was', async () => {
    const letter = await blockLane();
    interface Groups {
      readonly groups: { readonly group: string; readonly count: number; readonly total: number; readonly type: string }[];
    }
    const groups = async (): Promise<Groups['groups']> =>
      (await call<Groups>('operations.groups', { query: { destination: to } })).body.groups;
    assert.deepEqual(
      (await groups()).map(({ group, count: now, total, type }) => ({ group, now, total, type })),
      [{ group: letter.group, now: 1, total: 1, type: NOTE }],
    );
    await call('operations.retry', { body: { group: letter.group, reason: 'try again' } });
    await waitFor(async () => (await groups())[0]?.total === 2, { timeoutMs: 10_000, what: 'the second death' });
    await waitFor(async () => (await problems()).length === 1, { timeoutMs: 10_000, what: 'the problem' });
    recipient.refused.clear();
    await call('operations.retry', { body: { filter: { destination: to, type: NOTE }, reason: REASON } });
    await arrived(['one', 'two', 'three']);
    assert.equal((await groups())[0]?.count, 0);
  });

  it('keeps owner and note of a failure group, records who set them, and shows the owner with the problem', async () => {
    const { group: fingerprint } = await blockLane();
    const path = { fingerprint };
    const about = { owner: 'Team 1', note: 'the partner changes its certificate' };
    const { body } = await call<Record<string, unknown>>('operations.noteGroup', { path, body: about });
    assert.deepEqual([body.owner, body.note, body.count, body.total], ['Team 1', about.note, 1, 1]);
    const [problem] = await waitFor(async () => ((await problems()).length > 0 ? problems() : undefined), {
      timeoutMs: 2000,
      what: 'the problem',
    });
    assert.deepEqual([problem?.owner, problem?.count, problem?.growing], ['Team 1', 1, false]);
    const { rows } = await hub.hub.database.reads.query(
      `SELECT officer, payload::json ->> 'note' AS note FROM audit_entry WHERE event = 'group.changed' AND payload::json ->> 'group' = $1`,
      [fingerprint],
    );
    assert.deepEqual(rows, [{ officer: 'OFF-1', note: about.note }]);
    await call('operations.noteGroup', { path, body: { owner: null, note: null } });
    assert.equal((await problems())[0]?.owner, null);
    await assert.rejects(call('operations.noteGroup', { path, body: { owner: 'Team 1' } }), says('INVALID_SETTING'));
    await assert.rejects(call('operations.noteGroup', { path: { fingerprint: 'x' }, body: about }), says('NOT_FOUND'));
  });

  it('shows every attempt of a dead letter with sizes and without contents', async () => {
    const letter = await blockLane();
    const { body } = await call<{ attemptLog: Record<string, unknown>[] }>('operations.deadLetter', { path: { id: letter.id } });
    assert.deepEqual(
      body.attemptLog.map(({ status, errorCode }) => [status, errorCode]),
      [[400, 'RECIPIENT_REJECTED']],
    );
    assert.doesNotMatch(JSON.stringify(body), /Synthetic|"sent"|"received"|"type":"Buffer"/);
    await assert.rejects(call('operations.deadLetter', { path: { id: 'x' } }), says('NOT_FOUND'));
  });

  it('discards with a reason only, and the lane goes on', async () => {
    const letter = await blockLane();
    await assert.rejects(call('operations.discard', { body: { ids: [letter.id], reason: ' ' } }), says('REASON_REQUIRED'));
    await call('operations.discard', { body: { ids: [letter.id], reason: 'sent by post' } });
    await arrived(['two', 'three']);
    await waitFor(async () => (await counts()).delivered === 2, { timeoutMs: 5000, what: 'both outcomes' });
    assert.equal((await counts()).discarded, 1);
    assert.deepEqual(await problems(), []);
    await assert.rejects(call('operations.discard', { body: { ids: [letter.id], reason: 'again' } }), says('INVALID_STATE'));
  });

  it('releases a lane past its dead letter, which stays and can be retried later', async () => {
    const letter = await blockLane();
    await call('operations.release', { body: { deliveryId: letter.id, reason: 'the others are urgent' } });
    await arrived(['two', 'three']);
    assert.equal((await deadLetters()).length, 1);
    await assert.rejects(call('operations.release', { body: { deliveryId: letter.id, reason: 'again' } }), says('INVALID_STATE'));
    recipient.refused.clear();
    await call('operations.retry', { body: { ids: [letter.id], reason: REASON } });
    await arrived(['two', 'three', 'one']);
  });

  it('sends nothing while a destination is held, and everything in order after it is resumed', async () => {
    await assert.rejects(call('operations.hold', { path: { name: to }, body: {} }), says('REASON_REQUIRED'));
    await call('operations.hold', { path: { name: to }, body: { reason: 'maintenance' } });
    for (const title of ['one', 'two']) await hub.submit('PL-FROM', to, { key: 'case-2', title });
    const { body } = await call<{ destinations: Record<string, unknown>[] }>('operations.destinations');
    const shown = body.destinations.find(({ name }) => name === to);
    assert.deepEqual([shown?.held, shown?.heldBy, shown?.reason, shown?.depth], [true, 'OFF-1', 'maintenance', 2]);
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.deepEqual(recipient.titles(), []);
    await call('operations.resume', { path: { name: to }, body: { reason: 'maintenance is over' } });
    await arrived(['one', 'two']);
    await assert.rejects(call('operations.hold', { path: { name: 'PL-NOBODY' }, body: { reason: 'x' } }), says('NOT_FOUND'));
  });

  it('holds a destination whose recipient is gone, and says so until it is resumed', async () => {
    recipient.gone.add('one');
    await hub.submit('PL-FROM', to, { title: 'one' });
    await waitFor(async () => (await problems()).length === 2, { timeoutMs: 10_000, what: 'both problems' });
    assert.deepEqual((await problems()).map(({ kind }) => kind).sort(), ['DEAD_LETTERS', 'DESTINATION_HELD']);
    recipient.gone.clear();
    await call('operations.resume', { path: { name: to }, body: { reason: 'a new address' } });
    await call('operations.retry', { body: { filter: { destination: to }, reason: REASON } });
    await arrived(['one']);
    assert.deepEqual(await problems(), []);
  });

  it('does a retry for one of two operators who ask at once, and records it once', async () => {
    const letter = await blockLane();
    const ask = (): Promise<unknown> => call('operations.retry', { body: { ids: [letter.id], reason: REASON } });
    recipient.refused.clear();
    const results = await Promise.allSettled([ask(), ask()]);
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.ok(results.every((result) => result.status === 'fulfilled' || says('INVALID_STATE')(result.reason)));
    await arrived(['one', 'two', 'three']);
    const { rows } = await hub.hub.database.reads.query(
      `SELECT 1 FROM audit_entry WHERE event = 'dead-letter.retried' AND message_id = $1`,
      [letter.messageId],
    );
    assert.equal(rows.length, 1);
  });

  it('refuses what it does not understand instead of ignoring it', async () => {
    const refusals: [Record<string, unknown>, ErrorCode][] = [
      [{ ids: ['1'], canary: true }, 'INVALID_SETTING'],
      [{ ids: ['1'], ratePerSecond: 0 }, 'INVALID_SETTING'],
      [{}, 'INVALID_SETTING'],
      [{ ids: [] }, 'INVALID_SETTING'],
      [{ ids: ['1'], group: 'x' }, 'INVALID_SETTING'],
      [{ filter: {} }, 'INVALID_SETTING'],
      [{ filter: { sender: 'x' } }, 'INVALID_SETTING'],
      [{ ids: ['999999999'] }, 'INVALID_STATE'],
    ];
    for (const [body, code] of refusals)
      await assert.rejects(call('operations.retry', { body: { ...body, reason: REASON } }), says(code), JSON.stringify(body));
  });
});
