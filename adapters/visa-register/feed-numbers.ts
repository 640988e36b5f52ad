/** Arithmetic of change numbers. Pure. */

/** From and to, both included. */
export type Range = readonly [from: number, to: number];

/** The numbers after `from` up to `to` that are not among the given. */
export function missingBetween(from: number, to: number, given: Iterable<number>): number[] {
  const known = new Set(given);
  const missing: number[] = [];
  for (let number = from + 1; number <= to; number += 1) if (!known.has(number)) missing.push(number);
  return missing;
}

/** Numbers in order as runs without a hole, each of `longest` at most. */
export function runsOf(numbers: readonly number[], longest: number): Range[] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && number === last[1] + 1 && number - last[0] < longest) last[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}
