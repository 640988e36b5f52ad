/** What a retry job does next. Pure: the database says what may go back, this says how fast, when to wait and when to stop. */

/** What the database says of a job that a node has in hand. */
export interface JobView {
  readonly state: string;
  readonly ratePerSecond: number;
  /** Letters that may go back now, at most as many as were asked for. */
  readonly next: readonly string[];
  /** Letters put back whose outcome is not known. */
  readonly open: number;
  /** Letters whose outcome became known with this look. */
  readonly settled: number;
  /** How long the job rested before this look. */
  readonly waitMs: number;
  readonly died: readonly DiedAgain[];
}

export interface DiedAgain {
  readonly deliveryId: string;
  /** The failure group in which it is now. */
  readonly fingerprint: string;
  /** Whether the job was begun for letters of that group. */
  readonly isKnown: boolean;
  /** Whether no letter of its old group was delivered yet. */
  readonly isCanary: boolean;
}

export type Move =
  | { readonly kind: 'put-back'; readonly ids: readonly string[]; readonly waitMs: number }
  | { readonly kind: 'rest'; readonly waitMs: number }
  | { readonly kind: 'stop'; readonly because: DiedAgain }
  | { readonly kind: 'finish' };

const ROUND_MS = 250;
const SHORTEST_REST_MS = 100;
const LONGEST_REST_MS = 2000;
/** More are not under way at once: what fails slowly is noticed before all have gone the same way. */
const MOST_UNDER_WAY = 500;

/** How many letters the next round may hold. */
export const roundOf = (ratePerSecond: number, open: number): number =>
  Math.max(0, Math.min(Math.max(1, Math.floor((ratePerSecond * ROUND_MS) / 1000)), MOST_UNDER_WAY - open));

export function nextMove(job: JobView): Move {
  if (job.state !== 'RUNNING') return rest(job);
  const because = returned(job.died);
  if (because !== undefined) return { kind: 'stop', because };
  if (job.next.length > 0) return { kind: 'put-back', ids: job.next, waitMs: Math.ceil((job.next.length * 1000) / job.ratePerSecond) };
  return job.open > 0 ? rest(job) : { kind: 'finish' };
}

/** A cause returns when it is one that the job was begun for, when a canary dies of it, or when it strikes twice. */
export function returned(died: readonly DiedAgain[]): DiedAgain | undefined {
  const seen = new Set<string>();
  return died.find(({ fingerprint, isKnown, isCanary }) => {
    if (isKnown || isCanary || seen.has(fingerprint)) return true;
    seen.add(fingerprint);
    return false;
  });
}

const rest = ({ settled, waitMs }: JobView): Move => ({
  kind: 'rest',
  waitMs: settled > 0 ? SHORTEST_REST_MS : Math.min(Math.max(waitMs * 2, SHORTEST_REST_MS), LONGEST_REST_MS),
});
