/**
 * The durable timers of consultations: what `consultation_timer` says is due is stepped, by whichever node comes first, in short transactions. The
 * clock of a consultation never runs ahead of an answer that the hub has accepted but not yet read.
 */
import { isUuid } from '../../broker/contract/rest-parameters.ts';
import { stepEach } from './ledger.ts';
import type { Parts } from './parts.ts';
import { advance } from './process/clock.ts';
import { andThen } from './process/consultation.ts';
import { releaseByRule } from './process/officers.ts';
import type { Selection } from './stored.ts';
import { readHorizon, type Horizon } from './unread.ts';

/** Small enough that nobody waits long for the turn to write the audit log. */
const BATCH = 100;

export async function watchClock(parts: Parts): Promise<void> {
  const { hub, law } = parts;
  for (;;) {
    const horizon = await readHorizon(parts);
    const stepped = await stepEach(hub, dueBy(horizon), ({ consultation }) =>
      andThen(advance(consultation, horizon.until), (now) => releaseByRule(now, law.releaseRule)),
    );
    if (stepped.length < BATCH) return;
  }
}

const dueBy = ({ until, held }: Horizon): Selection => ({
  text: `JOIN consultation_timer t ON t.consultation_id = id
    WHERE t.next_at <= $1 AND reference <> ALL($3::text[]) AND id <> ALL($4::uuid[])
    ORDER BY t.next_at LIMIT $2 FOR UPDATE OF consultation SKIP LOCKED`,
  values: [new Date(until), BATCH, held.filter((key) => !isUuid(key)), held.filter(isUuid)],
});
