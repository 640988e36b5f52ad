/** What the run knows by itself of each consultation: what it was told over the wire, and when. Nothing here comes from the hub's tables. */
import type { Answer, Plan } from './plan.ts';

/** Between which instants something happened, on the clock of the hub. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

export interface GivenAnswer extends Span {
  readonly authority: string;
  readonly answer: Answer;
  /** What the hub said of it at once; only by REST it says so. */
  readonly counts?: string;
}

/** A verdict as the consulate got it. */
export interface VerdictSeen {
  /** Id of the event: the same on every repeat. */
  readonly id: string;
  readonly seenAt: number;
  readonly verdict: string;
  readonly finalAt: number;
  readonly reasons: readonly { readonly authority: string; readonly state: string; readonly answer: string | null }[];
}

export interface CaseBook {
  readonly plan: Plan;
  readonly consultationId: string;
  readonly reference: string;
  readonly submittedAt: number;
  readonly dueAt: number;
  readonly consulted: readonly string[];
  /** By authority: when its mailbox's acknowledgement or its form R was taken by the hub. */
  readonly arrivals: Map<string, Span>;
  readonly answers: GivenAnswer[];
  readonly verdicts: VerdictSeen[];
  /** Authorities of whose late objection the consulate was told. */
  readonly lateObjections: Set<string>;
}

export interface Books {
  readonly cases: CaseBook[];
  byReference(reference: string): CaseBook | undefined;
  /** Answers that no correct hub gives. */
  readonly refused: string[];
}

export function openBooks(): Books {
  const cases: CaseBook[] = [];
  return { cases, refused: [], byReference: (reference) => cases.find((one) => one.reference === reference) };
}
