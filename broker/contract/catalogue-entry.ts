/** What the error catalogue says of one error. */
export interface CatalogueEntry {
  /** HTTP status answered at the REST edge. */
  readonly status: number;
  /** transient: the same request may succeed later; permanent: it never will as it stands. */
  readonly kind: 'transient' | 'permanent';
  /** What happened, in one short sentence. */
  readonly title: string;
  /** What the reader should do. */
  readonly help: string;
}

export const permanent = (status: number, title: string, help: string): CatalogueEntry => ({ status, kind: 'permanent', title, help });
export const transient = (status: number, title: string, help: string): CatalogueEntry => ({ status, kind: 'transient', title, help });
