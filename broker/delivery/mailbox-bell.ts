/** Wakes long polls of mailboxes: rung by this node's accepts and, through Moleculer events, by the other nodes'. A hint only. */
export interface MailboxBell {
  ring(destination: string): void;
  /** Resolves at the next ring, or when the signal ends it. */
  wait(destination: string, signal: AbortSignal): Promise<void>;
}

export function createMailboxBell(): MailboxBell {
  const sleepers = new Map<string, Set<() => void>>();
  return {
    ring: (destination) => {
      for (const wake of sleepers.get(destination) ?? []) wake();
    },
    wait: (destination, signal) =>
      new Promise((resolve) => {
        const waiting = sleepers.get(destination) ?? new Set();
        sleepers.set(destination, waiting);
        const wake = (): void => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        if (signal.aborted) wake();
        else signal.addEventListener('abort', wake);
      }),
  };
}
