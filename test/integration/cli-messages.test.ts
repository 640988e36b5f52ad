/** The commands that follow one message and a retry to their ends, against a running hub and a recipient that refuses on purpose. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import { runHub, type CommandResult } from '../support/hub-command.ts';
import { addParty, eventually, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

interface Trace {
  readonly state: string;
  readonly timeline: readonly { readonly event: string; readonly outcome?: string; readonly code?: string; readonly durationMs?: number }[];
  readonly audit: readonly { readonly event: string; readonly officer: string | null }[] | null;
}

const json = <T>({ code, stdout, stderr }: CommandResult, expected = 0): T => {
  assert.equal(code, expected, stderr);
  return JSON.parse(stdout) as T;
};

describe('the commands for messages and dead letters', function () {
  this.timeout(60_000);
  let apiKey = '';
  let message = '';
  const room = useHub(async (made) => {
    await addParty(made, 'PL-SG');
    await addParty(made, 'PL-ABW', '/abw');
    await mayReceive(made, 'PL-ABW');
    await made.administration.createParty({ code: 'OPERATOR', name: 'Operator', roles: ['operate'], destination: null });
    await made.administration.addOfficer({ party: 'OPERATOR', id: 'OP-1', name: 'Operator One', unit: 'Operations' });
    apiKey = (await made.administration.issueKey('OPERATOR')).apiKey;
  });
  const hub = (...args: string[]): Promise<CommandResult> => runHub(args, { HUB_URL: room.url, HUB_API_KEY: apiKey, HUB_OFFICER: 'OP-1' });
  const submit = async (): Promise<string> => {
    const note = {
      specversion: '1.0',
      id: randomUUID(),
      source: '/parties/PL-SG',
      type: NOTE,
      destination: 'PL-ABW',
      data: { title: 'a', text: 'b' },
    };
    const answer = await room.call('exchange.submit', 'PL-SG', { body: Buffer.from(JSON.stringify(note)) });
    return (answer.body as { id: string }).id;
  };
  const deadLetters = async (): Promise<number> => (await room.running.hub.database.reads.query('SELECT 1 FROM dead_letter')).rowCount ?? 0;

  it('retry what died: the job is followed to its end, which a cause that came back makes exit code 1', async () => {
    room.sink.answer('/abw', { status: 400 });
    message = await submit();
    await eventually('a dead letter', async () => (await deadLetters()) === 1 || undefined);
    const stopped = await hub('dead-letters', 'retry', '--destination', 'PL-ABW', '--reason', 'try again');
    assert.equal(stopped.code, 1);
    assert.match(stopped.stderr, /^0 of 1 delivered, 0 under way, 0 died again, 1 left$/m);
    assert.match(
      stopped.stdout,
      /is STOPPED: 0 of 1 delivered, 0 under way, 1 died again, 0 left\nended by hub: The delivery \d+ died again/,
    );
    room.sink.answer('/abw', { status: 200 });
    const begun = json<{ jobId: string; state: string }>(
      await hub('dead-letters', 'retry', '--destination', 'PL-ABW', '--reason', 'mended', '--rate', '5', '--no-wait', '--json'),
    );
    assert.equal(begun.state, 'RUNNING');
    await eventually('the delivery', async () => (await deadLetters()) === 0 || undefined);
    const { jobs } = json<{ jobs: { jobId: string; state: string }[] }>(await hub('dead-letters', 'jobs', '--json'));
    assert.deepEqual([jobs.length, jobs[0]?.jobId], [2, begun.jobId]);
    await eventually('the end of the job', async () => {
      const listed = json<{ jobs: { state: string }[] }>(await hub('dead-letters', 'jobs', '--json')).jobs;
      return listed[0]?.state === 'DONE' || undefined;
    });
    assert.equal((await hub('dead-letters', 'stop', begun.jobId, '--reason', 'late')).code, 1);
  });

  it('trace a message: every attempt with its time, length and outcome, its end, and its audit entries from the database', async () => {
    const { databaseUrl } = room.running.hub.config;
    const { state, timeline, audit } = json<Trace>(await hub('messages', 'trace', message, '--database', databaseUrl, '--json'));
    assert.equal(state, 'delivered');
    assert.deepEqual(
      timeline.map(({ event, outcome, code }) => [event, outcome, code]),
      [
        ['accepted', undefined, undefined],
        ['attempt', 'permanent', 'RECIPIENT_REJECTED'],
        ['attempt', 'permanent', 'RECIPIENT_REJECTED'],
        ['delivered', undefined, null],
      ],
    );
    assert.ok(timeline.every(({ event, durationMs }) => event !== 'attempt' || (durationMs ?? -1) >= 0));
    assert.deepEqual(
      audit?.map(({ event, officer }) => [event, officer]),
      [
        ['message.accepted', null],
        ['delivery.dead', null],
        ['dead-letter.retried', 'OP-1'],
        ['delivery.dead', null],
        ['dead-letter.retried', 'OP-1'],
        ['delivery.delivered', null],
      ],
    );
  });

  it('trace a message without a database: the audit entries are left out, and the table is for people', async () => {
    const { code, stdout } = await hub('messages', 'trace', message);
    assert.equal(code, 0);
    assert.match(stdout, /is delivered\n.* of PL-SG\n\nat +event +delivery +destination +attempt +durationMs +outcome +code +status\n/);
    assert.doesNotMatch(stdout, /Audit entries/);
    assert.equal((await hub('messages', 'trace', randomUUID())).code, 1);
  });
});

describe('the command bench', function () {
  this.timeout(60_000);

  it('passes its options to the benchmarks, which refuse what they do not know', async () => {
    const refused = await runHub(['bench', '--only', 'nothing'], {});
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^--only .*accept-to-delivered/m);
  });
});
