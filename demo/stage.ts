/** What a step of the story has at hand, and the few words it needs: say, check, call and show the answer. */
import type { SisSimulator } from '../adapters/sis2/simulator/simulator.ts';
import type { Agency } from './agencies.ts';
import type { Answer, Call, Client } from './client.ts';
import type { NodeProcess } from './node-process.ts';
import type { OtherStates } from './other-states.ts';
import type { Credentials } from './parties.ts';

export interface Stage {
  readonly client: Client;
  readonly credentials: Credentials;
  readonly sis: SisSimulator;
  readonly agency: Agency;
  readonly states: OtherStates['simulators'];
  readonly node: NodeProcess;
  /** Of a login that may create databases. */
  readonly adminUrl: string;
  readonly databaseUrl: string;
  readonly databaseName: string;
  readonly sealKey: string;
  /** Differs from run to run, so that a second start sends new messages. */
  readonly run: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  say(line: string): void;
}

export interface Step {
  readonly title: string;
  play(stage: Stage): Promise<void>;
}

/** Something did not come out as the story says. */
class StoryError extends Error {
  override readonly name = 'StoryError';
}

export function check(isTrue: boolean, words: string): asserts isTrue {
  if (!isTrue) throw new StoryError(words);
}

const LONGEST_LINE = 300;

export const shorten = (value: unknown): string => {
  if (Buffer.isBuffer(value)) return `(${value.length} bytes)`;
  const text = JSON.stringify(value) ?? '';
  return text.length <= LONGEST_LINE ? text : `${text.slice(0, LONGEST_LINE)} …`;
};

/** Calls the hub and shows both sides. */
export async function ask(stage: Stage, call: Call): Promise<Answer> {
  stage.say(`→ ${call.party}: ${call.method} /api/v1${call.path}${call.body === undefined ? '' : ` ${shorten(call.body)}`}`);
  const answer = await stage.client(call);
  const isEmpty = Object.keys(answer.body).length === 0;
  stage.say(`← ${answer.status} ${shorten(isEmpty ? answer.bytes : answer.body)}`);
  return answer;
}

export interface Note {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly sequenceKey?: string;
}

/** A note between authorities as a CloudEvent. */
export const noteEvent = ({ id, from, to, text, sequenceKey }: Note): Record<string, unknown> => ({
  specversion: '1.0',
  id,
  source: `/parties/${from}`,
  type: 'pl.gov.udsc.exchange.note.v1',
  destination: to,
  ...(sequenceKey !== undefined && { sequencekey: sequenceKey }),
  data: { title: 'Demonstration', text },
});
