/** Settings under which the mutations are looked for: one node, and load of the kind that meets the fault, for a few seconds. */
import { SHORT_LEASES, type CrashSettings } from '../settings.ts';

/**
 * No fault at all, and a timeout that no cold start exceeds, so that nothing excuses a repeat; few lines, each of which is
 * accepted and finished at the same time.
 */
export const CALM: CrashSettings = {
  seed: 11,
  transport: 'memory',
  faults: 0,
  kinds: [],
  messages: 600,
  lines: 8,
  mostPerSecond: Number.POSITIVE_INFINITY,
  onTheHeels: true,
  leases: { dispatchLeaseMs: 6500, claimLeaseMs: 5500, sendTimeoutMs: 2500 },
  loadGraceMs: 20_000,
  quietMs: 20_000,
  edits: [],
};

/** Faults that end what is not on disk yet, under many submissions at a time. */
export const CUT_OFF: CrashSettings = {
  ...CALM,
  leases: SHORT_LEASES,
  lines: 48,
  onTheHeels: false,
  faults: 2,
  kinds: ['node killed', 'PostgreSQL restarted'],
  messages: 2000,
};

/** Recipients on all roads that misbehave in turn, and a hub that nothing befalls. */
export const SPOILT: CrashSettings = {
  ...CUT_OFF,
  faults: 3,
  kinds: ['sinks out of order'],
  messages: 1200,
};
