/** The books of a run, made up from the tables alone when nothing is owed any more: how many consultations break which law. */
import type pg from 'pg';
import { CONSULATE, SYSTEM } from './plan.ts';

const VERDICT = 'pl.gov.udsc.visa.consultation-verdict.v1';
const ANSWER = 'pl.gov.udsc.visa.consultation-answer.v1';

/** What must be so, and the consultations of which it is not. `a` is when the hub accepted the answer, `early` whether that was in time. */
const LAWS: Readonly<Record<string, string>> = {
  'final exactly where nobody is waited for': `(c.final_verdict IS NULL) <> (p.course = 'OPEN')`,
  'final at the instant of the last term or answer': `p.course <> 'OPEN' AND c.final_at IS DISTINCT FROM CASE p.course WHEN 'SILENT' THEN p.due_at
     WHEN 'JOINED' THEN greatest(p.due_at, p.answered_at) ELSE least(p.due_at, p.answered_at) END`,
  'silence is consent, an answer in time is an answer': `p.course <> 'OPEN' AND c.final_verdict IS DISTINCT FROM
     CASE WHEN p.course = 'RACED' AND p.answered_at < p.due_at THEN 'NO_OBJECTION' ELSE 'TACIT_NO_OBJECTION' END`,
  'released by the rule at that instant': `c.final_at IS DISTINCT FROM c.released_at`,
  'the term ended as it should': `CASE WHEN p.course = 'RACED' AND p.answered_at < p.due_at
     THEN (k.state, k.ended_at) IS DISTINCT FROM ('ANSWERED'::text, p.answered_at) ELSE (k.state, k.ended_at) IS DISTINCT FROM ('TACIT'::text, p.due_at) END`,
  'its history has every transition once': `(h.tacit, h.answered, h.late, h.final, h.released) IS DISTINCT FROM
     ((k.state = 'TACIT')::integer, (p.course = 'JOINED' OR p.course = 'RACED' AND k.state = 'ANSWERED')::integer,
      (p.course = 'RACED' AND k.state = 'TACIT')::integer, (p.course <> 'OPEN')::integer, (p.course <> 'OPEN')::integer)`,
  'one letter with the verdict, sent': `(l.letters, l.sent) IS DISTINCT FROM ((p.course <> 'OPEN')::integer, (p.course <> 'OPEN')::integer)`,
  'one message with the verdict, to the consulate, not before the verdict': `(m.messages, m.right) IS DISTINCT FROM
     ((p.course <> 'OPEN')::integer, (p.course <> 'OPEN')::integer)`,
};

const BOOKS = `WITH answered AS (
    SELECT subject, min(accepted_at) AS at FROM message WHERE type = '${ANSWER}' GROUP BY subject
  ), p AS (
    SELECT b.*, a.at AS answered_at FROM bench_plan b LEFT JOIN answered a ON a.subject = b.reference
  ), h AS (
    SELECT consultation_id, count(*) FILTER (WHERE what = 'TACIT')::integer AS tacit, count(*) FILTER (WHERE what = 'ANSWERED')::integer AS answered,
           count(*) FILTER (WHERE what = 'LATE')::integer AS late, count(*) FILTER (WHERE what = 'FINAL')::integer AS final,
           count(*) FILTER (WHERE what = 'RELEASED')::integer AS released
      FROM consultation_history WHERE at >= $1 GROUP BY consultation_id
  ), l AS (
    SELECT consultation_id, count(*)::integer AS letters, count(message_id)::integer AS sent FROM consultation_letter WHERE kind = 'VERDICT' GROUP BY consultation_id
  ), m AS (
    SELECT c.id, count(*)::integer AS messages, count(*) FILTER (WHERE m.accepted_at >= c.final_at AND m.destinations = '{${CONSULATE}}')::integer AS right
      FROM message m JOIN consultation c ON c.reference = m.subject WHERE m.party = '${SYSTEM}' AND m.type = '${VERDICT}' GROUP BY c.id
  )
  SELECT ${Object.values(LAWS)
    .map((broken, number) => `count(*) FILTER (WHERE ${broken})::integer AS law${number}`)
    .join(',\n    ')}
    FROM p JOIN consultation c ON c.id = p.id JOIN consultation_child k ON k.consultation_id = p.id AND k.authority = p.timed
    LEFT JOIN (SELECT p.id, coalesce(h.tacit, 0) AS tacit, coalesce(h.answered, 0) AS answered, coalesce(h.late, 0) AS late,
                      coalesce(h.final, 0) AS final, coalesce(h.released, 0) AS released FROM bench_plan p LEFT JOIN h ON h.consultation_id = p.id) h ON h.id = p.id
    LEFT JOIN (SELECT p.id, coalesce(l.letters, 0) AS letters, coalesce(l.sent, 0) AS sent FROM bench_plan p LEFT JOIN l ON l.consultation_id = p.id) l ON l.id = p.id
    LEFT JOIN (SELECT p.id, coalesce(m.messages, 0) AS messages, coalesce(m.right, 0) AS right FROM bench_plan p LEFT JOIN m ON m.id = p.id) m ON m.id = p.id`;

export interface Broken {
  readonly law: string;
  readonly count: number;
}

export async function makeUpBooks(pool: pg.Pool, beginsAt: Date): Promise<readonly Broken[]> {
  const { rows } = await pool.query<Record<string, number>>(BOOKS, [beginsAt]);
  return Object.keys(LAWS).map((law, number) => ({ law, count: rows[0]?.[`law${number}`] ?? -1 }));
}

export interface Sent {
  /** Milliseconds from the verdict until its message was accepted, one a verdict. */
  readonly took: readonly number[];
  /** Milliseconds of the window at which the last one was accepted. */
  readonly lastAt: number;
}

const SENT = `SELECT extract(epoch FROM m.accepted_at - c.final_at) * 1000 AS took, extract(epoch FROM m.accepted_at - $1) * 1000 AS at
  FROM message m JOIN consultation c ON c.reference = m.subject WHERE m.party = '${SYSTEM}' AND m.type = '${VERDICT}'`;

export async function readSent(pool: pg.Pool, beginsAt: Date): Promise<Sent> {
  const { rows } = await pool.query<{ took: string; at: string }>(SENT, [beginsAt]);
  return { took: rows.map(({ took }) => Number(took)), lastAt: rows.reduce((last, { at }) => Math.max(last, Number(at)), 0) };
}

/** Verdicts whose message was accepted. */
export async function countSent(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM message WHERE party = '${SYSTEM}' AND type = '${VERDICT}'`,
  );
  return rows[0]?.count ?? 0;
}
