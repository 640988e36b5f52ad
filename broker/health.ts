/** Readiness: each component with words; the database must be the primary. */
import type { Database } from './store/database.ts';
import type { Transport } from './transport/transport.ts';

export type Health = Record<string, { ok: boolean; words: string }>;

export async function checkHealth({ database, transport }: { database: Database; transport: Transport }): Promise<Health> {
  const [primary, carrier] = await Promise.all([checkPrimary(database), checkTransport(transport)]);
  return { database: primary, transport: carrier };
}

async function checkPrimary(database: Database): Promise<{ ok: boolean; words: string }> {
  try {
    const { rows } = await database.reads.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby');
    return rows[0]?.standby === false ? { ok: true, words: 'primary' } : { ok: false, words: 'a standby: it cannot store anything' };
  } catch {
    return { ok: false, words: 'does not answer' };
  }
}

async function checkTransport(transport: Transport): Promise<{ ok: boolean; words: string }> {
  try {
    await transport.check();
    return { ok: true, words: transport.name };
  } catch {
    return { ok: false, words: `${transport.name} does not answer; messages are accepted and wait` };
  }
}
