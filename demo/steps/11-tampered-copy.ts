/** A copy of the database in which somebody changes one audit entry and removes another: both are named. */
import pg from 'pg';
import { createDatabase, databaseUrl, dropDatabase } from '../../local/database.ts';
import { officersOf } from '../cast.ts';
import { check, type Stage, type Step } from '../stage.ts';
import { verify } from './10-audit-verified.ts';

/** Somebody else is to have searched. */
const CHANGE = `UPDATE audit_entry SET officer = $2, payload = replace(payload, $1, $2)
  WHERE (chain_id, n) = (SELECT chain_id, n FROM audit_entry WHERE event = 'sis.search-answered' AND officer = $1 ORDER BY at DESC LIMIT 1)
  RETURNING chain_id`;
/** From the middle of another chain. */
const REMOVE = `DELETE FROM audit_entry WHERE (chain_id, n) = (
  SELECT e.chain_id, e.n FROM audit_entry e JOIN audit_chain c ON c.id = e.chain_id
   WHERE e.chain_id <> $1 AND e.n > 1 AND e.n < c.n - 1 ORDER BY e.at DESC LIMIT 1)`;

export const tamperedCopy: Step = {
  title: 'a copy of the database is tampered with, and the verification says where',
  play: async (stage) => {
    const copy = `${stage.databaseName}_copy`;
    await dropDatabase(stage.adminUrl, copy);
    try {
      await copyDatabase(stage, copy);
      const url = databaseUrl(stage.adminUrl, copy);
      await tamper(url);
      const { ok, faults } = await verify(stage, url);
      for (const { kind, words } of faults.slice(0, 4)) stage.say(`  ${kind}: ${words}`);
      const kinds = new Set(faults.map(({ kind }) => kind));
      check(!ok && kinds.has('changed') && kinds.has('removed'), 'the changed and the removed entry should be named');
    } finally {
      await dropDatabase(stage.adminUrl, copy);
    }
  },
};

/** PostgreSQL copies only a database at rest, so the hub stops in order for a moment. */
async function copyDatabase(stage: Stage, copy: string): Promise<void> {
  await stage.node.stop();
  stage.say('  the hub is stopped for the copy');
  await createDatabase(stage.adminUrl, copy, stage.databaseName).finally(() => stage.node.start());
  stage.say('  the hub runs again; in the copy a search is now laid to another officer, and one entry is gone');
}

async function tamper(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const [searcher, colleague] = officersOf('PL-SG').map(({ id }) => id);
    const { rows } = await client.query<{ chain_id: string }>(CHANGE, [searcher, colleague]);
    check(rows.length === 1, 'there should be an entry to change');
    check((await client.query(REMOVE, [rows[0]?.chain_id])).rowCount === 1, 'there should be an entry to remove');
  } finally {
    await client.end();
  }
}
