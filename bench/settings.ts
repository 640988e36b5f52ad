/** What a run of the benchmarks was asked for. */
import { parseArgs } from 'node:util';
import { HubError } from '../broker/contract/errors.ts';

/** In this order: what waits is made once, before the first that needs it, and stays. */
export const NAMES = [
  'accept',
  'accept-to-delivered',
  'accept-while-draining',
  'sis-search',
  'accept-million-waiting',
  'accept-to-delivered-million-waiting',
] as const;
export type BenchName = (typeof NAMES)[number];

/** What is measured by itself: the translation of SIS answers, adapters against bare clients, consultations on two nodes. */
const APART = ['translate', 'adapters', 'consultations'] as const;
export type Subject = 'hub' | (typeof APART)[number];

export interface BenchSettings {
  readonly subject: Subject;
  readonly names: readonly BenchName[];
  readonly callers: readonly number[];
  /** Length of one window of measuring. */
  readonly seconds: number;
  readonly rounds: number;
  readonly short: boolean;
  readonly json: boolean;
  /** Messages waiting when accept-while-draining begins. */
  readonly backlog: number;
  /** Messages queued behind a held destination, and as many again parked in lanes, for the measurements named after them. */
  readonly waiting: number;
  /** Consultations that are open when their measurement begins. */
  readonly consultations: number;
  /** Takes dist/ as it is. */
  readonly built: boolean;
  /** Where the hub writes a CPU profile when it stops. */
  readonly profile: string | undefined;
}

export function readArguments(args: readonly string[]): BenchSettings {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      only: { type: 'string' },
      callers: { type: 'string' },
      seconds: { type: 'string' },
      short: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      built: { type: 'boolean', default: false },
      profile: { type: 'string' },
      consultations: { type: 'string' },
    },
  });
  const { short, json, built, profile } = values;
  const subject = subjectOf(positionals);
  const defaults = subject === 'hub' ? { seconds: short ? '5' : '30', rounds: 3 } : { seconds: '1', rounds: 5 };
  const callers = values.callers ?? (subject === 'adapters' ? '1,16' : '1,32,128');
  return {
    subject,
    names: values.only === undefined ? NAMES : namesOf(values.only),
    callers: callers.split(',').map((text) => whole('--callers', text, 512)),
    seconds: whole('--seconds', values.seconds ?? defaults.seconds, 3600),
    rounds: short ? 1 : defaults.rounds,
    ...sizes(short, values.consultations),
    short,
    json,
    built,
    profile,
  };
}

function sizes(short: boolean, consultations?: string): Pick<BenchSettings, 'backlog' | 'waiting' | 'consultations'> {
  const { backlog, waiting, open } = short
    ? { backlog: 2000, waiting: 20_000, open: '5000' }
    : { backlog: 100_000, waiting: 1_000_000, open: '100000' };
  return { backlog, waiting, consultations: whole('--consultations', consultations ?? open, 500_000) };
}

function subjectOf(words: readonly string[]): Subject {
  if (words.length === 0) return 'hub';
  const found = words.length === 1 ? APART.find((subject) => subject === words[0]) : undefined;
  if (found === undefined) throw wrong(`beside the options there is one word only: ${APART.join(' or ')}`);
  return found;
}

function namesOf(text: string): readonly BenchName[] {
  const asked = text.split(',');
  if (asked.some((name) => !NAMES.some((known) => known === name))) throw wrong(`--only takes some of ${NAMES.join(',')}`);
  return NAMES.filter((known) => asked.includes(known));
}

function whole(name: string, text: string, max: number): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= max) return value;
  throw wrong(`${name} takes whole numbers from 1 to ${max}`);
}

const wrong = (detail: string): HubError => new HubError('INVALID_SETTING', { detail });
