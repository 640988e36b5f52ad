/** Step: the exact bytes become a JSON value. Refuses wrong encodings, broken JSON and nesting beyond the limit. */
import { HubError } from '../../contract/errors.ts';

// A byte order mark is kept, so that it is refused (RFC 8259): recipients get these bytes and could not read them.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function readBody(body: Buffer, maxDepth: number): unknown {
  const text = decode(body);
  checkDepth(body, maxDepth);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HubError('MALFORMED_JSON', { cause });
  }
}

function decode(body: Buffer): string {
  try {
    return decoder.decode(body);
  } catch (cause) {
    throw new HubError('BAD_ENCODING', { cause });
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const STEP: Readonly<Record<number, 1 | -1>> = { 0x5b: 1, 0x7b: 1, 0x5d: -1, 0x7d: -1 };

/** Counts brackets outside strings before anything is parsed, so that depth costs one pass and no stack. */
function checkDepth(body: Buffer, maxDepth: number): void {
  let depth = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte === QUOTE) at = endOfString(body, at);
    else if (byte >= 0x5b) depth += STEP[byte] ?? 0;
    if (depth > maxDepth) throw new HubError('TOO_DEEP', { detail: `The JSON is nested deeper than ${maxDepth} levels.` });
  }
}

/** The closing quote of the string that opens at `from`, or the end of the body. */
function endOfString(body: Buffer, from: number): number {
  let at = from + 1;
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1;
  return at;
}
