/** The exact bytes of a body become a JSON value. Refuses wrong encodings, broken JSON, nesting beyond the limit and names that stand twice. */
import { HubError } from './errors.ts';
import { isDeeperThan, nameHeldTwice } from './json-bytes.ts';

// A byte order mark is kept, so that it is refused (RFC 8259): recipients get these bytes and could not read them.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function readBody(body: Buffer, maxDepth: number): unknown {
  const text = decode(body);
  if (isDeeperThan(body, maxDepth)) throw new HubError('TOO_DEEP', { detail: `The JSON is nested deeper than ${maxDepth} levels.` });
  const value = parse(text);
  const twice = nameHeldTwice(body);
  // The last one would be checked and both forwarded: a recipient could read the other.
  if (twice !== undefined) throw new HubError('INVALID_MESSAGE', { faults: [{ pointer: twice, detail: 'stands twice' }] });
  return value;
}

function parse(text: string): unknown {
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
