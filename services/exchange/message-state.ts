/** The states that are derived, never stored. */

export type MessageState = 'accepted' | 'delivered' | 'partly-delivered' | 'failed';

const FAILED = new Set(['dead', 'discarded', 'expired']);

/** delivered: all; failed: all ended and none delivered; partly-delivered: some delivered, others failed; else accepted. */
export function messageState(deliveries: readonly string[]): MessageState {
  const delivered = deliveries.filter((state) => state === 'delivered').length;
  const failed = deliveries.filter((state) => FAILED.has(state)).length;
  if (delivered === deliveries.length && delivered > 0) return 'delivered';
  if (failed === deliveries.length && failed > 0) return 'failed';
  if (delivered > 0 && failed > 0) return 'partly-delivered';
  return 'accepted';
}

/** What waits at a held destination is shown as held. */
export const deliveryState = (state: string, heldSince: Date | null): string =>
  heldSince !== null && (state === 'queued' || state === 'waiting-retry') ? 'held' : state;
