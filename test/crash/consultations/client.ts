/** A party that asks the hub by REST, at whichever node answers: what has no answer is asked again, the very same, until it has one. */
import { setTimeout as delay } from 'node:timers/promises';
import type { HubClock } from './hub-clock.ts';

export interface Question {
  readonly as: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
  /** When it was asked for the first time, and when the answer was there, on the clock of the hub. */
  readonly from: number;
  readonly until: number;
}

export interface Client {
  ask(question: Question): Promise<Answered>;
  /** Questions that had to be repeated because nobody knew what became of them. */
  repeated(): number;
}

interface ClientOptions {
  readonly nodeUrls: readonly string[];
  /** By party. */
  readonly keys: Readonly<Record<string, string>>;
  readonly clock: HubClock;
  readonly signal: AbortSignal;
}

const ANSWER_WITHIN_MS = 2500;
const REPEAT_AFTER_MS = 100;

export function createClient(options: ClientOptions): Client {
  const { nodeUrls, clock, signal } = options;
  let [turn, repeats] = [0, 0];
  const ask = async (question: Question): Promise<Answered> => {
    const from = clock.now();
    for (;;) {
      signal.throwIfAborted();
      const got = await askOnce(nodeUrls[turn++ % nodeUrls.length] ?? '', question, options);
      if (got !== undefined && got.status < 500 && got.status !== 429) return { ...got, from, until: clock.now() };
      repeats += 1;
      await delay(REPEAT_AFTER_MS, undefined, { signal });
    }
  };
  return { ask, repeated: () => repeats };
}

type Got = Pick<Answered, 'status' | 'body'>;

async function askOnce(
  url: string,
  { as, method, path, body, contentType = 'application/json' }: Question,
  { keys, signal }: ClientOptions,
): Promise<Got | undefined> {
  try {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${keys[as] ?? ''}`, ...WHO, ...(body === undefined ? {} : { 'content-type': contentType }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    return { status: answer.status, body: await answer.json() };
  } catch {
    return undefined;
  }
}

const WHO = {
  'hub-officer': 'OFF-1',
  'hub-purpose': 'VISA_C',
  'hub-legal-basis': 'Act on Foreigners Art. 67',
  'hub-case': 'V-1',
} as const;
