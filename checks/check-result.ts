/** What a check of our own says. */
export interface CheckResult {
  /** One sentence a fault; empty when the check holds. */
  readonly faults: readonly string[];
  /** What holds when there are no faults. */
  readonly summary: string;
}
