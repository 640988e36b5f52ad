/** Nodes on one database and one RabbitMQ, a recipient that refuses on purpose, and what operators do to the letters that die of it. */
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach } from 'mocha';
import type { ErrorCode } from '../../broker/contract/error-catalogue.ts';
import { waitFor } from '../../local/wait-for.ts';
import type { OperationsProblems, OperationsRetryJob } from '../../schemas/types.generated.ts';
import { openChoosyRecipient, type ChoosyRecipient } from './choosy-recipient.ts';
import { useBroker } from './suite-broker.ts';
import { useDatabase } from './suite-database.ts';
import { startTestHub, type GivenCall, type TestHub } from './test-hub.ts';

export const REASON = 'the recipient is mended';

/** By its code, not by its class: services are loaded by a path of their own. */
export const says = (code: ErrorCode) => (error: unknown) => (error as { readonly hubCode?: unknown }).hubCode === code;

export interface RetryRoom {
  /** The node that answers and delivers; what works jobs off are other nodes. */
  readonly hub: TestHub;
  readonly recipient: ChoosyRecipient;
  /** A destination of this test alone. */
  readonly to: string;
  /** One more node that schedules and works jobs off; one is there at first. */
  startCore(): Promise<void>;
  stopCores(): Promise<void>;
  addDestination(name: string): Promise<void>;
  /** Submits notes of which each is refused, and answers the dead letters in the order of the titles; keyed ones are released one by one. */
  bury(titles: readonly string[], about?: { readonly to?: string; readonly key?: string }): Promise<string[]>;
  deadLetters(to?: string): Promise<string[]>;
  retry(body: object): Promise<OperationsRetryJob>;
  job(id: string): Promise<OperationsRetryJob>;
  /** The job when it ended and nothing of it is under way. */
  settled(id: string): Promise<OperationsRetryJob>;
  stop(id: string, reason?: string): Promise<OperationsRetryJob>;
  problems(kind: string): Promise<OperationsProblems>;
  /** When letters of the job were put back, in milliseconds since 1970, as the audit log says. */
  putBacks(jobId: string): Promise<number[]>;
}

/** To be called inside describe(). */
export function useRetryRoom(): RetryRoom {
  const database = useDatabase();
  const broker = useBroker();
  const cores: TestHub[] = [];
  let front: TestHub | undefined;
  let recipient: ChoosyRecipient | undefined;
  let to = '';
  const settings = (): NodeJS.ProcessEnv => ({ HUB_TRANSPORT: 'rabbitmq', AMQP_URL: broker.amqpUrl, HUB_QUEUE_PREFIX: broker.prefix });
  const startCore = async (): Promise<void> => {
    cores.push(await startTestHub(database.url, { ...settings(), NODE_ROLES: 'core' }));
  };
  const stopCores = async (): Promise<void> => {
    for (const core of cores.splice(0)) await core.stop();
  };
  before('nodes and their recipient', async () => {
    recipient = await openChoosyRecipient();
    front = await startTestHub(database.url, { ...settings(), NODE_ROLES: 'gateway,adapters' });
    await startCore();
    await front.administration.createParty({ code: 'PL-FROM', name: 'Sender', roles: ['submit'], destination: null });
    await front.administration.grant({ party: 'PL-FROM', operation: 'submit', messageType: '*', legalBasis: 'test' });
  });
  after('stop the nodes', async () => {
    await stopCores();
    await front?.stop();
    await recipient?.close();
  });
  beforeEach('a destination', async () => {
    recipient?.forget();
    to = `PL-${randomUUID().slice(0, 8).toUpperCase()}`;
    await addDestination(to);
  });

  const hub = (): TestHub => present(front);
  const call = async <T>(action: string, given?: GivenCall): Promise<T> => (await hub().call<T>(action, given)).body;
  const addDestination = async (name: string): Promise<void> => {
    const { administration, hub: doors } = hub();
    broker.remember([`${broker.prefix}.deliver.${name}`]);
    const destination = { adapter: 'rest-consumers', settings: present(recipient).settings };
    await administration.createParty({ code: name, name, roles: ['receive'], destination });
    await administration.grant({ party: name, operation: 'receive', messageType: '*', legalBasis: 'test' });
    await doors.registry.refresh();
  };
  const deadLetters = async (of = to): Promise<string[]> => {
    const { deadLetters: found } = await call<{ deadLetters: { id: string }[] }>('operations.deadLetters', {
      query: { destination: of, limit: '500' },
    });
    return found.map(({ id }) => id);
  };
  const job = (id: string): Promise<OperationsRetryJob> => call('operations.job', { path: { id } });
  return {
    get hub() {
      return hub();
    },
    get recipient() {
      return present(recipient);
    },
    get to() {
      return to;
    },
    startCore,
    stopCores,
    addDestination,
    deadLetters,
    job,
    bury: async (titles, { to: of = to, key } = {}) => {
      const before = (await deadLetters(of)).length;
      for (const title of titles) present(recipient).refused.add(title);
      for (const [index, title] of titles.entries()) {
        await hub().submit('PL-FROM', of, { title, ...(key === undefined ? {} : { key }) });
        if (key === undefined) continue;
        const letters = await dead(deadLetters, { of, count: before + index + 1 });
        if (index < titles.length - 1) await call('operations.release', { body: { deliveryId: letters.at(-1), reason: 'go on' } });
      }
      return (await dead(deadLetters, { of, count: before + titles.length })).slice(before);
    },
    retry: (body) => call('operations.retry', { body: { reason: REASON, ...body } }),
    settled: (id) =>
      waitFor(
        async () => {
          const now = await job(id);
          return now.state !== 'RUNNING' && now.underWay === 0 && now;
        },
        { timeoutMs: 20_000, what: 'the end of the job', everyMs: 50 },
      ),
    stop: (id, reason = 'enough') => call('operations.stopJob', { path: { id }, body: { reason } }),
    problems: async (kind) => (await call<OperationsProblems>('operations.problems')).filter((problem) => problem.kind === kind),
    putBacks: async (jobId) => {
      const { rows } = await hub().hub.database.reads.query<{ at: Date }>(
        `SELECT at FROM audit_entry WHERE event = 'dead-letter.retried' AND payload::json ->> 'job' = $1 ORDER BY at`,
        [jobId],
      );
      return rows.map(({ at }) => at.getTime());
    },
  };
}

const dead = (look: RetryRoom['deadLetters'], { of, count }: { of: string; count: number }): Promise<string[]> =>
  waitFor(
    async () => {
      const letters = await look(of);
      return letters.length >= count && letters;
    },
    { timeoutMs: 15_000, what: `${count} dead letters`, everyMs: 50 },
  );

function present<T>(made: T | undefined): T {
  if (made === undefined) throw new TypeError('The room of a suite can be used only in its tests and hooks.');
  return made;
}
