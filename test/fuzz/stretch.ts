/** What passes between the fuzzer and the process that runs the parsers: messages, and a file that can be read while that process hangs. */
import { readSync, writeSync } from 'node:fs';

/** The documents `from` (included) to `to` (not) of one parser. */
export interface Stretch {
  readonly parser: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

/** How a document ended: what was thrown, which may hold what was read and is never anybody's real data. */
export interface Crash {
  readonly at: number;
  readonly what: string;
}

export type FromWorker =
  | { readonly kind: 'ready'; readonly parsers: readonly string[] }
  | ({ readonly kind: 'crash' } & Crash)
  /** It took longer than allowed and came to an end all the same. */
  | { readonly kind: 'slow'; readonly at: number }
  /** By how many bytes memory grew after the warm-up; absent where the stretch was too short to tell. */
  | { readonly kind: 'done'; readonly grownBy?: number };

export const HANG_MS = 1000;

/** Where the process is. `at` is {@link NO_DOCUMENT} while none is being read. */
export interface Progress {
  readonly at: number;
  readonly valid: number;
  readonly namedErrors: number;
  readonly crashes: number;
}

export const NO_DOCUMENT = 0xffffffff;
export const BEFORE_ALL: Progress = { at: NO_DOCUMENT, valid: 0, namedErrors: 0, crashes: 0 };

export function writeProgress(file: number, { at, valid, namedErrors, crashes }: Progress): void {
  writeSync(file, Uint32Array.of(at, valid, namedErrors, crashes), 0, 16, 0);
}

export function readProgress(file: number): Progress {
  const numbers = new Uint32Array(4);
  readSync(file, numbers, 0, 16, 0);
  const [at = NO_DOCUMENT, valid = 0, namedErrors = 0, crashes = 0] = numbers;
  return { at, valid, namedErrors, crashes };
}
