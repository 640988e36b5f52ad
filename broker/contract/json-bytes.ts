/**
 * Looks at JSON as bytes, outside its strings: how deep it is nested, which names an object holds twice, where the values of its outermost
 * object stand.
 */

const QUOTE = 0x22;
const BRACE = 0x7b;
const COLON = 0x3a;
const COMMA = 0x2c;
const MARKS: ReadonlySet<number> = new Set([QUOTE, COLON, COMMA]);
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

/** An object or list that is open at some place: what it holds so far, and where in it one is. */
interface Open {
  readonly names: Set<string> | undefined;
  name: string;
  index: number;
}

/** JSON pointer to the first name that an object of valid JSON holds twice, as its escapes spell it; undefined when there is none. */
export function nameHeldTwice(body: Buffer): string | undefined {
  const open: Open[] = [];
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte !== QUOTE) {
      follow(open, byte);
      continue;
    }
    const end = endOfString(body, at);
    const inner = open.at(-1);
    if (inner?.names !== undefined && isName(body, end + 1) && !takes(inner, nameAt(body, at, end))) return pointerTo(open);
    at = end;
  }
  return undefined;
}

/** Brackets and commas say where one is. */
function follow(open: Open[], byte: number): void {
  const step = STEP[byte];
  if (step === 1) open.push({ names: byte === BRACE ? new Set() : undefined, name: '', index: 0 });
  else if (step === -1) open.pop();
  else if (byte === COMMA) {
    const inner = open.at(-1);
    if (inner !== undefined) inner.index += 1;
  }
}

/** False when the object holds the name already. */
function takes(inner: Open, name: string): boolean {
  const { size } = inner.names ?? new Set();
  inner.names?.add(name);
  inner.name = name;
  return inner.names?.size !== size;
}

/** Most names have no escapes, and are read at once. */
function nameAt(body: Buffer, from: number, to: number): string {
  const text = body.toString('utf8', from + 1, to);
  return text.includes('\\') ? (JSON.parse(body.toString('utf8', from, to + 1)) as string) : text;
}

const pointerTo = (open: readonly Open[]): string =>
  open.map(({ names, name, index }) => `/${names === undefined ? index : name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** From the first byte of a value to the one after its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where the values of the outermost object of valid JSON stand, by their names as escapes spell them. */
export function outermostValues(body: Buffer): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  let name = '';
  let from = 0;
  for (const { byte, at, end } of outermostMarks(body)) {
    if (byte === QUOTE) name = from === 0 ? (JSON.parse(body.toString('utf8', at, end + 1)) as string) : name;
    else if (byte === COLON) from = at + 1;
    else if (from > 0) {
      spans.set(name, trimmed(body, { from, to: at }));
      from = 0;
    }
  }
  return spans;
}

interface Mark {
  readonly byte: number;
  readonly at: number;
  /** The closing quote of a string; else as `at`. */
  readonly end: number;
}

/** Strings, colons and commas of the outermost object, and its closing brace. */
function* outermostMarks(body: Buffer): Generator<Mark> {
  let depth = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    const end = byte === QUOTE ? endOfString(body, at) : at;
    depth += STEP[byte] ?? 0;
    if (depth === 1 ? MARKS.has(byte) : depth === 0 && STEP[byte] === -1) yield { byte, at, end };
    at = end;
  }
}

/** The bytes with other values under some names of the outermost object; every other byte stays. A name that is not there is left out. */
export function withValues(body: Buffer, values: ReadonlyMap<string, string>): Buffer {
  const pieces: Buffer[] = [];
  let done = 0;
  for (const [name, { from, to }] of outermostValues(body)) {
    const value = values.get(name);
    if (value === undefined) continue;
    pieces.push(body.subarray(done, from), Buffer.from(value));
    done = to;
  }
  return Buffer.concat([...pieces, body.subarray(done)]);
}

function trimmed(body: Buffer, { from, to }: Span): Span {
  const isBlank = (at: number): boolean => (body[at] ?? 0) <= 0x20;
  let [first, last] = [from, to];
  while (first < last && isBlank(first)) first += 1;
  while (last > first && isBlank(last - 1)) last -= 1;
  return { from: first, to: last };
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
