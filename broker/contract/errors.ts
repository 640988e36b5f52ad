/** The one error class of the hub. What it says comes from the catalogue, so that docs, REST and logs agree. */
import { ERROR_CATALOGUE, type CatalogueEntry, type ErrorCode } from './error-catalogue.ts';

/** One fault in a document: a JSON pointer (RFC 6901) to the place and what is wrong there. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

interface HubErrorOptions {
  /** What exactly happened, to what. Never personal data, never a secret. */
  readonly detail?: string;
  readonly faults?: readonly Fault[];
  readonly cause?: unknown;
  /** After how many milliseconds a repeat is worth trying. */
  readonly retryAfterMs?: number;
  /** Named values answered beside the text, e.g. the searchId. Never personal data. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export class HubError extends Error {
  override readonly name = 'HubError';
  /** `hubCode` is the code of the catalogue; `code` is the HTTP status, as Moleculer's breaker expects a number. */
  readonly hubCode: ErrorCode;
  readonly code: number;
  readonly faults: readonly Fault[];
  readonly retryAfterMs: number | undefined;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(hubCode: ErrorCode, options: HubErrorOptions = {}) {
    const entry: CatalogueEntry = ERROR_CATALOGUE[hubCode];
    super(options.detail ?? entry.title, options.cause === undefined ? undefined : { cause: options.cause });
    this.hubCode = hubCode;
    this.code = entry.status;
    this.faults = options.faults ?? [];
    this.retryAfterMs = options.retryAfterMs;
    this.facts = options.facts ?? {};
  }
}

export const isTransient = (code: ErrorCode): boolean => ERROR_CATALOGUE[code].kind === 'transient';

/** A body can have more faults than anybody reads, and an answer must not be longer than the question. */
export const MOST_FAULTS = 100;

/** RFC 9457 problem+json of an error; unknown errors become INTERNAL and give nothing away. */
export function toProblem(error: unknown, instance?: string): Record<string, unknown> & { status: number; code: ErrorCode } {
  const known = error instanceof HubError ? error : new HubError('INTERNAL');
  const entry: CatalogueEntry = ERROR_CATALOGUE[known.hubCode];
  return {
    type: `urn:pobyt-hub:error:${known.hubCode}`,
    title: entry.title,
    status: entry.status,
    code: known.hubCode,
    detail: known.message,
    help: entry.help,
    ...(instance === undefined ? {} : { instance }),
    ...(known.faults.length > 0 ? { errors: known.faults.slice(0, MOST_FAULTS) } : {}),
    ...(known.faults.length > MOST_FAULTS ? { errorsLeftOut: known.faults.length - MOST_FAULTS } : {}),
    ...known.facts,
  };
}
