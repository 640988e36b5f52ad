/**
 * When terms end, counted by hand for the November of the run and without a line of the hub: the day of the event does not count, a last day
 * that is a Saturday, a Sunday or a holiday of the state rolls on, and the end is 24:00 in Warsaw, which is UTC+1 all the month.
 */
const DAY_MS = 86_400_000;
const WARSAW_MS = 3_600_000;

const HOLIDAYS: Readonly<Record<string, readonly string[]>> = { POL: ['2026-11-11'], FRA: ['2026-11-11'], AUT: [] };

interface Term {
  readonly days: number;
  /** Whose days off count. */
  readonly country: string;
}

/** Milliseconds since the epoch. */
export function endOfTerm(startedAt: number, { days, country }: Term): number {
  let last = Math.floor((startedAt + WARSAW_MS) / DAY_MS) + days;
  while (isOff(last, country)) last += 1;
  return (last + 1) * DAY_MS - WARSAW_MS;
}

function isOff(day: number, country: string): boolean {
  const date = new Date(day * DAY_MS);
  return [0, 6].includes(date.getUTCDay()) || (HOLIDAYS[country] ?? []).includes(date.toISOString().slice(0, 10));
}
