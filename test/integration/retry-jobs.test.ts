/** Retries over time with a real database, RabbitMQ and a recipient that refuses on purpose: canary, rate, order, stopping, restart. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { waitFor } from '../../local/wait-for.ts';
import { REASON, says, useRetryRoom } from '../support/retry-room.ts';

const titles = (count: number, prefix = 'note'): string[] => Array.from({ length: count }, (_, index) => `${prefix} ${index + 1}`);

describe('a retry of dead letters', function () {
  this.timeout(60_000);
  const room = useRetryRoom();

  const taken = (count: number): Promise<unknown> =>
    waitFor(() => room.recipient.taken.length >= count, { timeoutMs: 20_000, what: `${count} letters to arrive` });

  it('stops when its canary dies again: one letter was tried, the others are untouched, operators are told', async () => {
    const letters = await room.bury(titles(8));
    const calls = room.recipient.calls();
    const begun = await room.retry({ filter: { destination: room.to } });
    assert.deepEqual([begun.state, begun.total, begun.canaries.map(({ deliveryId }) => deliveryId)], ['RUNNING', 8, [letters[0]]]);
    const job = await room.settled(begun.jobId);
    const { state, putBack, delivered, deadAgain, left, endedBy } = job;
    assert.deepEqual(
      { state, putBack, delivered, deadAgain, left, endedBy },
      { state: 'STOPPED', putBack: 1, delivered: 0, deadAgain: 1, left: 7, endedBy: 'hub' },
    );
    assert.equal(room.recipient.calls(), calls + 1);
    assert.deepEqual(await room.deadLetters(), letters);
    const [problem] = await room.problems('RETRY_STOPPED');
    assert.deepEqual(
      [problem?.subject, problem?.severity, problem?.action],
      [job.canaries[0]?.group, 'critical', { method: 'GET', path: job.links.self }],
    );
  });

  it('delivers everything after its canary, no faster than its rate, and its problem is over', async () => {
    await room.bury(titles(25));
    const first = await room.retry({ filter: { destination: room.to } });
    const group = first.canaries[0]?.group;
    const isProblem = async (): Promise<boolean> => (await room.problems('RETRY_STOPPED')).some(({ subject }) => subject === group);
    await room.settled(first.jobId);
    assert.equal(await isProblem(), true);
    room.recipient.refused.clear();
    const second = await room.retry({ filter: { destination: room.to }, ratePerSecond: 20 });
    const job = await room.settled(second.jobId);
    assert.deepEqual([job.state, job.delivered, job.deadAgain, job.left], ['DONE', 25, 0, 0]);
    const times = await room.putBacks(job.jobId);
    const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
    assert.ok(most <= 25, `${most} within a second: 20, and a round that was begun before`);
    assert.deepEqual(await room.deadLetters(), []);
    assert.equal(await isProblem(), false);
  });

  it('puts the letters of a lane back one after the other, in the order of their positions', async () => {
    const lane = await room.bury(['one', 'two', 'three'], { key: 'case-1' });
    await room.bury(titles(6));
    room.recipient.refused.clear();
    const { jobId } = await room.retry({ filter: { destination: room.to }, ratePerSecond: 200 });
    const job = await room.settled(jobId);
    assert.deepEqual([job.state, job.delivered], ['DONE', 9]);
    const ofLane = room.recipient.titles().filter((title) => ['one', 'two', 'three'].includes(title));
    assert.deepEqual([lane.length, ofLane], [3, ['one', 'two', 'three']]);
  });

  it('stops when a later letter dies of the cause that the job was begun for', async () => {
    await room.bury(titles(10));
    room.recipient.refused.clear();
    room.recipient.refused.add('note 2');
    const { jobId } = await room.retry({ filter: { destination: room.to }, ratePerSecond: 2 });
    const job = await room.settled(jobId);
    assert.equal(job.state, 'STOPPED');
    assert.deepEqual([job.deadAgain, job.delivered >= 1, job.left >= 5], [1, true, true], JSON.stringify(job));
    assert.equal((await room.deadLetters()).length, job.left + 1);
  });

  it('waits for the canary of a held destination only with the letters of that destination', async () => {
    const other = `${room.to}-B`;
    await room.addDestination(other);
    const [held] = await room.bury(titles(2, 'held'));
    await room.bury(titles(4, 'free'), { to: other });
    room.recipient.refused.clear();
    await room.hub.call('operations.hold', { path: { name: room.to }, body: { reason: 'maintenance' } });
    const ids = [...(await room.deadLetters()), ...(await room.deadLetters(other))];
    const { jobId } = await room.retry({ ids, ratePerSecond: 100 });
    await taken(4);
    await waitFor(async () => (await room.job(jobId)).delivered === 4, { timeoutMs: 10_000, what: 'the outcomes' });
    const waiting = await room.job(jobId);
    assert.deepEqual([waiting.state, waiting.underWay, waiting.left], ['RUNNING', 1, 1]);
    assert.deepEqual(waiting.canaries.map(({ deliveryId, state }) => [deliveryId === held, state]).sort(), [
      [false, 'delivered'],
      [true, 'under-way'],
    ]);
    await room.hub.call('operations.resume', { path: { name: room.to }, body: { reason: 'done' } });
    assert.equal((await room.settled(jobId)).delivered, 6);
  });

  it('is stopped by an operator: what was not put back stays dead, and who stopped it why is shown', async () => {
    await room.bury(titles(8));
    room.recipient.refused.clear();
    const { jobId } = await room.retry({ filter: { destination: room.to }, ratePerSecond: 1 });
    await taken(1);
    await room.stop(jobId, 'the partner asked');
    const job = await room.settled(jobId);
    assert.deepEqual([job.state, job.endedBy, job.endedWhy], ['STOPPED', 'OFF-1', 'the partner asked']);
    assert.ok(job.left >= 5);
    assert.equal((await room.deadLetters()).length, job.left);
    await assert.rejects(room.stop(jobId), says('INVALID_STATE'));
    const { rows } = await room.hub.hub.database.reads.query<{ event: string; officer: string | null }>(
      `SELECT event, officer FROM audit_entry WHERE event LIKE 'retry-job.%' AND payload::json ->> 'job' = $1 ORDER BY at`,
      [jobId],
    );
    assert.deepEqual(rows, [
      { event: 'retry-job.begun', officer: 'OFF-1' },
      { event: 'retry-job.stopped', officer: 'OFF-1' },
    ]);
  });

  it('takes a letter for one unfinished job only, and passes over one that was discarded meanwhile', async () => {
    const letters = await room.bury(titles(4));
    room.recipient.refused.clear();
    const { jobId } = await room.retry({ filter: { destination: room.to }, ratePerSecond: 1 });
    await assert.rejects(room.retry({ ids: letters.slice(-1) }), says('INVALID_STATE'));
    assert.equal((await room.retry({ filter: { destination: room.to } })).total, 0);
    await room.hub.call('operations.discard', { body: { ids: letters.slice(-1), reason: 'sent by post' } });
    const job = await room.settled(jobId);
    assert.deepEqual([job.state, job.delivered, job.gone, job.left], ['DONE', 3, 1, 0]);
    assert.deepEqual(room.recipient.titles(), ['note 1', 'note 2', 'note 3']);
  });

  it('goes on where it was when the node that works it off stops and another one comes', async () => {
    await room.bury(titles(10));
    room.recipient.refused.clear();
    const { jobId } = await room.retry({ filter: { destination: room.to }, ratePerSecond: 4 });
    await taken(3);
    await room.stopCores();
    const putBack = (await room.job(jobId)).putBack;
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const still = await room.job(jobId);
    assert.deepEqual([still.state, still.putBack, putBack < 10], ['RUNNING', putBack, true]);
    await room.startCore();
    const job = await room.settled(jobId);
    assert.deepEqual([job.state, job.delivered, job.putBack], ['DONE', 10, 10]);
    assert.deepEqual(room.recipient.titles().sort(), titles(10).sort());
    assert.equal((await room.putBacks(jobId)).length, 10);
  });

  it('is taken over when its node dies in the middle of a turn, and what the dead node still wanted is void', async () => {
    const letters = await room.bury(titles(3));
    room.recipient.refused.clear();
    await room.stopCores();
    const { jobId } = await room.retry({ filter: { destination: room.to } });
    const { work } = room.hub.hub.database;
    const { rows: hand } = await work.query<{ id: string; turn: number }>('SELECT id, turn FROM hub_take_retry_job(500)');
    assert.deepEqual(hand, [{ id: jobId, turn: 1 }]);
    assert.equal((await work.query('SELECT * FROM hub_take_retry_job(500)')).rowCount, 0, 'nobody else has it in hand meanwhile');
    await room.startCore();
    await room.settled(jobId);
    const late = work.query('SELECT hub_put_back($1, $2, 1, $3, 0, $4)', [room.hub.hub.newId(), jobId, letters, '{"entries":[]}']);
    await assert.rejects(late, { code: 'HB002' });
    assert.deepEqual(room.recipient.titles().sort(), titles(3).sort());
  });

  it('is worked off by several nodes without doubles', async () => {
    for (let count = 0; count < 2; count += 1) await room.startCore();
    await room.bury(titles(40));
    room.recipient.refused.clear();
    const letters = await room.deadLetters();
    const halves = [0, 1].map((half) => letters.filter((_, index) => index % 2 === half));
    const jobs = await Promise.all(halves.map((ids) => room.retry({ ids, ratePerSecond: 100 })));
    for (const { jobId } of jobs) {
      const job = await room.settled(jobId);
      assert.deepEqual([job.state, job.delivered, (await room.putBacks(jobId)).length], ['DONE', 20, 20]);
    }
    assert.deepEqual(room.recipient.titles().sort(), titles(40).sort());
  });

  it('is unknown by any other id, is listed with the latest first, and refuses a rate that it does not know', async () => {
    await room.bury(titles(1));
    room.recipient.refused.clear();
    const { jobId } = await room.retry({ filter: { destination: room.to } });
    await assert.rejects(room.job('6f0b2d0e-0000-4000-8000-000000000000'), says('NOT_FOUND'));
    await assert.rejects(room.job('nothing'), says('NOT_FOUND'));
    const { body } = await room.hub.call<{ jobs: { jobId: string }[]; next: string | null }>('operations.jobs', { query: { limit: '1' } });
    assert.deepEqual([body.jobs.map((job) => job.jobId), body.next], [[jobId], jobId]);
    const refused = await room.hub
      .call('operations.retry', { body: { group: 'x', ratePerSecond: 201, perSecond: 1, reason: REASON } })
      .catch((error: unknown) => error);
    const pointers = (refused as { faults: { pointer: string }[] }).faults.map(({ pointer }) => pointer);
    assert.deepEqual(pointers.sort(), ['/perSecond', '/ratePerSecond']);
    await room.settled(jobId);
  });
});
