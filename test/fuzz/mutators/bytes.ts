/** Changes that know nothing of what the bytes mean. Pure: the same draws make the same document. */
import type { Random } from '../../../generator/random.ts';

export interface Draw {
  readonly document: Buffer;
  /** Another document of the same parser. */
  readonly other: Buffer;
  readonly random: Random;
}

export type Mutator = (draw: Draw) => Buffer;

/** One of the items of a list that may be empty for the compiler, but is not. */
export function pickFrom<T>(random: Random, items: readonly T[]): T {
  return random.pick(items as readonly [T, ...T[]]);
}

/** A place in the document, its end included. */
const place = ({ document, random }: Draw): number => random.between(0, document.length);

/** The document with the bytes in the place of those from `from` to `to`. */
const put = (document: Buffer, bytes: Uint8Array, [from, to]: readonly [number, number]): Buffer =>
  Buffer.concat([document.subarray(0, from), bytes, document.subarray(to)]);

const flipBits: Mutator = ({ document, random }) => {
  const flipped = Buffer.from(document);
  for (let count = random.between(1, 8); count > 0 && flipped.length > 0; count -= 1) {
    const at = random.between(0, flipped.length - 1);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << random.between(0, 7));
  }
  return flipped;
};

const setBytes: Mutator = ({ document, random }) => {
  const set = Buffer.from(document);
  for (let count = random.between(1, 4); count > 0 && set.length > 0; count -= 1)
    set[random.between(0, set.length - 1)] = random.between(0, 255);
  return set;
};

/** Letters and digits into others, so that the form mostly stays. */
const respell: Mutator = ({ document, random }) => {
  const respelt = Buffer.from(document);
  for (let count = random.between(1, 3); count > 0; count -= 1) {
    const at = random.between(0, Math.max(0, respelt.length - 1));
    if (/\w/.test(String.fromCharCode(respelt[at] ?? 0))) respelt[at] = pickFrom(random, WORD).charCodeAt(0);
  }
  return respelt;
};

const WORD = [...'0123456789ABCDEFXYZabcdefxyz_'];

const cut: Mutator = (draw) => {
  const [one, two] = [place(draw), place(draw)];
  const [from, to] = draw.random.pick([
    [0, one],
    [one, draw.document.length],
    [Math.min(one, two), Math.max(one, two)],
  ]);
  return put(draw.document, Buffer.alloc(0), [from, to]);
};

const double: Mutator = ({ document, random }) => (random.chance(0.5) ? Buffer.concat([document, document]) : repeatPart(document, random));

function repeatPart(document: Buffer, random: Random): Buffer {
  const from = random.between(0, document.length);
  const part = document.subarray(from, from + random.between(1, 40));
  const times = random.chance(0.05) ? random.between(1000, 20_000) : random.between(1, 20);
  return put(document, Buffer.concat(Array.from({ length: times }, () => part)), [from, from]);
}

const splice: Mutator = (draw) =>
  Buffer.concat([draw.document.subarray(0, place(draw)), draw.other.subarray(draw.random.between(0, draw.other.length))]);

/** UTF-8 that is none: overlong forms, lone continuation and lead bytes, surrogates, beyond U+10FFFF; and what is legal and rare. */
const ODD_BYTES = [
  ...[
    'c0af',
    'e080af',
    'f08080af',
    'c080',
    '80',
    'bf',
    'c3',
    'e282',
    'f09f98',
    'eda080',
    'edbfbf',
    'eda081edb080',
    'f4908080',
    'f5808080',
    'fe',
    'ff',
  ],
  ...[
    '00',
    '0000',
    '01',
    '0b',
    '1b',
    '7f',
    'c285',
    'e280a8',
    'efbbbf',
    'efbfbd',
    'efbfbe',
    'efbfbf',
    'e2808f',
    'cc81',
    'f3a08081',
    '0d',
    '0d0a',
  ],
].map((hex) => Buffer.from(hex, 'hex'));

const insertOddBytes: Mutator = (draw) => {
  const at = place(draw);
  return put(draw.document, pickFrom(draw.random, ODD_BYTES), [at, at]);
};

const reencode: Mutator = ({ document, random }) => {
  const text = document.toString('utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  return random.pick([
    () => Buffer.from(text, 'latin1'),
    () => utf16,
    () => Buffer.concat([Buffer.from('fffe', 'hex'), utf16]),
    () => Buffer.concat([Buffer.from('feff', 'hex'), bigEndian(utf16)]),
    () => bigEndian(utf16),
    () => Buffer.concat([Buffer.from('efbbbf', 'hex'), document]),
    () => Buffer.from(document.toString('latin1'), 'utf8'),
  ])();
};

const bigEndian = (utf16: Buffer): Buffer => Buffer.from(utf16.subarray(0, utf16.length & ~1)).swap16();

const blowUp: Mutator = (draw) => {
  const length = draw.random.chance(0.1) ? draw.random.between(100_000, 1_500_000) : draw.random.between(100, 5000);
  const fill = pickFrom(draw.random, ['A', '<', '0', ' ', '"', '[', '{"a":', '<a>', '&', '\\', '\u0301', '😀', '\n', ',']);
  const at = place(draw);
  return put(draw.document, Buffer.alloc(length, fill), [at, at]);
};

export const BYTE_MUTATORS: readonly Mutator[] = [
  ...[respell, respell, respell, flipBits, setBytes, cut, double, splice],
  ...[insertOddBytes, insertOddBytes, reencode, blowUp],
];
