/** Settings of a run with consultations: what was asked for, and how its nodes are set up. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { HubError } from '../../../broker/contract/errors.ts';
import { FAULT_KINDS, type FaultKind } from '../faults.ts';
import { CALM } from '../mutations/settings.ts';
import { SHORT_LEASES, type CrashSettings } from '../settings.ts';
import type { Edit } from '../sources.ts';

export interface ConsultationSettings {
  readonly seed: number;
  readonly transport: CrashSettings['transport'];
  readonly faults: number;
  readonly kinds: readonly FaultKind[];
  readonly consultations: number;
  /** How long the hub may work on after each day, and after the last. */
  readonly patienceMs: number;
  readonly edits: readonly Edit[];
}

/** Others than those of the sinks of the other run. */
const KINDS = FAULT_KINDS.filter((kind) => kind !== 'sinks out of order');
const QUICK: readonly FaultKind[] = [
  'node killed',
  'node frozen beyond its leases',
  'PostgreSQL restarted',
  'PostgreSQL sessions terminated',
  'AMQP connections closed',
];

export function readArguments(args: readonly string[]): { settings: ConsultationSettings; short: boolean; json: boolean } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      short: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      seed: { type: 'string', default: String(randomInt(1, 2 ** 31)) },
      transport: { type: 'string', default: 'rabbitmq' },
      faults: { type: 'string' },
      consultations: { type: 'string' },
    },
  });
  const { short, json, transport, seed, faults, consultations } = values;
  if (transport !== 'rabbitmq' && transport !== 'memory') throw wrong('--transport is rabbitmq or memory');
  const settings: ConsultationSettings = {
    ...{ seed: whole('--seed', seed), kinds: short ? QUICK : KINDS, patienceMs: short ? 20_000 : 60_000, edits: [] },
    transport,
    faults: whole('--faults', faults ?? (short ? '5' : '24')),
    consultations: whole('--consultations', consultations ?? (short ? '18' : '90')),
  };
  return { settings, short, json };
}

function whole(name: string, text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw wrong(`${name} takes a whole number`);
}

const wrong = (detail: string): HubError => new HubError('INVALID_SETTING', { detail });

/** As those of the other run, where they are the same. */
export const asCrashSettings = ({ seed, transport, faults, kinds, edits }: ConsultationSettings): CrashSettings => ({
  ...CALM,
  ...{ seed, transport, faults, kinds, edits, leases: SHORT_LEASES },
});

/** A hub does not start on a database whose clock was moved; of this run the clock is the subject. */
export const MAY_START_ON_A_MOVED_CLOCK: Edit = {
  file: 'broker/store/durability.ts',
  find: 'if (await clockWasMoved(client))',
  replace: 'if (Number.isNaN(Number(await clockWasMoved(client))))',
};

/** Beside what every crash run sets. */
export const QUICKLY = {
  consultations: { everyMs: 100, askAgainMs: 800, sourceDeadlineMs: 1000 },
  mailbox: { leaseMs: 1000 },
} as const;
