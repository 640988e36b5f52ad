/**
 * What an adapter can say of a document without sending anything, for `npm run hub -- explain`: `adapters/<name>/explain.ts` exports
 * `explainer`. Optional; what an adapter does not offer is told as not known.
 */
import type { Fault } from './errors.ts';

export interface WireForm {
  /** The document as it would leave. Secrets and what depends on the moment are named, not shown. */
  readonly form: string;
  /** What the form has no place for: JSON pointers, or words. */
  readonly lost: readonly string[];
}

export interface Explanation {
  /** What the document is, in words. */
  readonly what: string;
  readonly faults: readonly Fault[];
  readonly canonical?: unknown;
  readonly wire?: WireForm;
}

export interface Explainer {
  /** The form in which a message would go to a destination with these settings. Throws TRANSLATION_FAILED. */
  deliver?(body: Buffer, settings: Readonly<Record<string, unknown>>): WireForm;
  /** The form of a look-up. Throws HubError. */
  ask?(request: unknown): Promise<WireForm>;
  /** Undefined when the document is nothing that the system says. */
  read?(document: Buffer): Promise<Explanation | undefined>;
}
