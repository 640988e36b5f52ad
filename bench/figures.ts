/** Figures of measurements: percentiles, medians, and one row of the report. */

export interface Figures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Answers that were not what was asked for. */
  readonly failed: number;
  readonly hubAddedP50Ms?: number;
  readonly hubAddedP99Ms?: number;
}

export interface Floor {
  readonly name: string;
  readonly perSecond: number;
  /** CPU time of the calling process, a call. */
  readonly cpuMs?: number;
}

export interface Result extends Figures {
  readonly name: string;
  readonly callers: number;
  readonly rssMb: number;
  /** The floor that the ratio is of. */
  readonly floor: Floor;
  readonly ratio: number;
  /** All floors measured beside it. */
  readonly floors: readonly Floor[];
  /** Of the time of a translation, what goes into reading the document. */
  readonly shareOfParsing?: number;
  /** CPU time of the calling process, a delivery. */
  readonly cpuMs?: number;
}

/** `share` from 0 to 1 of values in ascending order; 0 when there are none. */
export function percentile(ascending: readonly number[], share: number): number {
  const at = Math.min(ascending.length - 1, Math.ceil(ascending.length * share) - 1);
  return ascending[Math.max(0, at)] ?? 0;
}

export const ascending = (values: readonly number[]): number[] => [...values].sort((one, other) => one - other);

export const median = (values: readonly number[]): number => percentile(ascending(values), 0.5);

export const rounded = (value: number): number => Math.round(value * 100) / 100;

export function latencies(values: readonly number[]): Pick<Figures, 'p50Ms' | 'p95Ms' | 'p99Ms'> {
  const sorted = ascending(values);
  const at = (share: number): number => rounded(percentile(sorted, share));
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

/** The medians, field by field, of several rounds. */
export function medianOf(rounds: readonly Figures[]): Figures {
  const of = (name: keyof Figures): number => rounded(median(rounds.flatMap((round) => round[name] ?? [])));
  const hubAdded = rounds.some((round) => round.hubAddedP50Ms !== undefined);
  return {
    perSecond: of('perSecond'),
    p50Ms: of('p50Ms'),
    p95Ms: of('p95Ms'),
    p99Ms: of('p99Ms'),
    failed: rounds.reduce((sum, round) => sum + round.failed, 0),
    ...(hubAdded && { hubAddedP50Ms: of('hubAddedP50Ms'), hubAddedP99Ms: of('hubAddedP99Ms') }),
  };
}
