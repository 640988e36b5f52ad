/** Reads the body of a request within a bound. */
import type { IncomingMessage } from 'node:http';

const MAX_BODY_BYTES = 256 * 1024;

/** Undefined when it is larger than allowed, or cut off. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}
