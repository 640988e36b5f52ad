/**
 * Which consultations are open when the measurement begins, and what happens to each in its window: one term of one authority ends in every
 * one of them, each at an instant of its own; some were waiting for nobody else, some for an answer that comes in the same window, and in
 * some the answer comes just before or just after the end of the very term. Pure: the same count gives the same plan.
 */
import { createHash } from 'node:crypto';

export const CONSULATE = 'PL-MSZ-CONS-1';
export const SYSTEM = 'PL-KSK';
export const AUTHORITIES = ['PL-SG', 'PL-KGP', 'PL-ABW', 'PL-AW', 'PL-MSZ'] as const;

/** SILENT: final by the clock alone. JOINED: final by a term and an answer. RACED: the answer comes about when the term ends. OPEN: stays open. */
export type Course = 'SILENT' | 'JOINED' | 'RACED' | 'OPEN';

export interface Planned {
  readonly id: string;
  readonly reference: string;
  readonly course: Course;
  /** Whose term ends in the window. */
  readonly timed: string;
  /** Milliseconds of the window. */
  readonly dueAfterMs: number;
  /** Who answers, and when; null where nobody does. */
  readonly answering: string | null;
  readonly answerAfterMs: number | null;
}

/** As many for a minute as the issue has, fewer for a shorter one; never below 6 s, so that a half of it means something. */
export const windowSeconds = (count: number): number => Math.max(6, Math.min(60, Math.round((count * 60) / 100_000)));

/** Of a hundred, so many are SILENT, and so many more JOINED and RACED. */
const [SILENT, JOINED, RACED] = [18, 3, 3];
/** Coprime to any count that is likely: instants are spread evenly, and in no order that the rows have. */
const [STRIDE, OTHER_STRIDE] = [7919, 104_729];
/** The answer to a RACED one comes at most so long before the end of the term, or after it. */
const RACE_MS = 1500;

export const planOf = (count: number): readonly Planned[] => Array.from({ length: count }, (_, number) => plan(number, count));

function plan(number: number, count: number): Planned {
  const windowMs = windowSeconds(count) * 1000;
  const spread = (stride: number): number => Math.floor((windowMs * ((number * stride) % count)) / count);
  const course = courseOf(number % 100);
  const [timed, other] = [authority(Math.floor(number / 100)), authority(Math.floor(number / 100) + 1)];
  const dueAfterMs = spread(STRIDE);
  const raced = Math.max(0, dueAfterMs - RACE_MS + ((number * OTHER_STRIDE) % (2 * RACE_MS)));
  const answers = {
    SILENT: { answering: null, answerAfterMs: null },
    OPEN: { answering: null, answerAfterMs: null },
    JOINED: { answering: other, answerAfterMs: spread(OTHER_STRIDE) },
    RACED: { answering: timed, answerAfterMs: raced },
  };
  return { id: idOf(number), reference: referenceOf(number), course, timed, dueAfterMs, ...answers[course] };
}

function courseOf(share: number): Course {
  if (share < SILENT) return 'SILENT';
  if (share < SILENT + JOINED) return 'JOINED';
  return share < SILENT + JOINED + RACED ? 'RACED' : 'OPEN';
}

const authority = (number: number): string => AUTHORITIES[number % AUTHORITIES.length] ?? AUTHORITIES[0];

/** In no order, as those of the hub. */
function idOf(number: number): string {
  const digits = createHash('md5').update(`bench-${number}`).digest('hex');
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}

const referenceOf = (number: number): string => `KSK${number.toString(36).toUpperCase().padStart(13, '0')}`;
