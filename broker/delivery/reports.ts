/** What the message path tells people: dead letters as problems. */
import type { Problems } from '../contract/doors.ts';
import type { Claimed } from './claim.ts';

export const reportDead = (delivery: Pick<Claimed, 'destination' | 'type'>, problems: Problems): Promise<void> =>
  problems.raise({
    kind: 'DEAD_LETTERS',
    subject: delivery.destination,
    words: `Messages to ${delivery.destination} could not be delivered and wait for a decision. Look at the cause, then retry or discard them.`,
    severity: 'critical',
    action: { method: 'POST', path: '/api/v1/operations/dead-letters/retries' },
  });
