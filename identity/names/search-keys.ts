/**
 * Search keys: a few upper-case keys of a name such that the spellings of one name meet in at least one. One folding does most of it;
 * the readings and alternatives of a script add the rest, and a cap bounds them.
 */
import { fold } from './folding.ts';
import type { Reading } from './letters.ts';
import { transliterate, type TransliterateOptions } from './transliterate.ts';

/** No name has more keys. The recommended spelling comes first. */
export const MAX_SEARCH_KEYS = 8;

const READINGS: readonly Reading[] = ['RU', 'UA', 'BY', 'BG', 'MK', 'SR'];
const SPELLINGS = [0, 1, 2];

/**
 * Keys of a surname, of given names or of a full name, in any script; none for a name without a readable letter. A language narrows
 * Cyrillic to one reading. Arabic keys hold no unwritten vowels, so they meet among themselves; `sameName` compares across scripts.
 */
export function searchKeys(name: string, options: Omit<TransliterateOptions, 'spelling'> = {}): string[] {
  const keys = SPELLINGS.flatMap((spelling) =>
    readingsOf(name, options).map((language) => fold(transliterate(name, { ...options, language, spelling }).text)),
  );
  const all = [...keys, ...polishKeys(name, options)].filter((key) => key !== '');
  return [...new Set(all)].slice(0, MAX_SEARCH_KEYS);
}

function readingsOf(name: string, { language }: TransliterateOptions): readonly Reading[] {
  if (language !== undefined) return [language];
  return /\p{Script=Cyrillic}/u.test(name) ? READINGS : ['RU'];
}

/** In Polish and German spelling CH is what others write KH or H: Achmed, Zacharow. Only a Latin name can mean that. */
function polishKeys(name: string, options: TransliterateOptions): string[] {
  if (!/CH/i.test(name)) return [];
  return [fold(transliterate(name, options).text.replace(/(?<![ST])CH/g, 'H'))];
}
