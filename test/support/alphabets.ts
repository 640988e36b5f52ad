/**
 * How letters are written with A to Z, typed in from the sources and never from the tables that are tested against them. A line reads
 * "letter or code point, Latin letters"; nothing behind a letter says that it is not written.
 */
import type { Reading } from '../../identity/names/letters.ts';

/** ICAO Doc 9303-3 section 6.A, the first of what it recommends: Latin letters, and the letters that are written so. */
export const LATIN_BY_TARGET: Readonly<Record<string, string>> = {
  ...{ A: 'ÁÀÂÃĂĀĄ', C: 'ĆĈČĊÇ', D: 'ĐĎÐ', E: 'ÉÈÊËĚĖĒĘĔ', G: 'ĜĞĠĢ', H: 'ĦĤ', I: 'ıÍÌÎÏİĪĮĨĬ', J: 'Ĵ', K: 'Ķ', L: 'ŁĹĽĻĿ', N: 'ŃŇÑŅŊ' },
  ...{ O: 'ÓÒÔÕŐŌŎ', R: 'ŔŘŖ', S: 'ŚŜŠŞ', T: 'ŤŢŦ', U: 'ÚÙÛŨŬŰŮŪŲ', W: 'Ŵ', Y: 'ÝŶŸ', Z: 'ŹŽŻ' },
  ...{ AE: 'ÆÄ', AA: 'Å', IJ: 'Ĳ', OE: 'ØÖŒ', SS: 'ẞ', TH: 'Þ', UE: 'Ü' },
};
/** From memory of papers; Doc 9303 has none of them. */
export const LATIN_BY_PRACTICE = 'Ə A, Ɓ B, Ɗ D, Ƙ K, Ɛ E, Ɔ O, Ɲ N, ĸ K';
/** What 6.A recommends after the first; Ə from memory. */
export const LATIN_ALTERNATIVES = 'Ä A, Å A, Ñ NXX, Ö O, Ü UXX U, Ə E';

/** Whole alphabets in their order, after 6.B with its exceptions by language; Ь, Ѓ and Ћ, which it lacks, from memory. */
export const CYRILLIC_ALPHABETS: readonly (readonly [Reading, string, string])[] = [
  ['RU', 'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ', 'ABVGDEEZHZIIKLMNOPRSTUFKHTSCHSHSHCHIEYEIUIA'],
  ['BY', 'АБВГДЕЁЖЗІЙКЛМНОПРСТУЎФХЦЧШЫЬЭЮЯ', 'ABVHDEIOZHZIIKLMNOPRSTUUFKHTSCHSHYEIUIA'],
  ['UA', 'АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ', 'ABVHGDEIEZHZYIIIKLMNOPRSTUFKHTSCHSHSHCHIUIA'],
  ['BG', 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯ', 'ABVGDEZHZIIKLMNOPRSTUFKHTSCHSHSHTIEIUIA'],
  ['SR', 'АБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ', 'ABVHDDEZZIJKLLJMNNJOPRSTCUFHCCDZS'],
  ['MK', 'АБВГДЃЕЖЗЅИЈКЛЉМНЊОПРСТЌУФХЦЧЏШ', 'ABVGDGJEZHZDZIJKLLJMNNJOPRSTKJUFHCCHDJSH'],
];
/** 6.B without its exceptions. */
export const CYRILLIC =
  'Ё E, Ђ D, Є IE, Ѕ DZ, І I, Ї I, Ј J, Љ LJ, Њ NJ, Ќ K, Ў U, Џ DZ, А A, Б B, В V, Г G, Д D, Е E, Ж ZH, З Z, И I, Й I, К K, Л L, М M, ' +
  'Н N, О O, П P, Р R, С S, Т T, У U, Ф F, Х KH, Ц TS, Ч CH, Ш SH, Щ SHCH, Ъ IE, Ы Y, Э E, Ю IU, Я IA, Ѫ U, Ѵ Y, Ґ G, Ғ G, Һ C';
/** The exceptions of 6.B. Ѓ MK stands under U+0492 there. */
export const CYRILLIC_BY_LANGUAGE: Readonly<Record<Reading, string>> = {
  RU: '',
  UA: 'Г H, И Y',
  BY: 'Г H, Ё IO',
  BG: 'Щ SHT',
  SR: 'Г H, Ж Z, Х H, Ц C, Ч C, Ш S',
  MK: 'Ќ KJ, Џ DJ, Х H, Ц C, Ғ GJ, Ѓ GJ',
};
export const UKRAINIAN_FIRST = 'Є YE, Ї YI, Й Y, Ю YU, Я YA';
/** From memory of papers; Doc 9303 has none of them, or means them by another code point (Ѓ, Ћ). */
export const CYRILLIC_BY_PRACTICE = 'Ѓ G, Ћ C, Ь, Ҷ J, Ҳ H, Қ Q, Ә A, Ң N, Ө O, Ү U, Ұ U, Ӏ';
/** From memory of papers. */
export const CYRILLIC_ALTERNATIVES = 'Ё IO YO, Ъ A U, Ғ GH, Һ H, Қ K, Ң NG';

/** ELOT 743, type 2, from memory and from one public transcription of it; Doc 9303 has no Greek. */
export const GREEK =
  'Α A, Β V, Γ G, Δ D, Ε E, Ζ Z, Η I, Θ TH, Ι I, Κ K, Λ L, Μ M, Ν N, Ξ X, Ο O, Π P, Ρ R, Σ S, Τ T, Υ Y, Φ F, Χ CH, Ψ PS, Ω O, ' +
  'ΟΥ OU, ΑΥ AV, ΕΥ EV, ΗΥ IV, ΓΓ NG, ΓΞ NX, ΓΧ NCH, ΜΠ MP';
/** Υ after Α, Ε, Η before a voiceless letter, and at the end. */
export const GREEK_VOICELESS = { letters: 'ΘΚΞΠΣΤΦΧΨ', others: 'ΑΒΓΔΕΖΗΙΛΜΝΟΡΥΩ', read: 'ΑΥ AF, ΕΥ EF, ΗΥ IF' };
/** At the beginning and at the end. */
export const GREEK_AT_EDGES = 'ΜΠ B';
export const GREEK_ALTERNATIVES = 'Χ KH H, ΜΠ B';

/** The national system of 2002 without apostrophes, from memory. */
export const GEORGIAN =
  'ა A, ბ B, გ G, დ D, ე E, ვ V, ზ Z, თ T, ი I, კ K, ლ L, მ M, ნ N, ო O, პ P, ჟ ZH, რ R, ს S, ტ T, უ U, ფ P, ქ K, ღ GH, ყ Q, ' +
  'შ SH, ჩ CH, ც TS, ძ DZ, წ TS, ჭ CH, ხ KH, ჯ J, ჰ H';

/** BGN/PCGN 1981 without apostrophes, as passports have it, from memory. Ռ is RR there and R on passports; Ւ alone is not there. */
export const ARMENIAN =
  'Ա A, Բ B, Գ G, Դ D, Ե E, Զ Z, Է E, Ը Y, Թ T, Ժ ZH, Ի I, Լ L, Խ KH, Ծ TS, Կ K, Հ H, Ձ DZ, Ղ GH, Ճ CH, Մ M, Յ Y, Ն N, Շ SH, Ո O, ' +
  'Չ CH, Պ P, Ջ J, Ռ R, Ս S, Վ V, Տ T, Ր R, Ց TS, Ւ V, Փ P, Ք K, Օ O, Ֆ F, ՈՒ U, ԵՒ EV';
export const ARMENIAN_FIRST = 'Ե YE, Ո VO, ԵՒ YEV';
export const ARMENIAN_ALTERNATIVES = 'Ե E, Ը , Ո VO';

/** Doc 9303-3 section 6.C by code points. What is not encoded has nothing behind it. */
export const ARABIC =
  '0621 XE, 0622 XAA, 0623 XAE, 0624 U, 0625 I, 0626 XI, 0627 A, 0628 B, 0629 XTA, 062A T, 062B XTH, 062C J, 062D XH, 062E XKH, ' +
  '062F D, 0630 XDH, 0631 R, 0632 Z, 0633 S, 0634 XSH, 0635 XSS, 0636 XDZ, 0637 XTT, 0638 XZZ, 0639 E, 063A G, 0640, 0641 F, 0642 Q, ' +
  '0643 K, 0644 L, 0645 M, 0646 N, 0647 H, 0648 W, 0649 XAY, 064A Y, 064B, 064C, 064D, 064E, 064F, 0650, 0652, 0670, 0671 XXA, ' +
  '0679 XXT, 067C XRT, 067E P, 0681 XKE, 0685 XXH, 0686 XC, 0688 XXD, 0689 XDR, 0691 XXR, 0693 XRR, 0696 XRX, 0698 XJ, 069A XXS, ' +
  '069C, 06A2, 06A7, 06A8, 06A9 XKK, 06AB XXK, 06AD XNG, 06AF XGG, 06BA XNN, 06BC XXN, 06BE XDO, 06C0 XYH, 06C1 XXG, 06C2 XGE, ' +
  '06C3 XTG, 06CC XYA, 06CD XXY, 06D0 Y, 06D2 XYB, 06D3 XBE';
export const ARABIC_LAST = '0629 XAH';
/** U+0651 doubles the letter before it: the two examples of 6.C, and one letter of each kind. */
export const ARABIC_DOUBLED: readonly (readonly [string, string])[] = [
  ['عبّاس', 'EBBAS'],
  ['فضّة', 'FXDZDZXAH'],
  ['بّ', 'BB'],
  ['شّ', 'XSHSH'],
];
/** The sound, for the search: from memory; Doc 9303 has one form of each letter. */
export const ARABIC_ALTERNATIVES =
  '0621 , 0622 A, 0623 A, 0626 I, 0629 A, 062B TH, 062D H, 062E KH, 0630 DH Z, 0634 SH, 0635 S, 0636 D Z, 0637 T, 0638 Z, 0639 A, ' +
  '063A GH, 0649 A, 0671 A, 0679 T, 067C T, 0681 Z, 0685 S, 0686 CH, 0688 D, 0689 D, 0691 R, 0693 R, 0696 ZH, 0698 ZH, 069A SH, ' +
  '06A9 K, 06AB G, 06AD NG, 06AF G, 06BA N, 06BC N, 06BE H, 06C0 H, 06C1 H, 06C2 H, 06C3 A, 06CC I, 06CD AI, 06D2 E, 06D3 E';
