import type { Mutation } from '../mutation.ts';
import { CALM } from './settings.ts';

/**
 * The claim lease heals this by a second delivery, so nothing is lost; a lease beyond the run's patience would call it lost,
 * but honest is what a recipient sees: it had confirmed and gets the same again, although no fault befell anyone.
 */
export const dropOneOutcome: Mutation = {
  breaks: 'one delivered outcome is dropped, and its ticket acknowledged',
  edits: [
    {
      file: 'broker/delivery/outcome.ts',
      find: 'return { record: batcher.add,',
      replace: `let delivered = 0;
  return {
    record: (outcome) =>
      outcome.verdict.kind === 'delivered' && (delivered += 1) === 100 ? Promise.resolve('recorded' as const) : batcher.add(outcome),`,
    },
  ],
  settings: CALM,
  shows: 'repeatsAfterOk > 0 without a fault, and nothing lost',
  isFound: ({ faults, lost, repeatsAfterOk }) => faults === 0 && lost === 0 && repeatsAfterOk > 0,
};
