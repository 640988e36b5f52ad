/**
 * The durable timers of consultations: what `next_at` says is due is stepped, by whichever node comes first, in short transactions. The
 * clock never runs ahead of answers that the hub has accepted but not yet read.
 */
import type { Hub } from '../../broker/contract/hub.ts';
import { stepEach } from './ledger.ts';
import type { Parts } from './parts.ts';
import { advance } from './process/clock.ts';
import { andThen } from './process/consultation.ts';
import { releaseByRule } from './process/officers.ts';
import type { Selection } from './stored.ts';

const BATCH = 200;

export async function watchClock({ hub, law }: Parts): Promise<void> {
  const until = await watermark(hub);
  for (;;) {
    const stepped = await stepEach(hub, dueBy(until), ({ consultation }) =>
      andThen(advance(consultation, until), (now) => releaseByRule(now, law.releaseRule)),
    );
    if (stepped.length < BATCH) return;
  }
}

const dueBy = (until: number): Selection => ({
  text: 'WHERE next_at <= $1 ORDER BY next_at LIMIT $2 FOR UPDATE SKIP LOCKED',
  values: [new Date(until), BATCH],
});

/** Commits of what was accepted just now may not be seen yet. */
const UNSEEN_MS = 200;

/** What cannot be read for so long stops the terms of all others no longer; if a verdict overtakes it, operators hear of it. */
const PATIENCE_MS = 5 * 60_000;

const WATERMARK = `SELECT least(hub_now() - $2 * interval '1 millisecond',
    (SELECT min(accepted_at) FROM delivery_open WHERE destination = $1 AND NOT parked AND NOT leased
        AND (first_failed_at IS NULL OR first_failed_at > hub_now() - $3 * interval '1 millisecond')),
    (SELECT min(accepted_at) FROM delivery_open WHERE destination = $1 AND leased)) AS until`;

async function watermark(hub: Hub): Promise<number> {
  const { rows } = await hub.database.work.query<{ until: Date }>(WATERMARK, [hub.config.consultations.system, UNSEEN_MS, PATIENCE_MS]);
  return rows[0]?.until.getTime() ?? 0;
}
