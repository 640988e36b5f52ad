/**
 * Brings a name into the one form that the letter tables are written in: composed, in upper case, without presentation forms and
 * without signs that are no part of a name.
 */

const GEORGIAN_CAPITALS = /[\u1C90-\u1CBF]/gu;
/** A stress on a Greek letter would hide a pair such as ΟΥ; a diaeresis parts the pair and stays. */
const GREEK_STRESS = /(\p{Script=Greek})\u0301/gu;
const INVISIBLE = /\p{Cf}/gu;
const APOSTROPHES = /['`´‘’‛′ʹʺʻʼʽʾʿˈ]/gu;
const HYPHENS = /\p{Pd}/gu;
/** Commas and the filler of machine readable zones part components, as Doc 9303-3 4.6 has it. */
const SPACES = /[\s,،<]+/gu;

/** Idempotent. Combining marks join their letters where a composed letter exists; Arabic presentation forms become plain letters. */
export function prepare(name: string): string {
  const plain = withoutStress(name.replace(APOSTROPHES, "'")).normalize('NFKC').replace(INVISIBLE, '');
  return upperCase(plain).replace(APOSTROPHES, "'").replace(HYPHENS, '-').replace(SPACES, ' ');
}

/** Georgian has no upper case in ordinary writing, so its table is in the letters that everybody writes. */
function upperCase(text: string): string {
  return text.toUpperCase().replace(GEORGIAN_CAPITALS, (letter) => letter.toLowerCase());
}

function withoutStress(name: string): string {
  return name.normalize('NFD').replace(GREEK_STRESS, '$1').normalize('NFC');
}
