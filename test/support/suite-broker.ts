/**
 * A place on the run's RabbitMQ for each test file: a prefix nobody else uses, and the promise that the queues a suite names are
 * gone afterwards. For shared use only: whoever stops or empties a broker starts a private one (local/rabbitmq.ts).
 */
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { HubError } from '../../broker/contract/errors.ts';
import { deleteQueues } from '../../local/amqp.ts';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { provideRabbit } from '../../local/provision.ts';
import { testVariables } from './test-variables.ts';

export interface SuiteBroker {
  readonly amqpUrl: string;
  /** What the suite's queues and exchanges start with. */
  readonly prefix: string;
  /** Names queues that are to be deleted after the suite, even if the process dies. */
  remember(queueNames: readonly string[]): void;
}

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** To be called inside describe(): the broker is there from the first `before` hook after this to the last `after`. */
export function useBroker(): SuiteBroker {
  const variables = testVariables();
  const names: string[] = [];
  let server: Server | undefined;
  before('a broker for this suite', async () => {
    server = variables ? { url: variables.TEST_AMQP_URL, stop: async () => undefined } : await serverByHand();
  });
  after('delete the queues of this suite', async () => {
    if (server && names.length > 0) await deleteQueues(server.url, names);
    await server?.stop();
  });
  return {
    get amqpUrl() {
      if (server) return server.url;
      throw new HubError('LOCAL_SERVER_FAILED', { detail: 'The broker of a suite can be used only in its tests and hooks.' });
    },
    prefix: `${variables?.TEST_QUEUE_PREFIX ?? 'hub-by-hand.'}${randomBytes(4).toString('hex')}.`,
    remember: (queueNames) => {
      names.push(...queueNames);
      if (variables) appendFileSync(variables.TEST_QUEUE_LIST, queueNames.map((name) => `${name}\n`).join(''));
    },
  };
}

async function serverByHand(): Promise<Server> {
  const dataDir = temporaryFolder('test');
  const rabbit = await provideRabbit({ purpose: 'tests', dataDir, log: console.error });
  if (!rabbit) throw new HubError('LOCAL_SERVER_FAILED', { detail: 'No RabbitMQ for the tests.' });
  const stop = async (): Promise<void> => {
    await rabbit.stop();
    removeFolder(dataDir);
  };
  return { url: rabbit.url, stop };
}
