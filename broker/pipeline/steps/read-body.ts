/** Step: the exact bytes become a JSON value. Refuses wrong encodings, broken JSON and nesting beyond the limit. */
import { HubError } from '../../contract/errors.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

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

const [QUOTE, BACKSLASH, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/** Counts brackets outside strings before anything is parsed, so that depth costs one pass and no stack. */
function checkDepth(body: Buffer, maxDepth: number): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
      if (depth > maxDepth) throw new HubError('TOO_DEEP', { detail: `The JSON is nested deeper than ${maxDepth} levels.` });
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
  }
}
