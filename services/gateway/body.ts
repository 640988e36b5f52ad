/** Reads the body once, as the exact bytes received, and never more of it than the hub accepts. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HubError } from '../../broker/contract/errors.ts';

const EMPTY = Buffer.alloc(0);
const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)/i;

/** Throws BODY_TOO_LARGE, or UNSUPPORTED_MEDIA_TYPE for compressed bodies and charsets other than UTF-8. */
export function readBody(req: IncomingMessage, res: ServerResponse, maxBytes: number): Buffer | Promise<Buffer> {
  if (!hasBody(req)) return EMPTY;
  checkEncoding(req);
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (req.headers.expect !== undefined) res.writeContinue();
  return collect(req, maxBytes);
}

/** The same, as it comes: the go-ahead is given and the first byte read when somebody asks for it. */
export function bodyStream(req: IncomingMessage, res: ServerResponse, maxBytes: number): AsyncIterable<Buffer> {
  checkEncoding(req);
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return hasBody(req) ? bytesOf(req, res, maxBytes) : noBytes();
}

async function* noBytes(): AsyncGenerator<Buffer> {}

/** Leaves the request standing when the reader stops, so that it can still be answered. */
async function* bytesOf(req: IncomingMessage, res: ServerResponse, maxBytes: number): AsyncGenerator<Buffer> {
  if (req.headers.expect !== undefined) res.writeContinue();
  let size = 0;
  try {
    for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof HubError ? error : cutOff(error);
  }
}

const cutOff = (cause?: unknown): HubError =>
  new HubError('INVALID_PARAMETER', { detail: 'The body ended before its announced length.', cause });

export function hasBody(req: IncomingMessage): boolean {
  const length = req.headers['content-length'];
  return (length !== undefined && length !== '0') || req.headers['transfer-encoding'] !== undefined;
}

function checkEncoding(req: IncomingMessage): void {
  const encoding = req.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new HubError('UNSUPPORTED_MEDIA_TYPE', { detail: 'The body is compressed. Send it without Content-Encoding.' });
  }
  const charset = CHARSET.exec(req.headers['content-type'] ?? '')?.[1]?.toLowerCase();
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new HubError('UNSUPPORTED_MEDIA_TYPE', { detail: 'The charset is not supported. Send the body in UTF-8.' });
  }
}

const tooLarge = (maxBytes: number): HubError => new HubError('BODY_TOO_LARGE', { detail: `The hub accepts ${maxBytes} bytes.` });

function collect(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', onData).once('end', onEnd).once('close', onCut).once('error', onCut);

    function onData(chunk: Buffer): void {
      size += chunk.length;
      if (size > maxBytes) return finish(() => reject(tooLarge(maxBytes)));
      chunks.push(chunk);
    }
    function onEnd(): void {
      const [first] = chunks;
      finish(() => resolve(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, size)));
    }
    function onCut(): void {
      finish(() => reject(cutOff()));
    }
    function finish(settle: () => void): void {
      req.off('data', onData).off('end', onEnd).off('close', onCut);
      settle();
    }
  });
}
