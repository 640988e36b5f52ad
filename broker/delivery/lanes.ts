/**
 * Order is kept per (destination, sender, sequence key). A lane's id is a digest of the three, so every node and every
 * statement sorts lanes the same way and locks them without a deadlock.
 */
import { createHash } from 'node:crypto';

export interface LaneKey {
  readonly destination: string;
  readonly sender: string;
  readonly sequenceKey: string;
}

export function laneId(key: LaneKey): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([key.destination, key.sender, key.sequenceKey]))
    .digest('hex');
  return [digest.slice(0, 8), digest.slice(8, 12), digest.slice(12, 16), digest.slice(16, 20), digest.slice(20, 32)].join('-');
}
