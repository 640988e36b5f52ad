/** Tells packets that come for the first time from those that somebody kept and sent again. */

/** By the clock that all nodes share; wide enough for one that is about to be corrected. */
const WINDOW_MS = 60_000;
/** A packet can be in time for two windows: sent by a clock that is ahead by one, received until it is behind by one. */
const KEEP_MS = 2 * WINDOW_MS;

/** True once for each nonce that was sent about now. Forgets nonces only when their packets are too old to be taken. */
export function createFreshness(now: () => number): (nonce: string, sentAt: number) => boolean {
  let young = new Set<string>();
  let old = new Set<string>();
  let turnedAt = now();
  return (nonce, sentAt) => {
    const at = now();
    if (at - turnedAt > KEEP_MS) {
      old = young;
      young = new Set();
      turnedAt = at;
    }
    if (!(Math.abs(at - sentAt) <= WINDOW_MS) || young.has(nonce) || old.has(nonce)) return false;
    young.add(nonce);
    return true;
  };
}
