/**
 * Comparison keys for names: any script with letter-by-letter Latin forms, any of the usual spellings. Deliberately lossy; written
 * for the simulator alone.
 */
const CYRILLIC: Record<string, string> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', ґ: 'g', д: 'd', е: 'e', ё: 'e', є: 'ie', ж: 'zh', з: 'z', и: 'i', і: 'i', ї: 'i', й: 'i' },
  ...{ к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ў: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch' },
  ...{ ш: 'sh', щ: 'shch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'iu', я: 'ia', ҷ: 'j', ҳ: 'h', қ: 'q', ғ: 'gh', ӣ: 'i', ӯ: 'u' },
};
const GEORGIAN: Record<string, string> = {
  ...{
    ა: 'a',
    ბ: 'b',
    გ: 'g',
    დ: 'd',
    ე: 'e',
    ვ: 'v',
    ზ: 'z',
    თ: 't',
    ი: 'i',
    კ: 'k',
    ლ: 'l',
    მ: 'm',
    ნ: 'n',
    ო: 'o',
    პ: 'p',
    ჟ: 'zh',
    რ: 'r',
  },
  ...{
    ს: 's',
    ტ: 't',
    უ: 'u',
    ფ: 'p',
    ქ: 'k',
    ღ: 'gh',
    ყ: 'q',
    შ: 'sh',
    ჩ: 'ch',
    ც: 'ts',
    ძ: 'dz',
    წ: 'ts',
    ჭ: 'ch',
    ხ: 'kh',
    ჯ: 'j',
    ჰ: 'h',
  },
};
const LATIN: Record<string, string> = { ł: 'l', ø: 'o', ß: 'ss', đ: 'd', ð: 'd', þ: 'th', ı: 'i', æ: 'ae', œ: 'oe', ə: 'a' };
const LETTERS: Record<string, string> = { ...CYRILLIC, ...GEORGIAN, ...LATIN };

/** Spellings that mean the same sound in one transliteration or another, brought to one. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/ae|oe|ue/g, 'e'],
  [/kh|gh|g/g, 'h'],
  [/[yj]/g, 'i'],
  [/w/g, 'v'],
  [/x/g, 'ks'],
  [/i+/g, 'i'],
  [/(.)\1/g, '$1'],
];

/** More names than the generator has; searches bring others. */
const MOST_KEPT = 50_000;
const keys = new Map<string, string>();

/** The key of one name; names with the same key are the same name under ANY_NAME. */
export function nameKey(name: string): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = SPELLINGS.reduce((text, [from, to]) => text.replace(from, to), plainLatin(name));
  if (keys.size > MOST_KEPT) keys.clear();
  keys.set(name, key);
  return key;
}

const parts = new Map<string, readonly string[]>();

/** The keys of the parts of a name, for comparing only some of several forenames. */
export function nameParts(name: string): readonly string[] {
  const known = parts.get(name);
  if (known !== undefined) return known;
  const found = name.split(/[\s-]+/).flatMap((part) => nameKey(part) || []);
  if (parts.size > MOST_KEPT) parts.clear();
  parts.set(name, found);
  return found;
}

function plainLatin(name: string): string {
  const letters = [...name.normalize('NFC').toLowerCase()].map((letter) => LETTERS[letter] ?? umlaut(letter) ?? letter).join('');
  return letters.normalize('NFKD').replace(/[\p{M}\p{P}\s<]/gu, '');
}

/** Papers write both MUELLER and MULLER for Müller; both come to one key. */
function umlaut(letter: string): string | undefined {
  return { ä: 'ae', ö: 'oe', ü: 'ue' }[letter];
}
