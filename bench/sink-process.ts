/** The webhook of the benchmark, in a process of its own: counts what comes and tells how long each message took from its sending. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveJobs } from './child.ts';
import { latencies, type Figures } from './figures.ts';

export type SinkJob = 'listen' | 'reset' | 'count';

export interface SinkCount extends Pick<Figures, 'p50Ms' | 'p95Ms' | 'p99Ms'> {
  readonly count: number;
}

const SENT_AT = /"id":"[^"]*-(\d+\.\d+)"/;
const seen = { count: 0, took: [] as number[] };

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const sentAt = SENT_AT.exec(Buffer.concat(parts).toString('latin1'))?.[1];
    seen.count += 1;
    if (sentAt !== undefined) seen.took.push(performance.timeOrigin + performance.now() - Number(sentAt));
    response.writeHead(200).end();
  });
});

serveJobs(async ({ what }: { what: SinkJob }) => {
  if (what === 'listen') return listen();
  const count: SinkCount = { count: seen.count, ...latencies(what === 'count' ? [] : seen.took) };
  if (what === 'reset') Object.assign(seen, { count: 0, took: [] });
  return count;
});

async function listen(): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/inbox`;
}
