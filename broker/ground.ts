/** What every part of a node stands on: database, clock, registry, transport, audit writers. Opened first, closed last. */
import { randomBytes, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { HubConfig } from '../config/config.ts';
import { createVault } from './attachments/vault.ts';
import { createRegistry } from './access/registry.ts';
import { createAuditWriter, type AuditWriter } from './audit/writer.ts';
import type { AttachmentVault } from './contract/attachments.ts';
import type { HubDoors } from './contract/doors.ts';
import { HubError } from './contract/errors.ts';
import type { AuditDoor } from './contract/hub.ts';
import type { Registry } from './contract/registry.ts';
import { createLogger } from './log.ts';
import { createDatabaseClock, type DatabaseClock } from './store/clock.ts';
import { isRolledBack, openDatabase, type Database } from './store/database.ts';
import { createProblems } from './store/problems.ts';
import { createMemoryTransport } from './transport/memory.ts';
import { createRabbitTransport } from './transport/rabbitmq.ts';
import type { Transport } from './transport/transport.ts';

export interface Ground extends HubDoors {
  readonly config: HubConfig;
  readonly nodeId: string;
  readonly clock: DatabaseClock;
  readonly database: Database;
  readonly registry: Registry;
  readonly attachments: AttachmentVault;
  readonly transport: Transport;
  readonly writers: Readonly<Record<'outcome' | 'lookup' | 'operations', AuditWriter>> & { readonly accept: readonly AuditWriter[] };
}

export async function openGround(config: HubConfig): Promise<Ground> {
  const nodeId = `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
  const log = createLogger(config.logLevel, { node: nodeId });
  const database = openDatabase(config.databaseUrl, config.pools, (error) =>
    log.warn({ reason: error.message }, 'an idle database connection was lost'),
  );
  const clock = createDatabaseClock(database.reads, () => performance.now());
  await clock.sync();
  const attachments = createVault({
    pool: database.reads,
    masterKeys: config.masterKeys,
    keepUnusedMs: config.attachments.keepUnusedMs,
    log,
  });
  const problems = createProblems(database.reads, randomUUID, log);
  const doors = { clock, newId: randomUUID, random: Math.random, log, problems, attachments };
  const registry = await createRegistry({ pool: database.reads, clock });
  const transport = openTransport(config, log);
  await transport.start();
  return {
    ...doors,
    config,
    nodeId,
    database,
    registry,
    transport,
    writers: await openWriters(database, { doors, nodeId, acceptLines: config.pools.accept }),
  };
}

export async function closeGround({ transport, registry, database }: Ground): Promise<void> {
  await transport.close();
  await registry.close();
  await database.close();
}

function openTransport(config: HubConfig, log: HubDoors['log']): Transport {
  if (config.transport === 'memory') return createMemoryTransport();
  if (config.amqpUrl === undefined) throw new HubError('CONFIG_INVALID', { detail: 'AMQP_URL is missing.' });
  return createRabbitTransport({ url: config.amqpUrl, prefix: config.queuePrefix, log });
}

interface WriterDoors {
  readonly acceptLines: number;
  readonly doors: HubDoors;
  readonly nodeId: string;
}

async function openWriters(database: Database, { doors, nodeId, acceptLines }: WriterDoors): Promise<Ground['writers']> {
  const open = (name: string): Promise<AuditWriter> =>
    createAuditWriter({ pool: database.work, clock: doors.clock, newId: doors.newId, node: nodeId, name, isRolledBack });
  const accept = Array.from({ length: acceptLines }, () => open('accept'));
  const [outcome, lookup, operations] = await Promise.all([open('outcome'), open('lookup'), open('operations'), ...accept]);
  return { accept: await Promise.all(accept), outcome, lookup, operations };
}

export const auditDoor = (writer: AuditWriter, database: Database): AuditDoor => ({
  append: writer.append,
  record: async (facts) => {
    await writer.append(facts, (batch) =>
      database.work.query({ name: 'audit', text: 'SELECT hub_append_audit($1)', values: [JSON.stringify(batch)] }),
    );
  },
});
