/** The advisory locks of the hub, each for one thing: two that shared a number would wait for each other without a reason. */
export const ADVISORY_LOCKS = {
  migration: 7_010_001,
  /** Held shared by a change of parties, keys, officers, grants or destinations until it is visible. */
  registry: 7_010_002,
  /** In SQL: hub_begin_retry_job. */
  retryJobs: 7_010_003,
  sealing: 7_010_004,
} as const;
