/** What a run of the fuzzer was asked for. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { HubError } from '../../broker/contract/errors.ts';

export interface FuzzSettings {
  /** Over all parsers together. */
  readonly documents: number;
  readonly seed: number;
  /** One parser alone. */
  readonly only?: string;
  /** One document alone, to repeat what was found. */
  readonly at?: number;
}

/** In CI; a hundred thousand in the long run. */
const SHORT = 2000;
/** From here on the report is kept. */
const LONG = 20_000;

export const isLong = ({ documents }: FuzzSettings): boolean => documents >= LONG;

export function readArguments(args: readonly string[]): { settings: FuzzSettings; json: boolean } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      documents: { type: 'string', default: String(SHORT) },
      seed: { type: 'string', default: String(randomInt(1, 2 ** 31)) },
      only: { type: 'string' },
      at: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { only, at, json } = values;
  if (at !== undefined && only === undefined) throw wrong('--at names a document of the parser that --only names');
  const settings: FuzzSettings = {
    documents: at === undefined ? whole('--documents', values.documents) : 1,
    seed: whole('--seed', values.seed),
    ...(only === undefined ? {} : { only }),
    ...(at === undefined ? {} : { at: whole('--at', at) }),
  };
  return { settings, json };
}

function whole(name: string, text: string): number {
  if (/^\d{1,9}$|^[12]\d{9}$/.test(text)) return Number(text);
  throw wrong(`${name} takes a whole number`);
}

const wrong = (detail: string): HubError => new HubError('INVALID_SETTING', { detail });
