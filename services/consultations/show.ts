/** GET /consultations/:id, with an ETag, and the same as server-sent events whenever it has changed. Each opening is recorded. */
import { createHash } from 'node:crypto';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { readCase, readerOf } from './case.ts';
import type { Parts } from './parts.ts';
import { record, requireRight, type Actor } from './rights.ts';
import { viewOf } from './view.ts';

interface Shown {
  readonly etag: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export async function show({ hub }: Parts, call: RestCall): Promise<RestAnswer> {
  const by = await requireRight(hub, call, 'consultations.read');
  const { etag, body } = await seen({ hub }, call, by);
  await record(hub, by, { event: 'consultation.read', facts: { consultationId: body['consultationId'] } });
  const headers = { etag };
  return isKnown(call, etag) ? { status: 304, headers } : { status: 200, headers, body };
}

/** Throws CONSULTATION_UNKNOWN also for a party that has nothing to do with it. */
async function seen({ hub }: Pick<Parts, 'hub'>, { path }: RestCall, { party }: Actor): Promise<Shown> {
  const one = await readCase(hub, path['id'] ?? '');
  const reader = readerOf(hub, one, party);
  if (reader === undefined) throw new HubError('CONSULTATION_UNKNOWN');
  const body = viewOf(one, { reader, party });
  return { etag: `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 27)}"`, body };
}

const isKnown = ({ headers }: RestCall, etag: string): boolean =>
  (headers['if-none-match'] ?? '').split(',').some((known) => known.trim().replace(/^W\//, '') === etag);

/** A caller comes back after this long, and goes on from where it was. */
const LONGEST_MS = 15 * 60_000;
const BREATH_MS = 15_000;

export async function watch({ hub }: Parts, call: RestCall): Promise<RestAnswer> {
  const by = await requireRight(hub, call, 'consultations.read');
  const { body } = await seen({ hub }, call, by);
  await record(hub, by, { event: 'consultation.read', facts: { consultationId: body['consultationId'], isWatched: true } });
  return { status: 200, headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }, body: changes({ hub }, call, by) };
}

/** The rights of the first look hold for as long as the connection does: it ends by itself. */
async function* changes(parts: Pick<Parts, 'hub'>, call: RestCall, by: Actor): AsyncGenerator<Buffer> {
  const { clock, config } = parts.hub;
  const beganAt = clock.monotonicMs();
  let known = call.headers['last-event-id'];
  let saidAt = beganAt;
  while (call.signal?.aborted !== true && clock.monotonicMs() - beganAt < LONGEST_MS) {
    const { etag, body } = await seen(parts, call, by);
    const isNew = etag !== known;
    if (isNew || clock.monotonicMs() - saidAt > BREATH_MS) {
      yield Buffer.from(isNew ? `id: ${etag}\nevent: consultation\ndata: ${JSON.stringify(body)}\n\n` : ': nothing new\n\n');
      [known, saidAt] = [etag, clock.monotonicMs()];
    }
    await pause(config.consultations.everyMs, call.signal);
  }
}

const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });

    function end(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    }
  });
