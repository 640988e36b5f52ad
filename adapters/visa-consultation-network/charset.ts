/**
 * Text in iso-8859-15, the character set of the VISION form (Decision 2007/866/EC). What it does not have is written as ICAO Doc 9303-3
 * transliterates it, and the caller is told; nothing is dropped in silence.
 */
import { transliterate } from '../../identity/names/transliterate.ts';

/** Where iso-8859-15 differs from the first 256 code points of Unicode. */
const OWN = new Map([...'€ŠšŽžŒœŸ'].map((sign, index) => [sign, [0xa4, 0xa6, 0xa8, 0xb4, 0xb8, 0xbc, 0xbd, 0xbe][index] ?? 0]));
const GIVEN_UP = new Set([...OWN.values()]);
const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/\p{Pd}/u, '-'],
  [/[\u2018-\u201b\u02b9-\u02bc]/u, "'"],
  [/[\u201c-\u201f]/u, '"'],
  [/[\p{Zs}\u2028\u2029]/u, ' '],
];

/** Undefined for a sign that the character set does not have; control characters count as such, save tab and line end. */
function byteOf(sign: string): number | undefined {
  const code = sign.codePointAt(0) ?? 0;
  const isControl = (code < 0x20 && sign !== '\t' && sign !== '\n' && sign !== '\r') || (code >= 0x7f && code < 0xa0);
  if (isControl) return undefined;
  return code < 0x100 && !GIVEN_UP.has(code) ? code : OWN.get(sign);
}

export interface Written {
  readonly text: string;
  readonly isTransliterated: boolean;
}

/** The text with only signs that iso-8859-15 has. Idempotent. */
export function inLatin9(text: string): Written {
  const composed = [...text].every((sign) => byteOf(sign) !== undefined) ? text : text.normalize('NFC');
  const signs = [...composed];
  const written = signs.map((sign, index) => (byteOf(sign) === undefined ? instead(sign, signs[index - 1]) : sign)).join('');
  return { text: written, isTransliterated: written !== text };
}

/** For text that went through inLatin9. */
export const latin9Bytes = (text: string): Buffer => Buffer.from([...text].map((sign) => byteOf(sign) ?? 0x3f));

function instead(sign: string, before = ''): string {
  const plain = PLAIN.find(([signs]) => signs.test(sign));
  if (plain !== undefined) return plain[1];
  const compatible = sign.normalize('NFKC');
  if (compatible !== sign && [...compatible].every((one) => byteOf(one) !== undefined)) return compatible;
  const { text } = transliterate(sign);
  // A diacritic that no letter of the character set has leaves its letter bare.
  if (text === '') return /\p{M}/u.test(sign) && /\p{L}/u.test(before) ? '' : '?';
  return sign === sign.toLowerCase() ? text.toLowerCase() : text;
}
