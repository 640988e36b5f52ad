/** Floors that need no server of ours: commits in PostgreSQL, confirmed messages through a quorum queue, SOAP without a hub. */
import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { fileURLToPath } from 'node:url';
import { connect } from 'amqplib';
import pg from 'pg';
import { createClientAsync, WSSecurity } from 'soap';
import { PERSON_KINDS } from '../adapters/sis2/simulator/alert-kinds.ts';
import { run, type Called, type Pace, type Paced } from './pace.ts';

export type BareJob =
  | { readonly kind: 'commits'; readonly pace: Pace; readonly databaseUrl: string }
  | { readonly kind: 'tickets'; readonly pace: Pace; readonly amqpUrl: string; readonly queue: string }
  | { readonly kind: 'soap'; readonly pace: Pace; readonly url: string; readonly username: string; readonly password: string };

type Job<Kind extends BareJob['kind']> = Extract<BareJob, { kind: Kind }>;

const BODY = Buffer.alloc(1024, 'x');
/** Servers admit a hundred connections by default, and the hub has some of them. */
const MOST_CONNECTIONS = 64;

/** Each caller commits single rows of 1 KB. */
export async function commit({ pace, databaseUrl }: Job<'commits'>): Promise<Paced> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: Math.min(pace.callers, MOST_CONNECTIONS) });
  try {
    await pool.query('CREATE TABLE IF NOT EXISTS bench_commit (id uuid PRIMARY KEY, body bytea NOT NULL)');
    const insert = { name: 'bench', text: 'INSERT INTO bench_commit VALUES ($1, $2)' };
    return await run(pace, async (): Promise<Called> => ({
      ok: (await pool.query({ ...insert, values: [randomUUID(), BODY] })).rowCount === 1,
    }));
  } finally {
    await pool.end();
  }
}

/** Each caller publishes a message of 1 KB, and goes on when it is confirmed and has come back. */
export async function publishAndConsume({ pace, amqpUrl, queue }: Job<'tickets'>): Promise<Paced> {
  const connection = await connect(amqpUrl, { timeout: 5000 });
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await channel.prefetch(1000);
  const waiting = new Map<string, () => void>();
  try {
    await channel.consume(queue, (message) => {
      if (message === null) return;
      channel.ack(message);
      waiting.get(String(message.properties.messageId))?.();
    });
    return await run(pace, async (): Promise<Called> => {
      const messageId = randomUUID();
      const back = new Promise<void>((resolve) => waiting.set(messageId, resolve));
      const confirmed = new Promise<void>((resolve, reject) => {
        channel.sendToQueue(queue, BODY, { persistent: true, messageId }, (error: unknown) =>
          error ? reject(new Error('nacked')) : resolve(),
        );
      });
      await Promise.all([confirmed, back]);
      return { ok: waiting.delete(messageId) };
    });
  } finally {
    await channel.deleteQueue(queue);
    await connection.close();
  }
}

type SearchPersons = (args: object, options: { httpAgent: Agent }) => Promise<[{ Outcome?: unknown }]>;

export interface BareSoap {
  /** Answers whether it was answered. */
  search(): Promise<boolean>;
  close(): void;
}

interface BareSoapOptions {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly connections: number;
}

/** The library alone, with the search that the hub is asked for. */
export async function openBareSoap({ url, username, password, connections }: BareSoapOptions): Promise<BareSoap> {
  const wsdl = fileURLToPath(new URL('../adapters/sis2/wsdl/sis2.wsdl', import.meta.url));
  const client = await createClientAsync(wsdl, { endpoint: url, disableCache: true });
  client.setSecurity(new WSSecurity(username, password, { passwordType: 'PasswordText', hasNonce: true }));
  const httpAgent = new Agent({ keepAlive: true, maxSockets: connections });
  const search = client['SearchPersonsAsync'] as SearchPersons;
  return {
    search: async () => {
      const [answer] = await search.call(client, { SearchId: randomUUID(), ...SEARCH }, { httpAgent });
      return answer.Outcome !== undefined;
    },
    close: () => httpAgent.destroy(),
  };
}

export async function callBareSoap({ pace, url, username, password }: Job<'soap'>): Promise<Paced> {
  const { search, close } = await openBareSoap({ url, username, password, connections: pace.callers });
  try {
    return await run(pace, async (): Promise<Called> => ({ ok: await search() }));
  } finally {
    close();
  }
}

const SEARCH = {
  User: {
    Institution: 'PL-SG',
    Unit: 'Bench',
    EndUserId: 'BENCH-1',
    Purpose: 'BORDER',
    LegalBasis: 'Reg. (EU) 2018/1861 Art. 34(1)(a)',
    CaseReference: 'BENCH-1',
  },
  Mode: 'anyName',
  Category: PERSON_KINDS.map(({ category }) => category),
  Person: { Surname: 'Benchmark', Forename: 'Synthetic', DateOfBirth: '19830517' },
};
