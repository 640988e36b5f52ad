/**
 * Steps of consultations, each committed with its history, its letters and its audit entries or not at all. Rows are locked while they are
 * stepped, so that two nodes never step one consultation at once; what a step refuses is rolled back.
 */
import type pg from 'pg';
import type { AuditFact, Hub } from '../../broker/contract/hub.ts';
import { databaseError, withClient } from '../../broker/store/database.ts';
import { changesOf, type Change, type Recorded } from './changes.ts';
import { factsOf } from './facts.ts';
import { createPlaces, type Places } from './places.ts';
import type { Stepped } from './process/consultation.ts';
import { readConsultations, type Found, type Selection } from './stored.ts';

export type LedgerHub = Pick<Hub, 'database' | 'audit'>;

/** Steps the consultations that the selection locks; answers what became of them. Throws what a step throws, DATABASE_UNAVAILABLE. */
export async function stepEach(hub: LedgerHub, selection: Selection, step: (found: Found) => Recorded): Promise<readonly Stepped[]> {
  const { work } = hub.database;
  const locked = async (client: pg.PoolClient) => {
    await client.query('BEGIN');
    const found = await readConsultations(client, selection);
    const changes = attempt(() => found.map((one) => ({ was: one.consultation, stepped: step(one) })));
    if ('error' in changes) await client.query('ROLLBACK');
    else await commit(hub, client, changes.value);
    return changes;
  };
  const done = await placesOf(work)(() => withClient(work, locked)).catch((cause: unknown) => {
    throw databaseError(cause);
  });
  if ('error' in done) throw done.error;
  return done.value.map(({ stepped }) => stepped);
}

/** A step waits for its turn in the audit chain with its connection in hand, and whoever has the turn may need one of the same pool. */
const LEFT_TO_OTHERS = 2;
const places = new WeakMap<pg.Pool, Places>();

function placesOf(pool: pg.Pool): Places {
  const known = places.get(pool) ?? createPlaces(Math.max(1, pool.options.max - LEFT_TO_OTHERS));
  places.set(pool, known);
  return known;
}

/** In one transaction with the audit entries: they and the commit take their turn together. */
async function commit({ audit }: LedgerHub, client: pg.PoolClient, changes: readonly Change[]): Promise<void> {
  const stepped = changes.filter(isSaved);
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

const isSaved = ({ was, stepped: { consultation, history, letters, checks = [] } }: Change): boolean =>
  was !== consultation || history.length + letters.length + checks.length > 0;

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
