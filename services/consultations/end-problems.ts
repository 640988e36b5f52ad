/** Ends the problems of consultations whose cause is gone, or at which a named officer of the Office has looked since. */
import type { Parts } from './parts.ts';

/** Terms at risk are over with the verdict; an answer after a complaint shows that the request could be used after all. */
const ENDED = `DELETE FROM problem p USING consultation c
  WHERE p.kind LIKE 'CONSULTATION\\_%' AND c.reference = split_part(p.subject, ' ', 1) AND CASE p.kind
    WHEN 'CONSULTATION_INCOMPLETE' THEN c.released_at IS NOT NULL
    WHEN 'CONSULTATION_TERM_AT_RISK' THEN c.final_at IS NOT NULL OR c.cancelled_at IS NOT NULL OR NOT EXISTS (
      SELECT 1 FROM consultation_child k WHERE k.consultation_id = c.id AND k.authority = split_part(p.subject, ' ', 2)
        AND k.ended_at IS NULL AND k.due_at > c.due_at)
    WHEN 'CONSULTATION_STUCK' THEN p.last_at < hub_now() - $2 * interval '1 millisecond'
    WHEN 'CONSULTATION_NOT_USABLE' THEN c.cancelled_at IS NOT NULL OR EXISTS (
      SELECT 1 FROM consultation_child k WHERE k.consultation_id = c.id AND k.authority = split_part(p.subject, ' ', 2)
        AND k.answered_at >= p.since)
    ELSE false END
  OR p.kind IN ('CONSULTATION_NOT_USABLE', 'CONSULTATION_ANSWER_OVERTAKEN') AND c.reference = split_part(p.subject, ' ', 1)
    AND EXISTS (SELECT 1 FROM consultation_history h WHERE h.consultation_id = c.id AND h.at >= p.last_at
      AND h.what IN ('LOOKED', 'RELEASED') AND h.who LIKE $1 || '/%')`;

/** So many turns without the same fault again. */
const QUIET_TURNS = 10;

export async function endProblems({ hub }: Parts): Promise<void> {
  const { office, askAgainMs } = hub.config.consultations;
  await hub.database.work.query(ENDED, [office, askAgainMs * QUIET_TURNS]);
}
