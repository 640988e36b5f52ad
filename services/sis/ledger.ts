/**
 * Records searches: audit entries and rows in one transaction. Those that come while a commit is under way go together into the
 * next one, so that many searches at once do not queue for a commit each.
 */
import type { AuditDoor, Hub } from '../../broker/contract/hub.ts';
import { isRolledBack } from '../../broker/store/database.ts';

type AuditFact = Parameters<AuditDoor['record']>[0][number];

export interface RequestedRow {
  readonly id: string;
  readonly party: string;
  readonly officer: string;
  readonly unit: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly caseReference: string;
  readonly kind: string;
  readonly categories: readonly string[];
}

export interface EndedRow {
  readonly id: string;
  readonly outcome?: string;
  readonly matchCount?: number;
  readonly matched?: readonly { readonly schengenId: string; readonly category: string }[];
  readonly errorCode?: string;
}

export interface MatchRow {
  readonly searchId: string;
  readonly matchNumber: number;
  readonly schengenId: string;
  readonly category: string;
  readonly keyId: string;
  /** base64 */
  readonly sealed: string;
  readonly keepMs: number;
}

export interface LedgerEntry {
  readonly fact: AuditFact;
  readonly requested?: RequestedRow;
  readonly ended?: EndedRow;
  readonly matches?: readonly MatchRow[];
}

export interface Ledger {
  /** Resolves after the commit; rejects when nothing is known to be committed. */
  record(entry: LedgerEntry): Promise<void>;
}

interface Waiting {
  readonly entry: LedgerEntry;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const MOST_AT_ONCE = 200;

export function createLedger(hub: Pick<Hub, 'audit' | 'database'>): Ledger {
  const waiting: Waiting[] = [];
  let running = false;

  const commitAll = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) await commitTogether(hub, waiting.splice(0, MOST_AT_ONCE));
    running = false;
  };

  return {
    record: (entry) =>
      new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject });
        if (!running) void commitAll();
      }),
  };
}

/** What PostgreSQL refuses is tried again one by one, so that one bad entry does not take the others with it. */
async function commitTogether(hub: Pick<Hub, 'audit' | 'database'>, batch: readonly Waiting[]): Promise<void> {
  try {
    await commit(
      hub,
      batch.map(({ entry }) => entry),
    );
    for (const { resolve } of batch) resolve();
  } catch (error) {
    if (batch.length > 1 && isRolledBack(error)) for (const one of batch) await commitTogether(hub, [one]);
    else for (const { reject } of batch) reject(error);
  }
}

async function commit(hub: Pick<Hub, 'audit' | 'database'>, entries: readonly LedgerEntry[]): Promise<void> {
  const changes = {
    requested: entries.flatMap(({ requested }) => requested ?? []),
    ended: entries.flatMap(({ ended }) => ended ?? []),
    matches: entries.flatMap(({ matches }) => matches ?? []),
  };
  await hub.audit.lookup.append(
    entries.map(({ fact }) => fact),
    (batch) =>
      hub.database.work.query({
        name: 'sis-record',
        text: 'SELECT sis_record($1, $2)',
        values: [JSON.stringify(batch), JSON.stringify(changes)],
      }),
  );
}
