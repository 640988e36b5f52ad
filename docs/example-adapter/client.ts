/** One record on its way to the archive, and what its answer means. */
import { request, type Agent } from 'undici';
import type { SendResult } from '../../broker/contract/adapter.ts';
import { failureOf, meaningOf } from './faults.ts';

interface Put {
  readonly agent: Agent;
  readonly url: string;
  readonly record: string;
  readonly signal: AbortSignal;
}

const MOST_READ = 4096;

export async function putRecord({ agent, url, record, signal }: Put): Promise<SendResult> {
  const sent = Buffer.from(record, 'utf8');
  try {
    signal.throwIfAborted();
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    const { statusCode, body } = await request(url, { method: 'PUT', dispatcher: agent, headers, body: sent, signal });
    await body.dump({ limit: MOST_READ });
    return meaningOf(statusCode, { sent, status: statusCode });
  } catch (error) {
    return failureOf(error, { sent });
  }
}
