/**
 * Step: what a message refers to must hold at the moment it is accepted: a term to come, a question that
 * waits, attachments of the sender. What was accepted once
 * is not judged again: its repeat gets the first receipt, however much time has passed.
 */
import type pg from 'pg';
import type { AttachmentVault } from '../../contract/attachments.ts';
import type { Clock } from '../../contract/doors.ts';
import { HubError } from '../../contract/errors.ts';
import type { Submission } from '../../contract/message.ts';
import type { Registry } from '../../contract/registry.ts';
import type { MessageType } from '../../contract/schemas.ts';
import { attachmentFaults } from './attachment-references.ts';
import { checkQuestion, termFaults } from './reply-terms.ts';

export interface ReferenceDoors {
  readonly pool: pg.Pool;
  readonly clock: Pick<Clock, 'now'>;
  readonly registry: Pick<Registry, 'destination'>;
  readonly mostDays: number;
  readonly attachments: Pick<AttachmentVault, 'usable'>;
}

/** Throws INVALID_MESSAGE or REPLY_NOT_AWAITED. Costs nothing where a message refers to nothing. */
export type CheckReferences = (submission: Submission, type: MessageType) => Promise<void>;

export function createReferenceCheck(doors: ReferenceDoors): CheckReferences {
  return async (submission, type) => {
    try {
      await check(submission, type, doors);
    } catch (error) {
      if (!(error instanceof HubError) || !(await isKnown(submission, doors.pool))) throw error;
    }
  };
}

async function check(submission: Submission, type: MessageType, doors: ReferenceDoors): Promise<void> {
  const wrongTerm = termFaults(submission, type, { ...doors, nowMs: doors.clock.now() });
  const faults = [...wrongTerm, ...(await attachmentFaults(submission, type, doors.attachments))];
  if (faults.length > 0) throw new HubError('INVALID_MESSAGE', { faults });
  if (submission.isReply === true) await checkQuestion(submission, doors.pool);
}

const KNOWN = 'SELECT FROM dedupe d WHERE d.party = $1 AND d.source = $2 AND d.event_id = $3';

async function isKnown({ party, source, eventId }: Submission, pool: pg.Pool): Promise<boolean> {
  const { rowCount } = await pool.query({ name: 'is-known', text: KNOWN, values: [party, source, eventId] });
  return rowCount === 1;
}
