/**
 * Housekeeping of a node: deletes what has come to its end, tells senders of expired messages and of replies that are due, and keeps the tables fit. Runs
 * on any number of nodes without a leader, in bounded batches; what another node does at the same moment is left to it.
 */
import { deleteAttachments } from './attachments.ts';
import { deleteAttempts } from './attempts.ts';
import { deleteAuditContent } from './audit-content.ts';
import { deleteBodies } from './bodies.ts';
import { discardDeadLetters } from './dead-letters.ts';
import { forgetKeys } from './dedupe.ts';
import type { RetentionDoors, RetentionHub } from './doors.ts';
import { tellSenders } from './expiry-notices.ts';
import { dropHistory } from './history.ts';
import { createLoop, type Loop } from '../contract/loop.ts';
import { tellOfReplies } from './reply-terms.ts';
import { foldTallies, makePartitions } from './upkeep.ts';
import { warnOfEnding } from './warnings.ts';

export interface Housekeeping extends Loop {
  /** One whole turn now; throws what failed in it, after the other duties are done. */
  turn(): Promise<void>;
}

/** Partitions first: whatever else fails, messages need them. Warnings before ends, attempts behind the dead letters they belong to. */
const DUTIES = [
  makePartitions,
  warnOfEnding,
  discardDeadLetters,
  deleteBodies,
  deleteAttempts,
  deleteAttachments,
  forgetKeys,
  deleteAuditContent,
  dropHistory,
  foldTallies,
] as const;
const FIRST_AFTER_MS = 10_000;
const TELL_EVERY_MS = 1000;

export function createHousekeeping(hub: RetentionHub): Housekeeping {
  let stopping = false;
  const doors: RetentionDoors = { ...hub, isStopping: () => stopping };
  const { everyMs } = hub.config.retention;
  const { lookEveryMs } = hub.config.replies;
  const turn = (): Promise<void> => doAll(doors);
  const tell = (): Promise<void> => tellSenders(doors);
  const tellReplies = (): Promise<void> => tellOfReplies(doors);
  const loops = [
    createLoop({ name: 'housekeeping', firstAfterMs: Math.min(everyMs, FIRST_AFTER_MS), everyMs, run: turn, log: hub.log }),
    createLoop({ name: 'expiry notices', firstAfterMs: TELL_EVERY_MS, everyMs: TELL_EVERY_MS, run: tell, log: hub.log }),
    createLoop({ name: 'reply terms', firstAfterMs: lookEveryMs, everyMs: lookEveryMs, run: tellReplies, log: hub.log }),
  ];
  return {
    turn,
    start: () => loops.forEach((loop) => loop.start()),
    stop: async () => {
      stopping = true;
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

async function doAll(doors: RetentionDoors): Promise<void> {
  const failed: unknown[] = [];
  for (const duty of DUTIES) {
    if (!doors.isStopping()) await duty(doors).catch((error: unknown) => failed.push(error));
  }
  if (failed.length > 0) throw new AggregateError(failed, failed.map(String).join('; '));
}
