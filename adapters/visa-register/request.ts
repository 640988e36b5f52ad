/** What the adapter is asked and what it answers, in canonical form. request.schema.json and answer.schema.json hold both to it. */
import type { VisaRefusalV1, VisaV1, VisaV1Event } from '../../schemas/types.generated.ts';

export interface Requester {
  /** Code of the party. */
  readonly institution: string;
  readonly officer: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly caseReference: string;
}

interface Asked {
  /** The register's key against repeats. */
  readonly requestId: string;
  readonly requester: Requester;
}

export type RegisterWrite = Asked &
  (
    | { readonly operation: 'ISSUE'; readonly visa: VisaV1 }
    | { readonly operation: 'REFUSE'; readonly refusal: VisaRefusalV1 }
    | { readonly operation: 'EVENT'; readonly visaNumber: string; readonly event: VisaV1Event }
  );

export type RegisterSearch = Asked &
  (
    | {
        readonly operation: 'FIND_BY_PERSON';
        /** dateOfBirth in EDTF, perhaps partial. */
        readonly person: { readonly surname: string; readonly forenames?: string; readonly dateOfBirth: string };
      }
    | { readonly operation: 'FIND_BY_DOCUMENT'; readonly document: { readonly number: string; readonly country?: string } }
    | { readonly operation: 'FIND_BY_APPLICATION'; readonly applicationNumber: string }
    | { readonly operation: 'FIND_BY_STICKER'; readonly visaNumber: string }
  );

export type RegisterRequest = RegisterWrite | RegisterSearch;

export interface Registered {
  readonly kind: 'REGISTERED';
  /** False when the register had the same before. */
  readonly isNew: boolean;
  readonly registeredAt: string;
}

export type RefusalReason = 'APPLICATION_DIFFERS' | 'STICKER_USED' | 'UNKNOWN_STICKER' | 'NOT_VALID' | 'RULE_BROKEN';

/** The register read the request and will not record it. */
export interface NotRegistered {
  readonly kind: 'NOT_REGISTERED';
  readonly reason: RefusalReason;
}

export type Entry = { readonly visa: VisaV1 } | { readonly refusal: VisaRefusalV1 };

export interface Found {
  readonly kind: 'FOUND';
  readonly answeredAt: string;
  /** More than there are entries when there are too many to list any. */
  readonly total: number;
  readonly entries: readonly Entry[];
}

export type RegisterAnswer = Registered | NotRegistered | Found;

/** A reading of the change feed. */
export interface ChangesAsked {
  readonly requestId: string;
  readonly after: number;
  readonly upTo?: number;
  readonly limit: number;
}

export interface Change {
  readonly number: number;
  readonly changedAt: string;
  readonly entry: Entry;
}

/** A change that cannot be read, by its number: it must not stop the others. */
export interface UnreadableChange {
  readonly number: number;
  readonly unreadable: string;
}

export interface Changes {
  /** The highest number given so far. */
  readonly last: number;
  readonly unused: readonly number[];
  readonly changes: readonly (Change | UnreadableChange)[];
}
