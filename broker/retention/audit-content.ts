/**
 * Deletes the content of audit entries day by day once their term has ended. Each step is itself an entry of the log; the
 * chain keeps digests and hashes, so verification still finds whatever was deleted or changed without a rule.
 */
import { coversEvent, isHeld, loadDeletionLaw, type DeletionLaw, type DeletionRule } from '../audit/deletion-rules.ts';
import { change, FIRST_ID, ROWS_AT_ONCE, walk, type RetentionDoors } from './doors.ts';

interface Place {
  readonly chain: string;
  readonly n: string;
}

interface DueDay {
  readonly day: string;
  readonly rule: string;
  readonly chain: string | null;
  readonly n: string | null;
}

type Entry = Place & { readonly event: string; readonly has_content: boolean };

/** The days that have a partition: there is no entry outside them for long. */
const DUE = `SELECT to_char(d.day, 'YYYY-MM-DD') AS day, r.name AS rule, x.after_chain AS chain, x.after_n AS n
  FROM (SELECT to_date(right(c.relname, 8), 'YYYYMMDD') AS day FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = 'audit_entry'::regclass AND c.relname ~ '_[0-9]{8}$') d
  JOIN unnest($1::text[], $2::int[], $3::date[], $4::date[]) AS r(name, keep_days, valid_from, valid_to)
    ON d.day >= r.valid_from AND d.day <= coalesce(r.valid_to, 'infinity')
       AND d.day + 1 + r.keep_days <= ((SELECT hub_now()) AT TIME ZONE 'UTC')::date
  LEFT JOIN audit_deletion x ON x.day = d.day AND x.rule = r.name
 WHERE x.done IS NOT TRUE ORDER BY d.day, r.name`;

const PAGE = `SELECT e.chain_id AS chain, e.n, e.event, e.payload IS NOT NULL AS has_content FROM audit_entry e
  WHERE e.at >= ($1::text || ' 00:00:00+00')::timestamptz AND e.at < (($1::text::date + 1)::text || ' 00:00:00+00')::timestamptz
    AND (e.chain_id, e.n) > ($2::uuid, $3::bigint) ORDER BY e.chain_id, e.n LIMIT ${ROWS_AT_ONCE}`;

export async function deleteAuditContent(doors: RetentionDoors): Promise<void> {
  const law = await loadDeletionLaw();
  for (const due of await dueDays(law, doors)) {
    const rule = law.rules.find(({ name }) => name === due.rule);
    if (rule === undefined || isHeld(law, due)) continue;
    const from = { chain: due.chain ?? FIRST_ID, n: due.n ?? '0' };
    await walk<Place>(from, (at) => deletePage({ day: due.day, rule, from: at }, doors), doors.isStopping);
  }
}

async function dueDays({ rules }: DeletionLaw, { database }: RetentionDoors): Promise<DueDay[]> {
  const columns = [
    rules.map(({ name }) => name),
    rules.map(({ keepDays }) => keepDays),
    rules.map(({ validFrom }) => validFrom),
    rules.map(({ validTo }) => validTo),
  ];
  return (await database.work.query<DueDay>({ name: 'audit-content-due', text: DUE, values: columns })).rows;
}

interface Step {
  readonly day: string;
  readonly rule: DeletionRule;
  readonly from: Place;
}

async function deletePage({ day, rule, from }: Step, doors: RetentionDoors): Promise<Place | undefined> {
  const page = { name: 'audit-content-page', text: PAGE, values: [day, from.chain, from.n] };
  const { rows } = await doors.database.work.query<Entry>(page);
  const wanted = rows.filter((entry) => entry.has_content && coversEvent(rule, entry.event));
  const isLast = rows.length < ROWS_AT_ONCE;
  const { chain, n } = rows.at(-1) ?? from;
  const facts = { what: 'content of audit entries', rule: rule.name, day, entries: wanted.length };
  const done = await change(doors, {
    facts: wanted.length === 0 ? [] : [{ event: 'retention.deleted', facts }],
    text: 'SELECT hub_delete_audit_content($1, $2, $3, $4)',
    values: (batch) => [
      JSON.stringify({ day, rule: rule.name, from, to: { chain, n }, done: isLast }),
      wanted.map((entry) => entry.chain),
      wanted.map((entry) => entry.n),
      batch,
    ],
  });
  return isLast || done === undefined ? undefined : { chain, n };
}
