/**
 * Statutory terms: from the rule, the instant at which the term starts and the days off to the instant at which it is over. Pure, and the
 * one place where terms are counted. The day of the event is not counted (KPA Art. 57 par. 1, Reg. (EEC, Euratom) 1182/71 Art. 3(1)).
 */
import type { Calendars, DayOff } from './calendars.ts';
import { addDays, addMonths, dayAt, DAY_MS, isDay, msOf, startOfDayMs } from './days.ts';
import { LawGap } from './law-gap.ts';

export interface TermRule {
  readonly code: string;
  readonly length: number;
  readonly unit: 'HOUR' | 'DAY' | 'MONTH' | 'YEAR';
  /** CALENDAR_DAY_END: until 24:00 of its last day; ELAPSED: to the millisecond, a day being 24 hours. */
  readonly mode: 'CALENDAR_DAY_END' | 'ELAPSED';
  /** What becomes of a last day that is off: NONE, it stays; otherwise the term ends with the next working day. */
  readonly roll: 'NONE' | 'EU_1182_71' | 'KPA_57';
  /** Whose days off count: a state (ISO 3166-1 alpha-3), or the one that must act. */
  readonly calendar: string;
  readonly startsAt: 'DELIVERY' | 'SUBMISSION' | 'SERVICE' | 'LODGING';
  /** First and last day of the dates that choose the rule; null: without end. */
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly legalBasis: string;
  readonly isSample: boolean;
  /** On whose clocks days begin and end, as Intl names it; Europe/Warsaw when left out. */
  readonly zone?: string;
}

/** Why a term goes on after a day: that is off, or (Reg. 1182/71 Art. 3(5)) the term had fewer than two working days by then. */
export type TermReason =
  DayOff | { readonly day: string; readonly kind: 'FEWER_THAN_TWO_WORKING_DAYS'; readonly state: string; readonly holiday: null };

export interface Term {
  /** The day on which the event was; it is not counted. */
  readonly startedOn: string;
  /** null for a term that counts elapsed time. */
  readonly lastDay: string | null;
  /** The first instant at which the term is over, ISO 8601 in UTC: 24:00 of the last day. Something done at this instant is late. */
  readonly endsAt: string;
  /** What would have been the last day, were it not off; null when the term was not moved. */
  readonly rolledFrom: string | null;
  /** Every day over which the term was moved, in order. */
  readonly reasons: readonly TermReason[];
}

/** The state that must act, in the calendar of a rule. */
const ACTING_STATE = 'ACTING_STATE';

/** The rule of that code on a day (`yyyy-mm-dd`). Which day that is says the law, as a rule that of lodging or of the start; never today. */
export const termRule = <Rule extends TermRule>(rules: readonly Rule[], code: string, on: string): Rule | undefined =>
  rules.find((rule) => rule.code === code && rule.validFrom <= on && (rule.validTo === null || on <= rule.validTo));

/** Whose days off decide where a term may end. */
type Place = readonly [days: Calendars, actingState?: string];

/**
 * The term of the rule that starts at the instant, or on the day where no more is known of the event, as of a service by fiction. Throws
 * LawGap when a day must be known that no calendar tells, and when the rule goes by the state that must act and none is named; RangeError
 * when `startedAt` is no instant, or only a day where elapsed time counts.
 */
export function termOf(rule: TermRule, startedAt: string, ...[days, actingState]: Place): Term {
  const startedOn = isDay(startedAt) ? startedAt : dayAt(startedAt, rule.zone);
  if (rule.mode === 'ELAPSED') return { startedOn, lastDay: null, endsAt: elapsed(rule, startedAt), rolledFrom: null, reasons: [] };
  const unmoved = unmovedLastDay(rule, startedOn);
  const reasons = rule.roll === 'NONE' ? [] : daysMovedOver({ days, rule, state: stateOf(rule, actingState), startedOn }, unmoved);
  const lastDay = addDays(unmoved, reasons.length);
  const endsAt = new Date(startOfDayMs(addDays(lastDay, 1), rule.zone)).toISOString();
  return { startedOn, lastDay, endsAt, rolledFrom: reasons.length === 0 ? null : unmoved, reasons };
}

/**
 * The day at whose end a letter counts as served that was left at the post office: the fourteenth day from the one on which the first
 * notice of it was delivered (KPA Art. 44 par. 4). It is the end of a time of keeping and moves over no day off.
 */
export const serviceFictionOn = (deliveredNoticeOn: string): string => addDays(deliveredNoticeOn, SERVICE_FICTION_DAYS);

/** KPA Art. 44; the row KPA_SERVICE_FICTION of config/law/terms.json says the same. */
const SERVICE_FICTION_DAYS = 14;

const UNIT_MS = { HOUR: 3_600_000, DAY: DAY_MS } as const;

function elapsed({ code, length, unit }: TermRule, startedAt: string): string {
  if (unit === 'MONTH' || unit === 'YEAR') throw new LawGap(`${code} counts elapsed time: only hours and days have a length of their own.`);
  return new Date(msOf(startedAt) + length * UNIT_MS[unit]).toISOString();
}

function unmovedLastDay({ code, length, unit }: TermRule, startedOn: string): string {
  if (unit === 'HOUR') throw new LawGap(`${code} is in hours, which end with no day: its mode must be ELAPSED.`);
  if (unit === 'DAY') return addDays(startedOn, length);
  return addMonths(startedOn, unit === 'MONTH' ? length : 12 * length);
}

function stateOf({ code, calendar }: TermRule, actingState: string | undefined): string {
  if (calendar !== ACTING_STATE) return calendar;
  if (actingState === undefined) throw new LawGap(`${code} goes by the days off of the state that must act: name it.`);
  return actingState;
}

interface Counting {
  readonly rule: TermRule;
  readonly days: Calendars;
  readonly state: string;
  readonly startedOn: string;
}

/** The days from the unmoved last day on with which the term cannot end; it ends with the one after them. */
function daysMovedOver(counting: Counting, unmoved: string): readonly TermReason[] {
  const reasons: TermReason[] = [];
  for (let day = unmoved; ; day = addDays(day, 1)) {
    const reason = whyNotOn(counting, day);
    if (reason === undefined) return reasons;
    reasons.push(reason);
  }
}

function whyNotOn({ rule, days, state, startedOn }: Counting, day: string): TermReason | undefined {
  const off = days.dayOff(state, day);
  if (off !== undefined) return off;
  const isTooShort = rule.roll === 'EU_1182_71' && rule.length >= 2 && !hasTwoWorkingDays({ days, state, startedOn }, day);
  return isTooShort ? { day, kind: 'FEWER_THAN_TWO_WORKING_DAYS', state, holiday: null } : undefined;
}

/** Reg. 1182/71 Art. 3(5): a period of two days or more has at least two working days. The last day is one; is there another before? */
function hasTwoWorkingDays({ days, state, startedOn }: Omit<Counting, 'rule'>, lastDay: string): boolean {
  for (let day = addDays(lastDay, -1); day > startedOn; day = addDays(day, -1)) {
    if (days.dayOff(state, day) === undefined) return true;
  }
  return false;
}
