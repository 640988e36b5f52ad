/**
 * Requests on their way within Poland: an authority's term begins when its own system, mailbox or queue took the request, as the hub's
 * record of deliveries says. Of other states only form R counts (receive.ts).
 */
import { HubError } from '../../broker/contract/errors.ts';
import type { Parts } from './parts.ts';
import { stuckProblem } from './problem-words.ts';
import { unchanged } from './process/consultation.ts';
import { delivered } from './process/transport.ts';
import { stepItems } from './step-items.ts';

const BATCH = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface OnItsWay {
  readonly consultationId: string;
  readonly authority: string;
  readonly messageId: string;
  readonly deliveredAt: Date | null;
}

const LOOK = `SELECT k.consultation_id AS "consultationId", k.authority, k.message_id AS "messageId",
    (SELECT d.finished_at FROM message m JOIN delivery d ON d.id = ANY(m.delivery_ids) AND d.accepted_at = m.accepted_at
      WHERE m.id = k.message_id AND m.accepted_at BETWEEN k.sent_at - interval '1 second' AND k.sent_at + interval '1 second'
        AND d.destination = k.authority AND d.state = 'delivered' LIMIT 1) AS "deliveredAt"
  FROM consultation_child k WHERE k.state = 'SENT' AND k.scope = 'NATIONAL' AND k.message_id > $1 ORDER BY k.message_id LIMIT $2`;

/** Looks at some more of them at each turn, and begins again after the last. */
export function createDeliveryWatch({ hub, law }: Parts): () => Promise<void> {
  let after = FIRST;
  return async () => {
    const { rows } = await hub.database.work.query<OnItsWay>(LOOK, [after, BATCH]);
    after = rows.length < BATCH ? FIRST : (rows.at(-1)?.messageId ?? FIRST);
    const arrived = rows.filter(({ deliveredAt }) => deliveredAt !== null);
    if (arrived.length > 0) await deliver({ hub, law }, arrived);
  };
}

/** What stops one of them stops no other: operators are told, and it is looked at again. */
async function deliver({ hub, law }: Parts, arrived: readonly OnItsWay[]): Promise<void> {
  const stopped = new Map<string, string>();
  await stepItems(hub, {
    items: arrived,
    keyOf: ({ consultationId }) => consultationId,
    step: (now, { authority, deliveredAt }) => {
      try {
        return delivered(now, { authority, at: deliveredAt?.getTime() ?? 0 }, law.endsOf(now));
      } catch (error) {
        stopped.set(now.reference, error instanceof HubError ? error.hubCode : 'INTERNAL');
        return unchanged(now);
      }
    },
  });
  for (const [reference, code] of stopped) await hub.problems.raise(stuckProblem(reference, code));
}
