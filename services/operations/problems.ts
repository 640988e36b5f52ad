/** What needs a person, the worst first, each with what to do next. */
import type { RestAnswer } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';

interface ProblemRow {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly words: string;
  readonly since: Date;
  readonly count: number;
  readonly growing: boolean;
  readonly severity: string;
  readonly owner: string | null;
  readonly action: { readonly method: string; readonly path: string } | null;
}

/**
 * Growing: it came again within five minutes. A report may arrive after the last dead letter is gone; it is no problem any
 * more. Of dead letters the count says how many there are now, and the owner is who cares for their failure groups. Hold and
 * breaker are read from the destination itself, so that they are shown as long as they last.
 */
const PROBLEMS = `SELECT * FROM (
    SELECT p.id, p.kind, p.subject, p.words, p.since, p.severity, p.action, p.count > 1 AND p.last_at > hub_now() - interval '5 minutes' AS growing,
        CASE p.kind WHEN 'DEAD_LETTERS' THEN (SELECT sum(t.dead) FROM destination_tally t WHERE t.destination = p.subject)
                    ELSE p.count END::float8 AS count,
        CASE p.kind WHEN 'DEAD_LETTERS' THEN (SELECT string_agg(DISTINCT f.owner, ', ') FROM failure_group f WHERE f.destination = p.subject
                      AND EXISTS (SELECT 1 FROM dead_letter x WHERE x.fingerprint = f.fingerprint))
                    WHEN 'RETRY_STOPPED' THEN (SELECT f.owner FROM failure_group f WHERE f.fingerprint = p.subject)
                    ELSE p.owner END AS owner
      FROM problem p
     WHERE CASE p.kind WHEN 'DEAD_LETTERS' THEN EXISTS (SELECT 1 FROM dead_letter x WHERE x.destination = p.subject)
                       WHEN 'RETRY_STOPPED' THEN EXISTS (SELECT 1 FROM dead_letter x WHERE x.fingerprint = p.subject) ELSE true END
    UNION ALL
    SELECT md5('DESTINATION_HELD ' || q.name)::uuid, 'DESTINATION_HELD', q.name, 'Nothing is sent to ' || q.name || ': ' || coalesce(q.held_reason, ''),
        q.held_since, CASE WHEN q.held_by = 'hub' THEN 'critical' ELSE 'notice' END,
        jsonb_build_object('method', 'POST', 'path', '/api/v1/operations/destinations/' || q.name || '/resume'), false, 1, nullif(q.held_by, 'hub')
      FROM destination q WHERE q.held_since IS NOT NULL
    UNION ALL
    SELECT md5('BREAKER_OPEN ' || q.name)::uuid, 'BREAKER_OPEN', q.name,
        q.name || ' cannot be reached. One probe at a time goes out; what is for it waits and is not lost.', q.breaker_since, 'warning', NULL, true,
        q.breaker_failures, NULL
      FROM destination q WHERE q.breaker_open) p
  ORDER BY array_position(ARRAY['critical', 'warning', 'notice'], p.severity), p.since, p.id LIMIT 1000`;

export async function listProblems(hub: Hub): Promise<RestAnswer> {
  const { rows } = await hub.database.reads.query<ProblemRow>(PROBLEMS);
  const problems = rows.map((row) => ({
    ...row,
    since: row.since.toISOString(),
    runbook: `docs/operations.md#${row.kind.toLowerCase().replaceAll('_', '-')}`,
  }));
  return { status: 200, body: problems };
}
