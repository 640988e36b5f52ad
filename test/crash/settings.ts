/** Settings of a crash run: what was asked for, and how its nodes are set up, with leases short enough to run out. */
import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { HubError } from '../../broker/contract/errors.ts';
import { FAULT_KINDS, type FaultKind } from './faults.ts';
import type { Edit } from './sources.ts';

export interface Leases {
  readonly dispatchLeaseMs: number;
  readonly claimLeaseMs: number;
  readonly sendTimeoutMs: number;
}

export interface CrashSettings {
  readonly seed: number;
  readonly transport: 'rabbitmq' | 'memory';
  readonly faults: number;
  /** What the faults are drawn from. */
  readonly kinds: readonly FaultKind[];
  readonly messages: number;
  /** How many submit at the same time, each its own sequence key but for one in twelve. */
  readonly lines: number;
  readonly mostPerSecond: number;
  /** Each line submits the next as soon as a sink stored the one before, so that it is accepted while that one is finished. */
  readonly onTheHeels: boolean;
  readonly leases: Leases;
  /** How long after the last fault the load may go on. What is not answered by then is missing in the ledger. */
  readonly loadGraceMs: number;
  /** How long after the load the hub may work on. */
  readonly quietMs: number;
  /** What is changed in the hub before it runs. */
  readonly edits: readonly Edit[];
}

const LINES = 48;
/** So that sinks and load generator, which share a process, keep up. */
const MOST_PER_SECOND = 200;

export function readArguments(args: readonly string[]): { settings: CrashSettings; short: boolean; json: boolean } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      short: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      seed: { type: 'string', default: String(randomInt(1, 2 ** 31)) },
      transport: { type: 'string', default: 'rabbitmq' },
      faults: { type: 'string' },
      messages: { type: 'string' },
    },
  });
  const { short, json, transport } = values;
  if (transport !== 'rabbitmq' && transport !== 'memory') throw wrong('--transport is rabbitmq or memory');
  const faults = whole('--faults', values.faults ?? (short ? '8' : '40'));
  const messages = whole('--messages', values.messages ?? (short ? '2000' : '20000'));
  const patience = short ? { loadGraceMs: 40_000, quietMs: 45_000 } : { loadGraceMs: 60_000 + messages * 5, quietMs: 180_000 };
  const seed = whole('--seed', values.seed);
  const load = { messages, lines: LINES, mostPerSecond: MOST_PER_SECOND, onTheHeels: false };
  const settings: CrashSettings = {
    seed,
    transport,
    faults,
    kinds: FAULT_KINDS,
    ...load,
    leases: SHORT_LEASES,
    ...patience,
    edits: [],
  };
  return { settings, short, json };
}

function whole(name: string, text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw wrong(`${name} takes a whole number`);
}

const wrong = (detail: string): HubError => new HubError('INVALID_SETTING', { detail });

/** Beyond the time that the hub waits for a sink. */
export const SINK_LATE_MS = 1500;

/** Short enough to run out often. */
export const SHORT_LEASES: Leases = { dispatchLeaseMs: 4000, claimLeaseMs: 3000, sendTimeoutMs: 1000 };

/** What HUB_CONFIG's file says; `adapters` as the sinks want it. */
export const nodeConfig = ({ leases }: CrashSettings, adapters: Readonly<Record<string, unknown>>): object => ({
  logLevel: 'warn',
  delivery: { ...leases, connectTimeoutMs: 500 },
  policy: { firstDelayMs: 100, maxDelayMs: 1000, breakerProbeEveryMs: 500 },
  audit: { sealEveryMs: 2000 },
  adapters,
});

export interface NodeKeys {
  readonly masterKey: string;
  readonly sealKey: string;
}

export function makeKeys(): NodeKeys {
  const { privateKey } = generateKeyPairSync('ed25519');
  const sealKey = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  return { masterKey: `crash:${randomBytes(32).toString('base64')}`, sealKey };
}
