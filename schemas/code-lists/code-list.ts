/**
 * Answers from one code list: is a code valid on a day, what is it called, what do others call it. Pure. A code without an
 * answer throws a CodeListGap; a day is always given by the caller, never taken from a clock.
 */
import type { CodeListsCodeList, CodeListsCodeListCode } from '../types.generated.ts';
import { CodeListGap, type CodeQuestion } from './code-list-gap.ts';

export type CodeListDocument = CodeListsCodeList;
export type CodeEntry = CodeListsCodeListCode;

/**
 * `on` is a day as YYYY-MM-DD, the first and the last day of validity included. Without it a code counts at any time, and
 * one that meant different things at different times throws a CodeListGap with reason AMBIGUOUS.
 */
export interface CodeList {
  readonly list: string;
  has(code: string, on?: string): boolean;
  labelOf(code: string, language: 'en' | 'pl', on?: string): string;
  /** Our code for theirs. */
  fromDialect(dialect: string, theirCode: string, on?: string): string;
  /** Their code for ours. It can say less than ours; then fromDialect does not lead back. */
  toDialect(dialect: string, code: string, on?: string): string;
  /** The entries in the order of the file, for a choice or for their attributes. */
  entries(on?: string): readonly CodeEntry[];
}

type Index = ReadonlyMap<string, readonly CodeEntry[]>;

export function createCodeList({ list, dialects = {}, codes }: CodeListDocument): CodeList {
  const byCode = indexed(codes, (entry) => [entry.code]);
  const byTheirs = new Map(Object.keys(dialects).map((dialect) => [dialect, indexed(codes, (entry) => readAs(entry, dialect))]));
  return {
    list,
    has: (code, on) => (byCode.get(code) ?? []).some((entry) => isValidOn(entry, on)),
    labelOf: (code, language, on) => answer(byCode.get(code), (entry) => entry[language], { list, code, on }),
    fromDialect: (dialect, theirCode, on) =>
      answer(byTheirs.get(dialect)?.get(theirCode), (entry) => entry.code, { list, dialect, code: theirCode, on }),
    toDialect: (dialect, code, on) => answer(byCode.get(code), (entry) => saidAs(entry, dialect), { list, dialect, code, on }),
    entries: (on) => codes.filter((entry) => isValidOn(entry, on)),
  };
}

/** The one answer of the entries that are valid; throws a CodeListGap that says why there is none. */
function answer(found: readonly CodeEntry[] = [], read: (entry: CodeEntry) => string | undefined, question: CodeQuestion): string {
  const known = found.filter((entry) => read(entry) !== undefined);
  const valid = known.filter((entry) => isValidOn(entry, question.on));
  const [first, ...others] = new Set(valid.map(read));
  if (first === undefined) throw new CodeListGap(known.length === 0 ? 'UNKNOWN' : 'NOT_VALID', question);
  if (others.length > 0) throw new CodeListGap('AMBIGUOUS', question);
  return first;
}

/** Days of the form YYYY-MM-DD are in order as text. */
function isValidOn({ validFrom, validTo }: CodeEntry, on: string | undefined): boolean {
  return on === undefined || ((validFrom === null || validFrom <= on) && (validTo === null || on <= validTo));
}

function readAs({ mappings, accepts }: CodeEntry, dialect: string): readonly string[] {
  const mapped = own(mappings, dialect);
  return [...(mapped === undefined ? [] : [mapped]), ...(own(accepts, dialect) ?? [])];
}

function saidAs({ mappings, writes }: CodeEntry, dialect: string): string | undefined {
  return own(mappings, dialect) ?? own(writes, dialect);
}

/** A dialect called like something every object has must not be found. */
function own<Value>(map: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}

function indexed(codes: readonly CodeEntry[], keysOf: (entry: CodeEntry) => readonly string[]): Index {
  const index = new Map<string, CodeEntry[]>();
  for (const entry of codes) {
    for (const key of keysOf(entry)) index.set(key, [...(index.get(key) ?? []), entry]);
  }
  return index;
}
