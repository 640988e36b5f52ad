/** The words of a SIS search as this service uses them: what a caller asks and what the adapter answers. */

export interface SisSearch {
  readonly kind: 'person' | 'document' | 'alert';
  readonly person?: Readonly<Record<string, unknown>>;
  readonly document?: Readonly<Record<string, unknown>>;
  readonly alert?: Readonly<Record<string, unknown>>;
  readonly mode?: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly caseReference: string;
  readonly officer: { readonly id: string; readonly unit: string };
}

/** A search that may go to SIS. */
export interface AdmittedSearch {
  readonly searchId: string;
  readonly party: string;
  readonly search: SisSearch;
  /** What the rights matrix gives to the party for the purpose. */
  readonly categories: readonly string[];
}

interface Link {
  readonly schengenId: string;
  readonly alertCategory: string;
}

/** The fields of a match that are read here; all others are handed on as they are. */
export interface Match {
  readonly schengenId: string;
  readonly alertCategory: string;
  readonly links: readonly Link[];
  /** What the issuing state asks for. */
  readonly actionToBeTaken: string;
  readonly mayBeVictim: boolean;
  readonly flaggedBy: readonly string[];
  readonly matchScore: number;
}

/** A match as the officer sees it. */
export interface ShownMatch extends Omit<Match, 'links'> {
  /** From 1; names the match within its search. */
  readonly matchNumber: number;
  /** Absent where no linked alert may be seen. */
  readonly links?: readonly Link[];
  readonly notice?: string;
  readonly doNotReveal?: boolean;
}

export interface Findings {
  readonly outcome: 'NO_MATCH' | 'MATCHES' | 'PARTIAL' | 'TOO_MANY';
  readonly matches: readonly Match[];
  readonly categoriesSearched: readonly string[];
  readonly answeredAt: string;
  readonly source: { readonly kind: string; readonly asOf: string };
  readonly silentSources?: readonly string[];
  readonly nextStep: string;
}

/** What the caller sees: filtered, ordered by harm, numbered from 1. */
export interface ShownFindings extends Omit<Findings, 'matches'> {
  readonly matches: readonly ShownMatch[];
}

export interface AdapterAnswer extends Findings {
  readonly soapMs: number;
  readonly waitMs: number;
}
