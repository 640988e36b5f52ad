/** Settings under which the mutations are looked for: one node, and each kind of consultation once. */
import { KINDS } from '../plan.ts';
import type { ConsultationSettings } from '../settings.ts';

/** Nothing excuses a fault. */
export const CALM: ConsultationSettings = {
  seed: 11,
  transport: 'memory',
  faults: 0,
  kinds: [],
  consultations: KINDS.length,
  patienceMs: 10_000,
  edits: [],
};

/** A node that dies every day, at the beginning of what happens on it. */
export const MORTAL: ConsultationSettings = {
  ...CALM,
  patienceMs: 6000,
  faults: 8,
  kinds: ['node killed'],
  consultations: KINDS.length * 2,
};
