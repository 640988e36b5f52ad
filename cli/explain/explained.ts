/** What `hub explain` says of one document. */
import type { Fault } from '../../broker/contract/errors.ts';

export interface RecipientForm {
  readonly destination: string;
  /** `mailbox`, or the adapter. */
  readonly by: string;
  /** The message type in the version that the recipient gets; null where it is no message. */
  readonly type: string | null;
  /** Null where the adapter cannot say, or `problem` stands in the way. */
  readonly form: string | null;
  readonly lost: readonly string[];
  /** Why the recipient would not get it. */
  readonly problem: string | null;
}

export interface Explained {
  readonly what: string;
  readonly faults: readonly Fault[];
  readonly canonical: unknown;
  /** Null for what is not routed. */
  readonly route: {
    /** Names of the routes that count; none where the document names its destinations. */
    readonly routes: readonly string[];
    /** Routed parties without a grant. */
    readonly leftOut: readonly string[];
  } | null;
  readonly recipients: readonly RecipientForm[];
  /** What the reader should know about this explanation. */
  readonly remarks: readonly string[];
}

export const NOTHING_MORE = { canonical: null, route: null, recipients: [], remarks: [] } as const;
