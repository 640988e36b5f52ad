/** Sends an answer as it comes, no faster than the caller takes it. A caller that takes nothing for a minute is cut off. */
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { RestAnswer } from '../../broker/contract/endpoint.ts';
import { setHeaders } from './answer.ts';
import type { GatewayRequest } from './request.ts';

const STALLED_MS = 60_000;

export interface StreamedAnswer extends RestAnswer {
  readonly body: AsyncIterable<Buffer>;
}

export const isStream = (body: unknown): body is AsyncIterable<Buffer> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/** Rejects, with nothing sent, when the first piece cannot be had. Later failures cut the connection, so that nobody takes a part for the whole. */
export async function streamAnswer(
  req: GatewayRequest,
  res: ServerResponse,
  { status, headers = {}, body }: StreamedAnswer,
): Promise<void> {
  const pieces = body[Symbol.asyncIterator]();
  const first = await pieces.next();
  res.statusCode = status;
  setHeaders(res, headers, 'application/octet-stream');
  if (req.method === 'HEAD') {
    await pieces.return?.();
    res.end();
    return;
  }
  res.setTimeout(STALLED_MS, () => res.destroy());
  await pipeline(() => after(first, pieces), res);
}

async function* after(first: IteratorResult<Buffer>, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    for (let next = first; next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
