/** Lets a line of the load follow its messages on the heels: it learns when a sink stored one for the first time. */
import { setTimeout as delay } from 'node:timers/promises';

export interface Arrivals {
  readonly note: (eventId: string) => void;
  readonly follow: () => Follower;
}

/** Resolves, never rejects, when the message is stored or does not come; to be called before it is submitted. */
export type Follower = (eventId: string) => Promise<void>;

const ARRIVES_WITHIN_MS = 1000;
/** After so many waits in vain a line takes its lane for blocked, and waits no more. */
const PATIENCE = 3;

export function createArrivals(): Arrivals {
  const awaited = new Map<string, () => void>();
  const note = (eventId: string): void => {
    awaited.get(eventId)?.();
    awaited.delete(eventId);
  };
  const follow = (): Follower => {
    let patience = PATIENCE;
    return async (eventId) => {
      if (patience === 0) return;
      const stored = new Promise<boolean>((resolve) => awaited.set(eventId, () => resolve(true)));
      const isStored = await Promise.race([stored, delay(ARRIVES_WITHIN_MS, false, { ref: false })]);
      patience -= Number(!isStored);
    };
  };
  return { note, follow };
}
