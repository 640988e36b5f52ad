/** How long an alert stands: from the day it was entered to the last day of the review period of its kind. Days are of UTC. */
import type { HeldAlert } from './alert.ts';
import { wireDay } from './wire-date.ts';

export type Validity = Pick<HeldAlert, 'EnteredOn' | 'ExpiresOn'>;

/** An alert that is under way on `today`; `passed` is the share of its period behind it, at least 0 and below 1. */
export function validityOn(today: Date, years: number, passed: number): Validity {
  const heldDays = Math.floor(passed * years * 365);
  const entered = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() - heldDays));
  const last = new Date(Date.UTC(entered.getUTCFullYear() + years, entered.getUTCMonth(), entered.getUTCDate() - 1));
  return { EnteredOn: wireDay(entered), ExpiresOn: wireDay(last) };
}
