/** Settings of a crash run: what was asked for, and how its nodes are set up, with leases short enough to run out. */
import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { HubError } from '../../broker/contract/errors.ts';

export interface CrashSettings {
  readonly short: boolean;
  readonly json: boolean;
  readonly seed: number;
  readonly transport: 'rabbitmq' | 'memory';
  readonly faults: number;
  readonly messages: number;
}

export function readArguments(args: readonly string[]): CrashSettings {
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
  return { short, json, transport, seed: whole('--seed', values.seed), faults, messages };
}

function whole(name: string, text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw wrong(`${name} takes a whole number`);
}

const wrong = (detail: string): HubError => new HubError('INVALID_SETTING', { detail });

/** Beyond the time that the hub waits for a sink. */
export const SINK_LATE_MS = 1500;

/** The file that HUB_CONFIG names. */
export const NODE_CONFIG = {
  logLevel: 'warn',
  delivery: { dispatchLeaseMs: 4000, claimLeaseMs: 3000, sendTimeoutMs: 1000, connectTimeoutMs: 500 },
  policy: { firstDelayMs: 100, maxDelayMs: 1000, breakerProbeEveryMs: 500 },
  audit: { sealEveryMs: 2000 },
} as const;

export interface NodeKeys {
  readonly masterKey: string;
  readonly sealKey: string;
}

export function makeKeys(): NodeKeys {
  const { privateKey } = generateKeyPairSync('ed25519');
  const sealKey = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  return { masterKey: `crash:${randomBytes(32).toString('base64')}`, sealKey };
}
