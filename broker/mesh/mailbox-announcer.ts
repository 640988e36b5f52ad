/** Gathers the mailboxes that got something, so that a flood of submissions tells the other nodes a few times a second and not each time. */
export interface MailboxAnnouncer {
  announce(destination: string): void;
  stop(): void;
}

interface AnnouncerOptions {
  readonly everyMs: number;
  readonly monotonicMs: () => number;
  readonly send: (destinations: readonly string[]) => void;
}

/** The first announcement goes out at once, those of the next `everyMs` together at their end. */
export function createMailboxAnnouncer({ everyMs, monotonicMs, send }: AnnouncerOptions): MailboxAnnouncer {
  const waiting = new Set<string>();
  let sentAt = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    const destinations = [...waiting];
    waiting.clear();
    timer = undefined;
    sentAt = monotonicMs();
    send(destinations);
  };
  return {
    announce: (destination) => {
      waiting.add(destination);
      timer ??= setTimeout(flush, Math.max(0, sentAt + everyMs - monotonicMs()));
    },
    stop: () => {
      clearTimeout(timer);
      waiting.clear();
    },
  };
}
