/** What the simulated SIS holds, in the terms of its own wire. It shares no code with the translator of the adapter. */

export interface HeldIdentity {
  readonly Kind: 'confirmed' | 'notConfirmed' | 'alias' | 'misused';
  readonly Surname?: string;
  readonly Forename?: string | undefined;
  readonly NameAtBirth?: string;
  /** YYYYMMDD with zeros for what is unknown, all of them where nothing is known. */
  readonly DateOfBirth?: string;
  readonly PlaceOfBirth?: string;
  readonly Sex?: string;
  readonly Nationality?: readonly string[];
}

export interface HeldDocument {
  readonly Category?: string;
  readonly Number: string;
  readonly NumberTo?: string;
  readonly Country?: string;
  readonly IssuedOn?: string;
}

export interface HeldLink {
  readonly SchengenId: string;
  readonly Category: string;
}

/** An alert as it lies in SIS; the search adds what matched. Elements in the order of the schema. */
export interface HeldAlert {
  readonly SchengenId: string;
  readonly IssuingState: string;
  readonly Category: string;
  readonly LegalArticle: string;
  readonly Reason: string;
  readonly Action: string;
  readonly Warning: readonly string[];
  readonly OffenceType: string | undefined;
  readonly Identity: readonly HeldIdentity[];
  readonly Document: readonly HeldDocument[];
  readonly Nationality: readonly string[];
  readonly HasPhoto: boolean;
  readonly HasFingerprints: boolean;
  readonly HasEaw: boolean;
  readonly Link: readonly HeldLink[];
  /** States that do not execute the alert on their territory. */
  readonly FlaggedBy: readonly string[];
  /** YYYYMMDD; not on the wire. */
  readonly EnteredOn: string;
  /** Last day, YYYYMMDD. */
  readonly ExpiresOn: string;
}

/** An alert that a search found, and by which identity or document. */
export interface Finding {
  readonly alert: HeldAlert;
  readonly identity?: number;
  readonly score: number;
  readonly fields: readonly string[];
}
