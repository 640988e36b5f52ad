/** The list of what needs a person: one row a problem while it lasts. */
import type pg from 'pg';
import type { Logger, Problem, Problems } from '../contract/doors.ts';

export function createProblems(pool: pg.Pool, newId: () => string, log: Logger): Problems {
  const quietly = async (text: string, values: unknown[]): Promise<void> => {
    try {
      await pool.query(text, values);
    } catch (error) {
      log.error({ reason: String(error), problem: values[1] }, 'a problem could not be recorded');
    }
  };
  return {
    raise: (problem: Problem) =>
      quietly(
        `INSERT INTO problem AS p (id, kind, subject, words, severity, action, since, last_at) VALUES ($1, $2, $3, $4, $5, $6, hub_now(), hub_now())
         ON CONFLICT (kind, subject) DO UPDATE SET last_at = hub_now(), count = p.count + 1, words = EXCLUDED.words,
           severity = EXCLUDED.severity, action = EXCLUDED.action`,
        [newId(), problem.kind, problem.subject, problem.words, problem.severity, JSON.stringify(problem.action ?? null)],
      ),
    resolve: (kind, subject) => quietly('DELETE FROM problem WHERE kind = $1 AND subject = $2', [kind, subject]),
  };
}
