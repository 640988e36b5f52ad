/** Who asks and why: the registered person, the purpose, the legal basis and the case. */
export interface Who {
  readonly officer?: string;
  readonly purpose?: string;
  readonly legalBasis?: string;
  readonly caseReference?: string;
}
