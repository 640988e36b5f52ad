/** Housekeeping finds what is due by its indexes: it reads no table from end to end, and does nothing where nothing is due. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { createHousekeeping, type Housekeeping } from '../../broker/retention/housekeeping.ts';
import { addParty, useHub } from '../support/running-hub.ts';

const NEVER_MS = 1_000_000_000;
const ROWS = 3000;

/** Of each kind: a third is due and over, a third due but open or dead, a third not due. */
const FILL = [
  `INSERT INTO message (id, accepted_at, party, source, event_id, type, delete_after, sha256, body, destinations, delivery_ids)
   SELECT gen_random_uuid(), hub_now() - CASE WHEN g % 3 = 2 THEN 0 ELSE 100 END * interval '1 day', 'PL-SG', $2, g::text, 't', hub_now() + CASE WHEN g % 3 = 2 THEN 1 ELSE -1 END * interval '1 day', '', 'x',
          '{HELD}', ARRAY[nextval('delivery_id')] FROM generate_series(1, $1::int) g`,
  `INSERT INTO dedupe (party, source, event_id, message_id, accepted_at, sha256)
   SELECT party, source, event_id, id, accepted_at, sha256
     FROM message WHERE source = $2 AND $1 > 0`,
  `INSERT INTO attempt (delivery_id, attempt, message_id, destination, started_at, duration_ms, outcome, error_code, sent, delete_after)
   SELECT delivery_ids[1], 1, id, 'HELD', hub_now(), 1, 'transient', 'X', 'x', delete_after FROM message WHERE source = $2 AND $1 > 0`,
  `INSERT INTO delivery_open (id, message_id, accepted_at, destination, parked, leased, state, due_at)
   SELECT delivery_ids[1], id, accepted_at, 'HELD', false, false, 'queued', hub_now() FROM message
    WHERE source = $2 AND event_id::int % 3 = 1 AND $1 > 0`,
  `INSERT INTO dead_letter (delivery_id, message_id, accepted_at, destination, sender, type, cause, fingerprint, attempts, mapping_version, died_at,
          delete_after)
   SELECT nextval('delivery_id'), id, accepted_at, 'HELD', 'PL-SG', 't', 'X', 'f', 1, '1', hub_now(), delete_after
     FROM message WHERE source = $2 AND event_id::int % 3 <> 1 AND $1 > 0`,
  `INSERT INTO audit_entry (chain_id, n, at, event, digest, hash, payload)
   SELECT md5($2)::uuid, g, '2026-01-05T12:00:00Z', CASE g % 2 WHEN 0 THEN 'sis.search-read' ELSE 'party.changed' END, '', '', '{}'
     FROM generate_series(1, $1::int) g`,
  `INSERT INTO destination_tally (destination, writer, created, queued) SELECT 'HELD', gen_random_uuid(), 0, 0
     FROM generate_series(1, least($1::int, 100)) WHERE $2::text IS NOT NULL`,
];
/** Without the default partitions, which are empty and looked at for rows that fell beside all days. */
const SCANS = `SELECT relname, seq_scan FROM pg_stat_user_tables WHERE relname !~ '_other$'
  AND relname ~ '^(message|delivery|dedupe|lane|attempt|dead_letter|audit_entry|expiry_notice|destination_tally)' ORDER BY 1`;

describe('the statements of housekeeping', () => {
  const room = useHub(
    (given) => addParty(given, 'HELD', '/HELD'),
    (config) => ({
      ...config,
      pools: { accept: 1, work: 1, reads: 1 },
      delivery: { ...config.delivery, schedulerEveryMs: NEVER_MS },
      retention: { ...config.retention, everyMs: NEVER_MS },
    }),
  );
  let housekeeping: Housekeeping;
  before(async () => {
    await room.administration.holdDestination('HELD', { party: 'OPERATOR' }, 'test');
    await ask(`UPDATE hub_clock SET offset_ms = 4 * 365 * 86400000::bigint`);
    housekeeping = createHousekeeping(room.running.hub);
  });

  const ask = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await room.running.hub.database.reads.query<Row>(text, values)).rows;
  async function fill(rows: number, round: string): Promise<void> {
    for (const text of FILL) await ask(text, [rows, round]);
  }
  async function scans(): Promise<Record<string, string>> {
    const { accept, work, reads } = room.running.hub.database;
    for (const pool of [accept, work, reads]) await pool.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await work.query<{ relname: string; seq_scan: string }>(SCANS);
    return Object.fromEntries(rows.map(({ relname, seq_scan }) => [relname, seq_scan]));
  }
  const left = async (round: string): Promise<Record<string, number>> => {
    const [counts] = await ask<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM message WHERE source = $1 AND body IS NOT NULL) AS bodies,
          (SELECT count(*)::int FROM dedupe WHERE source = $1) AS keys,
          (SELECT count(*)::int FROM attempt a JOIN message m ON m.id = a.message_id WHERE m.source = $1) AS attempts,
          (SELECT count(*)::int FROM dead_letter x JOIN message m ON m.id = x.message_id WHERE m.source = $1) AS dead,
          (SELECT count(*)::int FROM audit_entry WHERE chain_id = md5($1)::uuid AND payload IS NOT NULL) AS contents`,
      [round],
    );
    return counts ?? {};
  };

  it('scan no table, neither when nothing is due nor when much is', async function () {
    this.timeout(60_000);
    await housekeeping.turn();
    await fill(ROWS, 'first');
    await housekeeping.turn(); // plans of a first run may be custom
    await fill(ROWS, 'second');
    const before = await scans();
    await housekeeping.turn();
    const after = await scans();
    for (const [table, count] of Object.entries(before)) assert.equal(after[table], count, table);
    const third = ROWS / 3;
    const expected = { bodies: 2 * third, keys: 2 * third, attempts: 2 * third, dead: third, contents: ROWS / 2 };
    assert.deepEqual(await left('first'), expected);
    assert.deepEqual(await left('second'), { ...expected, contents: ROWS });
    await room.running.hub.database.work.query('SELECT count(*) FROM attempt WHERE attempt = 7');
    assert.notDeepEqual(await scans(), before, 'a scan is noticed');
  });
});
