/** What the tests of code lists ask of an entry, written apart from the code they judge. */
import type { CodeEntry } from '../../schemas/code-lists/code-list.ts';

/** Every dialect that the entry uses in any way, each once. */
export function dialectsOf({ mappings, accepts, writes }: CodeEntry): string[] {
  return [...new Set([mappings, accepts, writes].flatMap((map) => Object.keys(map ?? {})))];
}

/** The codes of the dialect that are read as the entry. */
export function readingsOf({ mappings = {}, accepts = {} }: CodeEntry, dialect: string): string[] {
  const mapped = mappings[dialect];
  return [...(mapped === undefined ? [] : [mapped]), ...(accepts[dialect] ?? [])];
}

export function shareADay(a: CodeEntry, b: CodeEntry): boolean {
  const first = [a.validFrom ?? '', b.validFrom ?? ''].sort().at(1) ?? '';
  return [a.validTo, b.validTo].every((last) => last === null || first <= last);
}

/** Every two entries of the list, each pair once. */
export function pairsOf(codes: readonly CodeEntry[]): [CodeEntry, CodeEntry][] {
  return codes.flatMap((a, at) => codes.slice(at + 1).map((b): [CodeEntry, CodeEntry] => [a, b]));
}

/** A day on which the entry is valid: its last, its first, or any. */
export function validDay({ validFrom, validTo }: CodeEntry): string {
  return validTo ?? validFrom ?? '2026-01-01';
}
