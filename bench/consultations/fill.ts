/** Fills the tables of consultations in bulk with what the hub would have written by then, with one synthetic application for all of them. */
import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { AUTHORITIES, CONSULATE, type Planned } from './plan.ts';

const EXAMPLE = new URL('../../schemas/consultation-request/examples/valid/schengen.json', import.meta.url);
const LAW = 'Act on Foreigners Art. 67';
const BATCH = 20_000;
const TABLES = ['consultation', 'consultation_timer', 'consultation_child', 'consultation_history', 'consultation_letter'];

/** `beginsAt` is the instant at which the window begins. */
export async function fill(pool: pg.Pool, plan: readonly Planned[], beginsAt: Date): Promise<void> {
  await pool.query(PLAN);
  for (let from = 0; from < plan.length; from += BATCH) await writePlan(pool, plan.slice(from, from + BATCH), beginsAt);
  await pool.query(CONSULTATIONS, [beginsAt, CONSULATE, LAW, applicationText()]);
  await pool.query('INSERT INTO consultation_timer (consultation_id, next_at) SELECT id, due_at FROM bench_plan');
  await pool.query(CHILDREN, [beginsAt, AUTHORITIES, LAW]);
  await pool.query(HISTORY, [beginsAt, CONSULATE]);
  await pool.query(LETTERS);
  for (const table of TABLES) await pool.query(`VACUUM (ANALYZE) ${table}`);
  await pool.query('CHECKPOINT').catch(() => undefined); // where we may not, it comes by itself
}

const PLAN = `CREATE TABLE bench_plan (id uuid PRIMARY KEY, reference text NOT NULL, course text NOT NULL, timed text NOT NULL,
  due_at timestamptz NOT NULL, answering text)`;

const WRITE_PLAN = `INSERT INTO bench_plan SELECT p.id, p.reference, p.course, p.timed, $6::timestamptz + p.due * interval '1 millisecond', p.answering
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::integer[], $7::text[]) AS p(id, reference, course, timed, due, answering)`;

async function writePlan(pool: pg.Pool, plan: readonly Planned[], beginsAt: Date): Promise<void> {
  const column = <Name extends keyof Planned>(name: Name): Planned[Name][] => plan.map((one) => one[name]);
  const keys = [column('id'), column('reference'), column('course'), column('timed')];
  await pool.query(WRITE_PLAN, [...keys, column('dueAfterMs'), beginsAt, column('answering')]);
}

function applicationText(): string {
  const { application } = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as { readonly application: object };
  return JSON.stringify(application);
}

const CONSULTATIONS = `INSERT INTO consultation (id, reference, party, application_number, submitted_at, officer, purpose, legal_basis, content,
    sha256, first_due_at, due_at, gathered_at)
  SELECT p.id, p.reference, $2, 'POL' || p.reference, $1::timestamptz - interval '6 days', 'OFF-1', 'VISA_C', $3,
         convert_to(jsonb_set($4::jsonb, '{applicationNumber}', to_jsonb('POL' || p.reference))::text, 'UTF8'), sha256(p.reference::bytea),
         $1::timestamptz + interval '4 days', $1::timestamptz + interval '4 days', $1::timestamptz - interval '6 days'
    FROM bench_plan p`;

/** Whom the plan still waits for, of five: the others have had no objection. */
const CHILDREN = `INSERT INTO consultation_child (consultation_id, authority, scope, country, legal_basis, term_code, state, sent_at, message_id,
    delivered_at, due_at, answer, answered_at, officer, ended_at)
  SELECT p.id, a.authority, 'NATIONAL', 'POL', $3, 'VISA_CONSULTATION_NATIONAL_AUTHORITY', CASE WHEN w.waits THEN 'DELIVERED' ELSE 'ANSWERED' END,
         $1::timestamptz - interval '6 days', gen_random_uuid(), $1::timestamptz - interval '6 days',
         CASE WHEN a.authority = p.timed THEN p.due_at ELSE $1::timestamptz + interval '2 days' END,
         CASE WHEN NOT w.waits THEN 'NO_OBJECTION' END, CASE WHEN NOT w.waits THEN $1::timestamptz - interval '1 day' END,
         CASE WHEN NOT w.waits THEN a.authority || '/OFF-1' END, CASE WHEN NOT w.waits THEN $1::timestamptz - interval '1 day' END
    FROM bench_plan p CROSS JOIN unnest($2::text[]) AS a(authority)
   CROSS JOIN LATERAL (SELECT a.authority = p.timed OR a.authority IS NOT DISTINCT FROM p.answering OR p.course = 'OPEN' AS waits) w`;

const HISTORY = `INSERT INTO consultation_history (consultation_id, at, what, authority, who, why)
  SELECT p.id, $1::timestamptz - interval '6 days', 'SUBMITTED', NULL, $2 || '/OFF-1', NULL FROM bench_plan p
  UNION ALL
  SELECT k.consultation_id, k.delivered_at, 'DELIVERED', k.authority, 'hub', NULL FROM consultation_child k
  UNION ALL
  SELECT k.consultation_id, k.answered_at, 'ANSWERED', k.authority, k.officer, k.answer FROM consultation_child k WHERE k.answer IS NOT NULL`;

const LETTERS = `INSERT INTO consultation_letter (consultation_id, kind, addressee, at, data, sent_at, message_id)
  SELECT k.consultation_id, 'REQUEST', k.authority, k.sent_at, '{}', k.sent_at, k.message_id FROM consultation_child k`;
