/** What the adapter is asked and what it answers: the canonical form of a SIS search, free of anything of the wire. */
import type { SisMatchV1, SisMatchV1AlertCategory } from '../../schemas/types.generated.ts';

export type AlertCategory = SisMatchV1AlertCategory;
export type SearchMode = 'ANY_NAME' | 'EXACT' | 'FUZZY' | 'ANY_NUMBER';
export type Sex = 'M' | 'F' | 'X' | 'U';
export type DocumentCategory = 'PASSPORT' | 'ID_CARD' | 'RESIDENCE_PERMIT' | 'TRAVEL_DOCUMENT' | 'DRIVING_LICENCE' | 'VISA_STICKER';
export type Warning = SisMatchV1['warnings'][number];

/** What the issuing state asks for; the other two are said by the hub alone. */
export type Action = Exclude<SisMatchV1['actionToBeTaken'], 'VERIFY_IDENTITY_CONTACT_SIRENE' | 'CONTACT_SIRENE'>;

/** What of the search agreed with the alert; of a partial date only as much as both know. */
export type MatchedField = SisMatchV1['matchedFields'][number];

export interface SisPersonCriteria {
  readonly surname: string;
  readonly forename?: string;
  /** EDTF, e.g. `1983`, `1983-05`, `1983-XX-XX`, `1983~`. */
  readonly dateOfBirth?: string;
  readonly sex?: Sex;
  /** ISO 3166-1 alpha-3 or a code of ICAO Doc 9303. */
  readonly nationality?: string;
}

export interface SisDocumentCriteria {
  readonly number: string;
  readonly category?: DocumentCategory;
  readonly country?: string;
}

/** One alert by its own identifier, as read off a message of SIRENE. */
export interface SisAlertCriteria {
  readonly schengenId: string;
}

/** The person who asks and why; SIS refuses a technical account alone. */
export interface SisUser {
  readonly institution: string;
  readonly unit: string;
  readonly officerId: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly caseReference: string;
}

interface SisRequestBase {
  readonly searchId: string;
  readonly mode: SearchMode;
  /** The alert categories allowed to caller and purpose; SIS searches these and no others. */
  readonly categories: readonly AlertCategory[];
  readonly user: SisUser;
}

export type SisRequest =
  | (SisRequestBase & { readonly kind: 'person'; readonly person: SisPersonCriteria })
  | (SisRequestBase & { readonly kind: 'document'; readonly document: SisDocumentCriteria })
  | (SisRequestBase & { readonly kind: 'alert'; readonly alert: SisAlertCriteria });

export interface SisIdentity {
  readonly kind: 'CONFIRMED' | 'NOT_CONFIRMED' | 'ALIAS' | 'MISUSED';
  readonly surname?: string;
  readonly forename?: string;
  readonly nameAtBirth?: string;
  readonly dateOfBirth?: string;
  readonly placeOfBirth?: string;
  readonly sex?: Sex;
  readonly nationalities: readonly string[];
}

export interface SisDocument {
  readonly category?: DocumentCategory;
  readonly number: string;
  /** Last number of a batch of blanks. */
  readonly numberTo?: string;
  readonly country?: string;
  readonly issuedOn?: string;
}

export interface SisLink {
  readonly schengenId: string;
  readonly alertCategory: AlertCategory;
}

/** One alert that the search revealed; not a hit before a named officer confirms it. */
export interface SisMatch {
  readonly schengenId: string;
  readonly issuingState: string;
  readonly alertCategory: AlertCategory;
  readonly legalArticle: string;
  readonly reasonForAlert: string;
  readonly actionToBeTaken: Action;
  readonly warnings: readonly Warning[];
  readonly typeOfOffence?: string;
  readonly identities: readonly SisIdentity[];
  /** Null for an alert on an object. */
  readonly matchedIdentityIndex: number | null;
  /** True when the identity that matched is a misused one: the person may be its victim. */
  readonly mayBeVictim: boolean;
  readonly documents: readonly SisDocument[];
  readonly nationalities: readonly string[];
  readonly hasPhoto: boolean;
  readonly hasFingerprints: boolean;
  readonly hasEaw: boolean;
  readonly links: readonly SisLink[];
  /** States on whose territory the alert is not executed (2018/1862 Arts 24, 25). */
  readonly flaggedBy: readonly string[];
  readonly expiryDate: string;
  readonly sireneContact?: string;
  readonly matchScore: number;
  readonly matchedFields: readonly MatchedField[];
}

/** What SIS answered. TOO_MANY carries no list; PARTIAL names the sources that kept silent and is never clear. */
export interface SisFindings {
  readonly outcome: 'NO_MATCH' | 'MATCHES' | 'PARTIAL' | 'TOO_MANY';
  /** As SIS sent them: the caller filters by category once more, and orders them by harm. */
  readonly matches: readonly SisMatch[];
  readonly categoriesSearched: readonly AlertCategory[];
  readonly answeredAt: string;
  readonly source: { readonly kind: 'NATIONAL_COPY' | 'CS_SIS'; readonly asOf: string };
  readonly silentSources?: readonly string[];
  readonly nextStep: string;
}

export interface SisAnswer extends SisFindings {
  /** Milliseconds between handing the call to the SOAP client and its answer, read. */
  readonly soapMs: number;
  /** Milliseconds spent waiting for a free place among the concurrent searches. */
  readonly waitMs: number;
}
