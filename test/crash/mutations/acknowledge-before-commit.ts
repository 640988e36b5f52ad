import type { Mutation } from '../mutation.ts';
import { CUT_OFF } from './settings.ts';

export const acknowledgeBeforeCommit: Mutation = {
  breaks: 'the 202 is answered before the commit',
  edits: [
    {
      file: 'broker/delivery/accept.ts',
      find: 'batcher.add(submission)',
      replace: `(void batcher.add(submission).catch(() => undefined),
      Promise.resolve({ receipt: receiptOf({ id: submission.id, acceptedAt: new Date(), sha256: submission.sha256 }), repeated: false }))`,
    },
  ],
  settings: CUT_OFF,
  shows: 'lost > 0, although the books of the hub are in order: it does not know what it lost',
  isFound: ({ lost, reconciles, chainVerified }) => lost > 0 && reconciles && chainVerified,
};
