/**
 * Folds a name in A to Z to a canonical key: spellings that stand for one sound, or for one letter of another script, come to one class
 * letter. Lossy on purpose, for finding; never for showing.
 */

/**
 * In order, each over the result of the one before. Letters that become free are used again as classes: Q for CH, X for SH, J for ZH,
 * C for TS. The digraphs are those of ICAO and of English, French, German and Polish spelling of the same names.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  // Escapes of Doc 9303 for Ñ, Ü.
  [/([NU])XX/g, '$1'],
  // Letters whose place is needed below, or that have one sound only.
  [/Q/g, 'K'],
  [/X/g, 'KS'],
  [/PH/g, 'F'],
  [/W/g, 'V'],
  // DZH, DJ and J are one sound to English eyes, J and Y to Polish ones.
  [/DZH|DJ/g, 'J'],
  [/[JY]/g, 'I'],
  // Щ, Ч, Ш, Ж in their forms; German TSCH holds SCH, so it comes first.
  [/SCHTSCH|SZCZ|SHCH/g, 'XQ'],
  [/TSCH|TCH|TSH/g, 'Q'],
  [/SCH|SZ|SH/g, 'X'],
  [/CZ|CH/g, 'Q'],
  [/ZGH|ZH/g, 'J'],
  // Х, Г, Ґ, غ and what is made of them.
  [/KH|GH|G/g, 'H'],
  [/TH/g, 'T'],
  // C is TS before a bright vowel, else K; -CKI and -TSKYI are one ending.
  [/C(?![EI])|TSK/g, 'K'],
  [/TS|TZ/g, 'C'],
  // Iotated vowels: -IIA, -IYA, -YIA; YEVGENY and EVGENY; ISAYEV and ISAEV.
  [/I+/g, 'I'],
  [/IE/g, 'E'],
  // Ä, Ö, Ü with and without their E; French OU, English OO.
  [/AE|AA/g, 'A'],
  [/OE/g, 'O'],
  [/UE|OU|OO/g, 'U'],
  [/(.)\1+/g, '$1'],
];

/** The key of a text in A to Z; spaces, hyphens and apostrophes do not count. */
export function fold(text: string): string {
  return RULES.reduce((folded, [pattern, to]) => folded.replace(pattern, to), text.replace(/[^A-Z]/g, ''));
}

/** What is left without vowels, half-vowels and a last H that nobody speaks, to compare with scripts that do not write them. */
export function skeleton(key: string): string {
  return key.replace(/[AEIOUV]|H$/g, '');
}
