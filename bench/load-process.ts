/** The load generator, in a process of its own: callers are connections. It also measures what needs no hub. */
import { Agent, request } from 'undici';
import { serveJobs } from './child.ts';
import { callBareSoap, commit, publishAndConsume, type BareJob } from './bare.ts';
import { run, type Called, type Pace, type Paced } from './pace.ts';

export interface NoteShape {
  readonly kind: 'note';
  readonly source: string;
  readonly type: string;
  readonly destination: string;
  readonly sequenceKeys: number;
  /** What makes the ids of this window its own. */
  readonly run: string;
}

export interface HttpJob {
  readonly kind: 'http';
  readonly pace: Pace;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bodies to be sent in turn, or how to make them. */
  readonly body: NoteShape | readonly string[];
  readonly expect: number;
}

export type LoadJob = HttpJob | BareJob;

const BODY_BYTES = 1024;
const ANSWER_WITHIN_MS = 15_000;

async function http({ pace, url, headers, body, expect }: HttpJob): Promise<Paced> {
  const patience = { headersTimeout: ANSWER_WITHIN_MS, bodyTimeout: ANSWER_WITHIN_MS };
  const dispatcher = new Agent({ connections: pace.callers, pipelining: 1, ...patience });
  const next = bodies(body);
  try {
    return await run(pace, async (): Promise<Called> => {
      const answer = await request(url, { dispatcher, method: 'POST', headers, body: next() });
      await answer.body.dump();
      return { ok: answer.statusCode === expect, ...elsewhere(answer.headers['server-timing']) };
    });
  } finally {
    await dispatcher.destroy();
  }
}

function bodies(shape: HttpJob['body']): () => string {
  let count = 0;
  if (!('kind' in shape)) return () => shape[count++ % shape.length] ?? '';
  return () => note(shape, count++);
}

/** The id carries the instant, in milliseconds, so that the sink can tell how long the message took. */
function note({ source, type, destination, sequenceKeys, run: name }: NoteShape, number: number): string {
  const id = `${name}-${number}-${(performance.timeOrigin + performance.now()).toFixed(2)}`;
  const event = { specversion: '1.0', id, source, type, destination, sequencekey: `case-${number % sequenceKeys}` };
  const text = (length: number): string => JSON.stringify({ ...event, data: { title: 'Synthetic', text: 'x'.repeat(length) } });
  return text(Math.max(1, BODY_BYTES - text(0).length));
}

/** SOAP and the audit commit, from Server-Timing; waiting for a place in the bulkhead stays the hub's. */
function elsewhere(header: string | string[] | undefined): Pick<Called, 'elsewhereMs'> {
  if (typeof header !== 'string') return {};
  const of = (name: string): number => Number(new RegExp(`(?:^|[ ,])${name};dur=([\\d.]+)`).exec(header)?.[1] ?? 0);
  return { elsewhereMs: of('soap') + of('audit') };
}

serveJobs((job: LoadJob) => {
  if (job.kind === 'http') return http(job);
  if (job.kind === 'commits') return commit(job);
  return job.kind === 'tickets' ? publishAndConsume(job) : callBareSoap(job);
});
