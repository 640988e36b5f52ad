/**
 * The load of the crash run: each sequence key is submitted strictly one message after the other; a submit whose answer is
 * unknown is repeated with the same id, at whichever node answers, until it is answered.
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Arrivals } from './arrivals.ts';
import { createCargo, type LoadCargo } from './cargo.ts';
import type { Accepted } from './ledger.ts';
import { lineOf, write, type Event, type Line, type LinePlan } from './lines.ts';

export interface LoadOptions extends LinePlan {
  readonly nodeUrls: readonly string[];
  readonly perSecond: number;
  /** If given, a line goes on when its message has arrived. */
  readonly arrivals: Arrivals | undefined;
  readonly signal: AbortSignal;
}

export interface Load {
  /** Messages answered with 2xx, in the order of their keys. */
  readonly accepted: readonly Accepted[];
  /** Submits that had to be repeated because nobody knew what became of them. */
  readonly repeated: () => number;
  /** Answers that no correct hub gives to a correct message. */
  readonly refused: readonly string[];
  /** From now on as fast as it goes. */
  hurry(): void;
  /** Resolves when all is answered; rejects when it was stopped before. */
  readonly done: Promise<void>;
  stop(): void;
}

interface State {
  readonly options: LoadOptions;
  readonly cargo: LoadCargo;
  readonly accepted: Accepted[];
  readonly refused: string[];
  repeated: number;
  hurried: boolean;
  started: number;
}

const ANSWER_WITHIN_MS = 2500;
const REPEAT_AFTER_MS = 150;
/** When a sink has stored a message, the hub has yet to finish it; at most about so long. */
const FINISH_MS = 10;

export function startLoad(given: LoadOptions): Load {
  const stopping = new AbortController();
  const options = { ...given, signal: AbortSignal.any([given.signal, stopping.signal]) };
  setMaxListeners(0, options.signal); // every line waits on it
  const state: State = { options, cargo: createCargo(), accepted: [], refused: [], repeated: 0, hurried: false, started: 0 };
  const began = performance.now();
  const turn = async (): Promise<void> => {
    const due = began + (state.started++ * 1000) / options.perSecond;
    while (!state.hurried && performance.now() < due)
      await delay(Math.min(100, due - performance.now() + 1), undefined, { signal: options.signal });
  };
  const lines = Array.from({ length: options.lines }, (_, number) => lineOf(number, options));
  const done = Promise.all(lines.map((line) => runLine(line, state, turn))).then(() => undefined);
  return {
    accepted: state.accepted,
    refused: state.refused,
    repeated: () => state.repeated,
    hurry: () => (state.hurried = true),
    done,
    stop: () => stopping.abort(),
  };
}

async function runLine(line: Line, state: State, turn: () => Promise<void>): Promise<void> {
  const { arrivals, random, signal } = state.options;
  const follow = arrivals?.follow();
  let position = 0;
  for (let n = 1; n <= line.messages; n += 1) {
    await turn();
    const { event, owes } = write(line, n, state.cargo);
    const arrival = follow?.(event.id);
    if (!(await submitUntilAnswered(line, event, state))) continue;
    position += 1;
    const { sequenceKey, sender } = line;
    const at = sequenceKey === null ? 0 : position;
    state.accepted.push({ eventId: event.id, sender: sender.code, owes, sequenceKey, position: at });
    await arrival?.then(() => delay(random.between(0, FINISH_MS), undefined, { signal }));
  }
}

/** False when it was refused for good. */
async function submitUntilAnswered(line: Line, event: Event, state: State): Promise<boolean> {
  const { nodeUrls, signal } = state.options;
  const body = JSON.stringify(event);
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    const status = await submit({
      url: nodeUrls[(line.number + attempt) % nodeUrls.length] ?? '',
      body,
      apiKey: line.sender.apiKey,
      signal,
    });
    if (isAccepted(status)) return true;
    if (isRefused(status)) {
      state.refused.push(`${event.id}: ${status}`);
      return false;
    }
    state.repeated += 1;
    await delay(REPEAT_AFTER_MS, undefined, { signal });
  }
}

const isAccepted = (status = 0): boolean => status >= 200 && status < 300;

const isRefused = (status = 0): boolean => status >= 400 && status < 500 && status !== 429 && status !== 408;

interface Submit {
  readonly url: string;
  readonly body: string;
  readonly apiKey: string;
  readonly signal: AbortSignal;
}

async function submit({ url, body, apiKey, signal }: Submit): Promise<number | undefined> {
  try {
    const answer = await fetch(`${url}/api/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/cloudevents+json' },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return undefined;
  }
}
