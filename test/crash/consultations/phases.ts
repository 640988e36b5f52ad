/** The days of a run: a short November of 2026, with a weekend, a day off in Poland and France, and three midnights at which terms end. */
export const PHASES = [
  { name: 'asked', at: '2026-11-02T10:00:00+01:00' },
  { name: 'answers', at: '2026-11-03T10:00:00+01:00' },
  { name: 'second thoughts', at: '2026-11-05T10:00:00+01:00' },
  { name: 'brink', at: '2026-11-09T23:59:56.300+01:00' },
  { name: 'afterwards', at: '2026-11-10T10:00:00+01:00' },
  { name: 'foreign midnight', at: '2026-11-11T23:59:59.200+01:00' },
  { name: 'last midnight', at: '2026-11-12T23:59:59.200+01:00' },
  { name: 'releases', at: '2026-11-13T10:00:00+01:00' },
] as const;

export type PhaseName = (typeof PHASES)[number]['name'];

/** From the beginning of the brink to its midnight. */
export const BRINK_MS = 3700;

export const beginOf = (name: PhaseName): number => Date.parse(PHASES.find((phase) => phase.name === name)?.at ?? '');

/** In order, by position. */
export const isBefore = (one: PhaseName, other: PhaseName): boolean => beginOf(one) < beginOf(other);
