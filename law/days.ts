/** Days of the calendar as `yyyy-mm-dd`, and where they begin and end on the clock of a time zone. Pure: zones are those of Intl. */

/** Of the hub and of every term that names no other. */
const WARSAW = 'Europe/Warsaw';

export const DAY_MS = 86_400_000;

export const addDays = (day: string, days: number): string => dayOfMs(Date.parse(day) + days * DAY_MS);

/** The same day number that many months later, or the last day of a month that lacks it (KPA Art. 57 par. 3, Reg. 1182/71 Art. 3(2)(c)). */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, number = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dayOfMs(Date.UTC(year, month - 1 + months, Math.min(number, last)));
}

/** 0 is Sunday, 6 is Saturday. */
export const weekdayOf = (day: string): number => new Date(day).getUTCDay();

/** Whether it is a day that exists. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;

/**
 * The instant in milliseconds since the epoch, of which ISO 8601 text must say how far it is from UTC: without that it would depend on the
 * zone of the machine. Throws a RangeError when it is no instant.
 */
export function msOf(instant: string | number): number {
  const isKnown = typeof instant === 'number' || /T.*(Z|[+-]\d{2}:\d{2})$/.test(instant);
  const ms = isKnown ? new Date(instant).getTime() : Number.NaN;
  if (Number.isNaN(ms)) throw new RangeError(`${instant} is no instant: give date, time and distance from UTC.`);
  return ms;
}

/** The day that the clocks of the zone show at the instant. Throws a RangeError when it is no instant. */
export function dayAt(instant: string | number, zone = WARSAW): string {
  const ms = msOf(instant);
  return dayOfMs(ms + offsetMs(ms, zone));
}

/**
 * The instant in milliseconds from which it is the day in the zone, and never again the one before. Where the clocks are changed at
 * midnight, 0:00 may not be there, or be there twice.
 */
export function startOfDayMs(day: string, zone = WARSAW): number {
  const wall = Date.parse(day);
  const [before, after] = [wall - offsetMs(wall - DAY_MS, zone), wall - offsetMs(wall + DAY_MS, zone)];
  const [first, second] = before < after ? [before, after] : [after, before];
  return dayAt(first, zone) < day ? second : first;
}

const dayOfMs = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** How far the zone's clocks are ahead of UTC at the instant, to the minute: 3,600,000 in Warsaw in winter. */
function offsetMs(ms: number, zone: string): number {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}

const MINUTE_MS = 60_000;

/** A formatter is dear to make and always the same. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const numeric = 'numeric';
  const parts = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric } as const;
  const clock = new Intl.DateTimeFormat('en-GB', { ...parts, timeZone, hourCycle: 'h23' });
  clocks.set(timeZone, clock);
  return clock;
}
