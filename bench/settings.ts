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

export interface BenchSettings {
  /** Measures the translation of SIS answers instead, which needs no hub. */
  readonly translate: boolean;
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
      callers: { type: 'string', default: '1,32,128' },
      seconds: { type: 'string' },
      short: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      built: { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  });
  const { short, json, built, profile } = values;
  const translate = isTranslate(positionals);
  const defaults = translate ? { seconds: '1', rounds: 5 } : { seconds: short ? '5' : '30', rounds: 3 };
  return {
    translate,
    names: values.only === undefined ? NAMES : namesOf(values.only),
    callers: values.callers.split(',').map((text) => whole('--callers', text, 512)),
    seconds: whole('--seconds', values.seconds ?? defaults.seconds, 3600),
    rounds: short ? 1 : defaults.rounds,
    backlog: short ? 2000 : 100_000,
    waiting: short ? 20_000 : 1_000_000,
    short,
    json,
    built,
    profile,
  };
}

function isTranslate(words: readonly string[]): boolean {
  if (words.some((word) => word !== 'translate')) throw wrong('beside the options there is one word only, translate');
  return words.length > 0;
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
