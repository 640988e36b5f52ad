/** How long a search may take: the default, less by `Prefer: wait=<seconds>`, with a part kept back for the audit commit. */
import type { Clock } from '../../broker/contract/doors.ts';
import { HubError } from '../../broker/contract/errors.ts';

interface DeadlineSettings {
  readonly defaultDeadlineMs: number;
  readonly auditReserveMs: number;
}

export interface Deadline {
  /** What is left for SIS; never below zero. */
  sisMs(): number;
  /** What is left in all; never below the reserve for the audit commit. */
  auditMs(): number;
}

const WAIT = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,6}(?:\.\d{1,3})?)"?\s*(?=$|[,;])/i;

export function deadlineOf(settings: DeadlineSettings, prefer: string | undefined, clock: Pick<Clock, 'monotonicMs'>): Deadline {
  const wished = WAIT.exec(prefer ?? '')?.[1];
  const totalMs = Math.min(settings.defaultDeadlineMs, wished === undefined ? Infinity : Number(wished) * 1000);
  const end = clock.monotonicMs() + totalMs;
  return {
    sisMs: () => Math.max(0, Math.floor(end - settings.auditReserveMs - clock.monotonicMs())),
    auditMs: () => Math.max(settings.auditReserveMs, end - clock.monotonicMs()),
  };
}

/** The commit, or AUDIT_UNAVAILABLE when it fails or does not come in time. */
export async function committedWithin(commit: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new HubError('AUDIT_UNAVAILABLE')), ms);
  });
  try {
    await Promise.race([commit, late]);
  } catch (cause) {
    throw cause instanceof HubError ? cause : new HubError('AUDIT_UNAVAILABLE', { cause });
  } finally {
    clearTimeout(timer);
  }
}
