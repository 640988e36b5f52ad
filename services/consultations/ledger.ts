/**
 * Steps of consultations, each committed with its history, its letters and its audit entries or not at all. Rows are locked while they are
 * stepped, so that two nodes never step one consultation at once; what a step refuses is rolled back.
 */
import type pg from 'pg';
import type { AuditFact, Hub } from '../../broker/contract/hub.ts';
import { databaseError, withClient } from '../../broker/store/database.ts';
import { changesOf, type Change, type Recorded } from './changes.ts';
import { factsOf } from './facts.ts';
import type { Stepped } from './process/consultation.ts';
import { readConsultations, type Found, type Selection } from './stored.ts';

type LedgerHub = Pick<Hub, 'database' | 'audit'>;

/** Steps the consultations that the selection locks; answers what became of them. Throws what a step throws, DATABASE_UNAVAILABLE. */
export async function stepEach(hub: LedgerHub, selection: Selection, step: (found: Found) => Recorded): Promise<readonly Stepped[]> {
  const done = await withClient(hub.database.work, async (client) => {
    await client.query('BEGIN');
    const found = await readConsultations(client, selection);
    const changes = attempt(() => found.map((one) => ({ was: one.consultation, stepped: step(one) })));
    if ('error' in changes) await client.query('ROLLBACK');
    else await commit(hub, client, changes.value);
    return changes;
  }).catch((cause: unknown) => {
    throw databaseError(cause);
  });
  if ('error' in done) throw done.error;
  return done.value.map(({ stepped }) => stepped);
}

/** In one transaction with the audit entries: they and the commit take their turn together. */
async function commit({ audit }: LedgerHub, client: pg.PoolClient, changes: readonly Change[]): Promise<void> {
  const stepped = changes.filter(
    ({ was, stepped: { consultation, history, letters } }) => was !== consultation || history.length + letters.length > 0,
  );
  if (stepped.length === 0) {
    await client.query('COMMIT');
    return;
  }
  await saveWith(
    { audit },
    { facts: stepped.flatMap((change) => factsOf(change.stepped)), changes: changesOf(stepped) },
    async (text, values) => {
      await client.query(text, values);
      await client.query('COMMIT');
    },
  );
}

interface Saving {
  readonly facts: readonly AuditFact[];
  readonly changes: Readonly<Record<string, unknown>>;
}

export const saveWith = (
  { audit }: Pick<LedgerHub, 'audit'>,
  { facts, changes }: Saving,
  run: (text: string, values: string[]) => Promise<unknown>,
): Promise<unknown> => {
  const save = (batch: object): Promise<unknown> =>
    run('SELECT consultation_save($1, $2)', [JSON.stringify(batch), JSON.stringify(changes)]);
  return facts.length === 0 ? save(NOTHING_TO_AUDIT) : audit.operations.append(facts, save);
};

/** As hub_append_audit takes it: who has nothing to say there need not wait for the turn. */
const NOTHING_TO_AUDIT = { entries: [] };

const attempt = <T>(run: () => T): { readonly value: T } | { readonly error: unknown } => {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
};
