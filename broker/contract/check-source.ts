/**
 * What services know of a person and may be asked by another service before it goes on: each says in its HubService under which name it
 * answers, so that a new source is a new service and no edit. Only references come back, never the content of a register.
 */
export interface CheckQuestion {
  /** The person and the papers, as the asking service has them in canonical form. */
  readonly subject: unknown;
  /** In whose name is asked: the rights are theirs. */
  readonly by: {
    readonly party: string;
    readonly officer: string;
    readonly purpose: string;
    readonly legalBasis: string;
    readonly caseReference: string;
  };
}

export interface CheckAnswer {
  /** NOT_ASKED: whoever asks has no right to it. A failure is thrown, and is never CLEAR. */
  readonly state: 'NOT_ASKED' | 'CLEAR' | 'FOUND';
  readonly found: readonly Readonly<Record<string, unknown>>[];
}

export interface CheckSource {
  readonly source: string;
  ask(question: CheckQuestion, timeoutMs: number): Promise<CheckAnswer>;
}

/** As a service declares it: its Moleculer action is called with a CheckQuestion and answers a CheckAnswer. */
export interface DeclaredCheck {
  readonly source: string;
  readonly action: string;
}
