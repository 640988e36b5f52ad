/** The one line by which a test run says what came of it. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 };

export const resultLine = ({ passed, failed, skipped }: Counts): string => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** The counts in a result line, undefined for any other line. */
export function readResultLine(line: string): Counts | undefined {
  const found = /^(\d+) passed, (\d+) failed, (\d+) skipped$/.exec(line);
  return found ? { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3]) } : undefined;
}

export function sum(all: readonly Counts[]): Counts {
  return all.reduce((total, one) => {
    return { passed: total.passed + one.passed, failed: total.failed + one.failed, skipped: total.skipped + one.skipped };
  }, NOTHING);
}
