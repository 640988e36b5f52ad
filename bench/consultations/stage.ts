/** What the measurement of consultations needs, private to it: filled tables, two nodes on one database and broker, and callers. */
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { createAdministration, type Administration } from '../../broker/access/administration.ts';
import { createAuditWriter } from '../../broker/audit/writer.ts';
import { createDatabaseClock } from '../../broker/store/clock.ts';
import { isRolledBack } from '../../broker/store/database.ts';
import { migrate } from '../../broker/store/migrator.ts';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { provision } from '../../local/provision.ts';
import { makeKeys } from '../../test/crash/settings.ts';
import { startChild, type Child } from '../child.ts';
import { build, startHub, type HubUnderMeasurement } from '../hub-process.ts';
import { broker, database, type StageOptions } from '../stage.ts';
import { fill } from './fill.ts';
import { hubNow } from './lateness.ts';
import { planOf, type Planned } from './plan.ts';
import { seat, type Callers } from './seats.ts';

export interface ConsultationStage {
  readonly plan: readonly Planned[];
  readonly beginsAt: Date;
  readonly callers: Callers;
  readonly pool: pg.Pool;
  readonly load: Child;
  readonly databaseUrl: string;
  startNodes(): Promise<readonly [HubUnderMeasurement, HubUnderMeasurement]>;
}

/** The tables say when the window begins: so long from now, for what must be done before. */
const LEAD_MS = 40_000;
const FILLED_A_SECOND = 1000;

export async function setStage({ settings, signal, log, defer }: StageOptions): Promise<ConsultationStage> {
  build(settings.built);
  const folder = temporaryFolder('bench');
  defer(async () => removeFolder(folder));
  const servers = await provision({ purpose: 'tests', dataDir: folder, log, signal });
  defer(servers.stop);
  const place = await broker(servers.amqpUrl, defer);
  const databaseUrl = await database(servers.databaseUrl, defer);
  await migrate(databaseUrl);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  pool.on('error', () => undefined);
  defer(() => pool.end());
  const load = startChild('load-process.ts');
  defer(load.end);
  const callers = await seat(await openAdministration(pool));
  const plan = planOf(settings.consultations);
  const beginsAt = new Date((await hubNow(pool)) + LEAD_MS + (plan.length * 1000) / FILLED_A_SECOND);
  log(`${plan.length} consultations are written down`);
  await fill(pool, plan, beginsAt);
  log(`the tables are filled; the window begins in ${Math.round((beginsAt.getTime() - (await hubNow(pool))) / 1000)} s`);
  const keys = makeKeys();
  const start = (name: string): Promise<HubUnderMeasurement> =>
    startHub({ name, keys, folder, databaseUrl, ...place, profile: settings.profile, signal });
  const startNodes = async (): Promise<readonly [HubUnderMeasurement, HubUnderMeasurement]> => {
    const nodes = await Promise.all([start('node-1'), start('node-2')] as const);
    for (const node of nodes) defer(node.stop);
    return nodes;
  };
  return { plan, beginsAt, callers, pool, load, databaseUrl, startNodes };
}

async function openAdministration(pool: pg.Pool): Promise<Administration> {
  const clock = createDatabaseClock(pool, () => performance.now());
  await clock.sync();
  const audit = await createAuditWriter({ pool, clock, newId: randomUUID, node: 'bench', name: 'operations', isRolledBack });
  return createAdministration({ pool, newId: randomUUID, randomBytes, audit });
}
