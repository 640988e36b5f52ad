/** One entry of the audit log as every check reads it; ENTRY_COLUMNS gives it. */

/** One entry as it lies in the database. Byte values are hex. */
export interface StoredEntry {
  readonly chain: string;
  readonly n: number;
  /** As in the hash: ISO 8601 in UTC; microseconds only when they are not zero. */
  readonly at: string;
  readonly event: string;
  readonly party: string | null;
  readonly officer: string | null;
  readonly purpose: string | null;
  readonly personRef: string | null;
  readonly messageId: string | null;
  readonly payload: string | null;
  readonly salt: string | null;
  readonly digest: string;
  readonly hash: string;
  /** The rule under which the payload was deleted. */
  readonly deletedUnder: string | null;
}
