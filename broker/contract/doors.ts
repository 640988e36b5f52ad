/** The doors through which adapters and services reach the hub. All are injected; nothing here happens at import. */

/** The database clock as this node estimates it (ms since epoch), and a monotonic one for durations. */
export interface Clock {
  now(): number;
  monotonicMs(): number;
}

/** Something that needs a person; shown to operators until it is resolved. */
export interface Problem {
  /** A stable word for what kind it is, e.g. BREAKER_OPEN. */
  readonly kind: string;
  /** What it is about, e.g. a destination. Together with kind it identifies the problem. */
  readonly subject: string;
  /** What happened, in words an operator understands. No personal data. */
  readonly words: string;
  readonly severity: 'critical' | 'warning' | 'notice';
  readonly action?: { readonly method: string; readonly path: string };
}

export interface Problems {
  /** Raises a problem or counts it once more; never throws. */
  raise(problem: Problem): Promise<void>;
  resolve(kind: string, subject: string): Promise<void>;
}

export interface Logger {
  debug(fields: Record<string, unknown>, text: string): void;
  info(fields: Record<string, unknown>, text: string): void;
  warn(fields: Record<string, unknown>, text: string): void;
  error(fields: Record<string, unknown>, text: string): void;
}

/** What adapters get: the bytes of an attachment that a message refers to, in order, checked piece by piece. Throws NOT_FOUND. */
export interface AttachmentDoor {
  read(messageId: string, attachmentId: string): AsyncIterable<Buffer>;
}

export interface HubDoors {
  readonly clock: Clock;
  readonly newId: () => string;
  /** Uniform in [0, 1); injected so that jitter can be repeated in tests. */
  readonly random: () => number;
  readonly problems: Problems;
  readonly log: Logger;
  readonly attachments: AttachmentDoor;
}
