/**
 * What an adapter costs: deliveries a second through its `deliver` (of SIS through `request`) to its simulator, and beside it in the same
 * run bare clients of the protocol that carry the same. Simulators are a process of their own; adapters and bare clients share this one.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { HubError } from '../broker/contract/errors.ts';
import { migrate } from '../broker/store/migrator.ts';
import { createDatabase, dropDatabase } from '../local/database.ts';
import { removeFolder, temporaryFolder } from '../local/folders.ts';
import { provision } from '../local/provision.ts';
import { openQueues } from './adapters/party-queues.ts';
import { openWebhooks } from './adapters/rest-consumers.ts';
import { openSis } from './adapters/sis2.ts';
import type { Send, Surroundings, Trial } from './adapters/trial.ts';
import { openNetwork } from './adapters/visa-consultation-network.ts';
import { openVisaRegister } from './adapters/visa-register.ts';
import { startChild } from './child.ts';
import { median, medianOf, rounded, type Floor, type Result } from './figures.ts';
import { run, type Paced } from './pace.ts';
import type { BenchSettings } from './settings.ts';
import type { StageOptions } from './stage.ts';
import type { System } from './system-process.ts';

const OPENERS: readonly ((surroundings: Surroundings) => Promise<Trial>)[] = [
  openWebhooks,
  openQueues,
  openVisaRegister,
  openNetwork,
  openSis,
];
const WARM_UP_SECONDS = 1;
/** Short, so that many take turns: what else the machine does then meets all alike, and the median leaves it out. */
const WINDOW_SECONDS = 0.5;
/** The simulators keep what they get. */
const MOST_A_WINDOW = 5000;
const START_MS = 60_000;

/** One result for each adapter and number of callers. */
export async function benchAdapters({ settings, log, signal, defer }: StageOptions): Promise<Result[]> {
  const surroundings = await surround({ log, signal, defer });
  const results: Result[] = [];
  for (const open of OPENERS) {
    const trial = await open(surroundings);
    defer(trial.close);
    for (const callers of settings.callers) {
      log(`${trial.name}, ${callers} callers`);
      results.push(await measure(trial, callers, settings));
    }
  }
  return results;
}

async function surround({ log, signal, defer }: Omit<StageOptions, 'settings'>): Promise<Surroundings> {
  const folder = temporaryFolder('bench');
  defer(async () => removeFolder(folder));
  const servers = await provision({ purpose: 'tests', dataDir: folder, log, signal });
  defer(servers.stop);
  const name = `hub_bench_${randomBytes(4).toString('hex')}`;
  defer(() => dropDatabase(servers.databaseUrl, name));
  const databaseUrl = await createDatabase(servers.databaseUrl, name);
  await migrate(databaseUrl);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 6 });
  defer(() => pool.end());
  const [systems, sink] = [startChild('system-process.ts'), startChild('sink-process.ts')];
  for (const child of [systems, sink]) defer(child.end);
  const start = (system: System): Promise<string> => systems.ask<string>({ system }, START_MS);
  return {
    webhookUrl: await sink.ask<string>({ what: 'listen' }, START_MS),
    sisUrl: await start('sis2'),
    registerUrl: await start('visa-register'),
    amqpUrl: servers.amqpUrl,
    mailUrl: await start('visa-consultation-network'),
    store: { query: async (text, values) => (await pool.query<Record<string, unknown>>(text, [...values])).rows },
  };
}

/** One window of one way, and the CPU time that it took in this process. */
interface Turn extends Paced {
  readonly cpuMs: number;
}

async function measure({ name, adapter, bare }: Trial, callers: number, { seconds, rounds }: BenchSettings): Promise<Result> {
  const ways = new Map([[name, adapter], ...bare]);
  for (const [way, send] of ways) await assertTaken(way, send);
  for (const send of ways.values()) await takeTurn(send, callers, WARM_UP_SECONDS);
  const turns = new Map([...ways.keys()].map((way): [string, Turn[]] => [way, []]));
  for (let turn = 0; turn < (rounds * seconds) / WINDOW_SECONDS; turn += 1)
    for (const [way, send] of ways) turns.get(way)?.push(await takeTurn(send, callers, WINDOW_SECONDS));
  const floors = [...bare.keys()].map((way) => floorOf(way, turns.get(way) ?? []));
  const [floor = { name: 'none', perSecond: 0 }] = floors;
  const own = turns.get(name) ?? [];
  const figures = medianOf(own);
  const failed = [...turns.values()].flat().reduce((sum, turn) => sum + turn.failed, 0);
  const rssMb = Math.round(process.memoryUsage.rss() / 2 ** 20);
  const ratio = rounded(figures.perSecond / floor.perSecond);
  return { name: `deliver-${name}`, callers, ...figures, failed, rssMb, floor, ratio, cpuMs: cpuOf(own), floors };
}

/** What is measured arrives. */
async function assertTaken(way: string, send: Send): Promise<void> {
  if (!(await send())) throw new HubError('INVALID_STATE', { detail: `What ${way} sends is not taken, so there is nothing to measure.` });
}

async function takeTurn(send: Send, callers: number, seconds: number): Promise<Turn> {
  const before = process.cpuUsage();
  const paced = await run({ callers, seconds, most: MOST_A_WINDOW }, async () => ({ ok: await send() }));
  const { user, system } = process.cpuUsage(before);
  return { ...paced, cpuMs: (user + system) / 1000 / Math.max(1, paced.succeeded) };
}

const floorOf = (name: string, turns: readonly Turn[]): Floor => ({
  name,
  perSecond: rounded(median(turns.map(({ perSecond }) => perSecond))),
  cpuMs: cpuOf(turns),
});

const cpuOf = (turns: readonly Turn[]): number => rounded(median(turns.map(({ cpuMs }) => cpuMs)));
