/** The worked examples of terms: what a lawyer reads in docs/terms.md is what the engine is held to. */
import { readFileSync } from 'node:fs';
import { dayAt } from '../../law/days.ts';
import type { TermRow } from '../../law/term-law.ts';
import { serviceFictionOn, termRule } from '../../law/terms.ts';

export interface TermExample {
  readonly what: string;
  readonly code: string;
  readonly actingState?: string;
  /** The day that chooses the rule, where it is not the start. */
  readonly lodgedOn?: string;
  /** When the term starts; a letter served by fiction has the day of its first notice instead. */
  readonly startedAt?: string;
  readonly firstNoticeOn?: string;
  readonly lastDay: string;
  /** The first instant at which the term is over. */
  readonly over: string;
  /** Each day with its holiday or its day of the week. */
  readonly movedOver: readonly string[];
}

export const termExamples = (): readonly TermExample[] =>
  JSON.parse(readFileSync(new URL('../unit/term-examples.json', import.meta.url), 'utf8')) as readonly TermExample[];

export const startOf = ({ startedAt, firstNoticeOn }: TermExample): string => startedAt ?? serviceFictionOn(firstNoticeOn ?? '');

export function ruleOf(rules: readonly TermRow[], example: TermExample): TermRow | undefined {
  const start = startOf(example);
  return termRule(rules, example.code, example.lodgedOn ?? (start.includes('T') ? dayAt(start) : start));
}
