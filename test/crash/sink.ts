/**
 * A receiving party of the crash run: a web server that writes each event it takes to its own file before it answers, and
 * that can be told to fail in the ways real parties do.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { digestOf, type Receipt, type ReceiptAnswer } from './ledger.ts';

export const MOODS = ['well', 'fails', 'hangs', 'late', 'cuts', 'stores-and-fails'] as const;
export type Mood = (typeof MOODS)[number];

export interface Sink {
  readonly name: string;
  readonly url: string;
  setMood(mood: Mood): void;
  /** Everything it stored so far, in order, from its file. */
  receipts(): Receipt[];
  close(): Promise<void>;
}

interface SinkOptions {
  readonly name: string;
  readonly file: string;
  /** Longer than the hub waits for an answer. */
  readonly lateMs: number;
  /** Now and then a sink is out of sorts by itself. */
  readonly drawMood: () => Mood;
  readonly onStored: (eventId: string) => void;
}

export async function startSink(options: SinkOptions): Promise<Sink> {
  let mood: Mood = 'well';
  writeFileSync(options.file, '');
  const server = createServer((request, response) => {
    void readAll(request)
      .then((body) => serve({ request, response, body, mood: mood === 'well' ? options.drawMood() : mood }, options))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    name: options.name,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/inbox`,
    setMood: (next) => (mood = next),
    receipts: () => readReceipts(options.file),
    close: () => closeServer(server),
  };
}

interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: string;
  readonly mood: Mood;
}

function serve(visit: Visit, options: SinkOptions): void {
  const { response } = visit;
  const answer = (status: number): void => void response.writeHead(status, { 'content-type': 'text/plain' }).end();
  const store = (kind: ReceiptAnswer): void => keep(visit, options, kind);
  const later = (act: () => void): void => void setTimeout(act, options.lateMs).unref();
  const acts: Record<Mood, () => void> = {
    well: () => (store('ok'), answer(200)),
    fails: () => answer(500),
    hangs: () => later(() => response.destroy()),
    late: () => (store('late'), later(() => answer(200))),
    cuts: () => (store('cut'), void response.destroy()),
    'stores-and-fails': () => (store('error'), answer(502)),
  };
  acts[visit.mood]();
}

function keep({ request, body }: Visit, { name, file, onStored }: SinkOptions, answer: ReceiptAnswer): void {
  const event = JSON.parse(body) as Record<string, unknown>;
  const receipt: Receipt = {
    destination: name,
    webhookId: String(request.headers['webhook-id']),
    eventId: String(event.id),
    sequence: typeof event.sequence === 'string' ? event.sequence : null,
    digest: digestOf(event),
    answer,
  };
  appendFileSync(file, `${JSON.stringify(receipt)}\n`);
  onStored(receipt.eventId);
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function readReceipts(file: string): Receipt[] {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Receipt);
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
