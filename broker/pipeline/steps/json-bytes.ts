/** Looks at JSON as bytes, outside its strings: how deep it is nested, and which names its outermost object holds twice. */

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const STEP: Readonly<Record<number, 1 | -1>> = { 0x5b: 1, 0x7b: 1, 0x5d: -1, 0x7d: -1 };

/** Counts brackets before anything is parsed, so that depth costs one pass and no stack. */
export function isDeeperThan(body: Buffer, maxDepth: number): boolean {
  let depth = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte === QUOTE) at = endOfString(body, at);
    else if (byte >= 0x5b) depth += STEP[byte] ?? 0;
    if (depth > maxDepth) return true;
  }
  return false;
}

/** A name that the outermost object of valid JSON holds twice, as its escapes spell it; undefined when there is none. */
export function nameHeldTwice(body: Buffer): string | undefined {
  const seen = new Set<string>();
  let depth = 0;
  for (let at = 0; at < body.length; at += 1) {
    if (body[at] !== QUOTE) {
      depth += STEP[body[at] ?? 0] ?? 0;
      continue;
    }
    const end = endOfString(body, at);
    if (depth === 1 && isName(body, end + 1)) {
      const name = JSON.parse(body.toString('utf8', at, end + 1)) as string;
      if (seen.has(name)) return name;
      seen.add(name);
    }
    at = end;
  }
  return undefined;
}

/** Blanks in JSON are at most 0x20 (RFC 8259). */
function isName(body: Buffer, from: number): boolean {
  let at = from;
  while (at < body.length && (body[at] ?? 0) <= 0x20) at += 1;
  return body[at] === COLON;
}

/** The closing quote of the string that opens at `from`, or the end of the body. */
function endOfString(body: Buffer, from: number): number {
  let at = from + 1;
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1;
  return at;
}
