/**
 * A receiving system of the crash run: a server of its own that writes each message it takes to its own file before it answers, and that
 * can be told to fail in the ways real systems do.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import type { Receipt } from './ledger.ts';
import { openMailFront } from './mail-front.ts';
import { openRegisterFront } from './register-front.ts';
import { treat, type Front, type Mood, type OpenFront, type Road } from './visit.ts';
import { openWebFront } from './web-front.ts';

export interface Sink extends Pick<Front, 'destination' | 'node' | 'close'> {
  readonly name: string;
  readonly road: Road;
  setMood(mood: Mood): void;
  /** Everything it stored so far, in order, from its file. */
  receipts(): Receipt[];
}

interface SinkOptions {
  readonly name: string;
  readonly road: Road;
  readonly file: string;
  readonly lateMs: number;
  /** Now and then a sink is out of sorts by itself. */
  readonly drawMood: () => Mood;
  readonly onStored: (eventId: string) => void;
}

const FRONTS: Readonly<Record<Road, OpenFront>> = { web: openWebFront, mail: openMailFront, register: openRegisterFront };

export async function startSink({ name, road, file, lateMs, drawMood, onStored }: SinkOptions): Promise<Sink> {
  let mood: Mood = 'well';
  writeFileSync(file, '');
  const keep = (receipt: Receipt): void => {
    appendFileSync(file, `${JSON.stringify(receipt)}\n`);
    onStored(receipt.eventId);
  };
  const front = await FRONTS[road]((visit) =>
    treat(visit, {
      mood: mood === 'well' ? drawMood() : mood,
      lateMs,
      store: (came, answer) => keep({ destination: name, ...came, answer }),
    }),
  );
  return { ...front, name, road, setMood: (next) => (mood = next), receipts: () => readReceipts(file) };
}

function readReceipts(file: string): Receipt[] {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Receipt);
}
