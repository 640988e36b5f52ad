/** One webhook attempt over HTTP, and what its answer means for the delivery. */
import type { Readable } from 'node:stream';
import type { Agent, Dispatcher } from 'undici';
import { request } from 'undici';
import type { SendResult, WireBytes } from '../../broker/contract/adapter.ts';
import { carryFault } from '../../broker/contract/carried.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { meaningOf, retryAfterOf } from './faults.ts';

export interface Attempt {
  readonly agent: Agent;
  readonly url: string;
  /** A stream that fails with an error of the catalogue ends the attempt with it. */
  readonly body: Buffer | Readable;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const MAX_ANSWER_BYTES = 64 * 1024;

export async function post(attempt: Attempt): Promise<SendResult> {
  try {
    const answer = await request(attempt.url, {
      method: 'POST',
      dispatcher: attempt.agent,
      headers: attempt.headers,
      body: attempt.body,
      signal: attempt.signal,
      // The signal bounds the whole attempt.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    return await judgeAnswer(answer, attempt);
  } catch (error) {
    return error instanceof HubError ? carryFault(error) : transportFailure(error, attempt);
  }
}

async function judgeAnswer(answer: Dispatcher.ResponseData, attempt: Attempt): Promise<SendResult> {
  const meaning = meaningOf(answer.statusCode);
  if (meaning.kind === 'delivered') return skipBody(answer.body);
  const received = await readLimited(answer.body);
  const wire: WireBytes = { ...sentBy(attempt), received, status: answer.statusCode };
  if (meaning.kind === 'permanent') return { ...meaning, wire };
  const retryAfterMs = retryAfterOf(answer.headers['retry-after'], Date.parse(String(answer.headers.date)));
  return { ...meaning, wire, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** Files are not kept twice. */
const sentBy = ({ body }: Attempt): WireBytes => (Buffer.isBuffer(body) ? { sent: body } : {});

/** Read, so that the connection can be used again; whatever fails meanwhile, the party has said that it has the message. */
async function skipBody(body: Dispatcher.ResponseData['body']): Promise<SendResult> {
  await body.dump({ limit: MAX_ANSWER_BYTES }).catch(() => undefined);
  return { kind: 'delivered' };
}

/** A status line was answered already: what fails while its body is read changes nothing about its meaning. */
async function readLimited(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of body) {
      parts.push(part as Buffer);
      size += (part as Buffer).length;
      if (size > MAX_ANSWER_BYTES) break;
    }
  } catch {
    // Cut in the middle: what came is kept.
  }
  return Buffer.concat(parts).subarray(0, MAX_ANSWER_BYTES);
}

function transportFailure(error: unknown, attempt: Attempt): SendResult {
  const given = (error as { code?: unknown }).code;
  const code = typeof given === 'string' ? given : ''; // a DOMException, as a timeout is, has a number here
  const name = error instanceof Error ? error.name : '';
  const wire = sentBy(attempt);
  if (code.startsWith('HPE_')) return { kind: 'transient', code: 'RECIPIENT_GARBAGE', connection: false, wire };
  const timedOut = name === 'TimeoutError' || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT';
  return { kind: 'transient', code: timedOut ? 'SEND_TIMEOUT' : 'CONNECTION_FAILED', connection: true, wire };
}
