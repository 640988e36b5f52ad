import type { Mutation } from '../mutation.ts';
import { CALM } from './settings.ts';

/** The lane is locked, freed and searched in one statement, so with one snapshot, which can be older than the lock. */
export const promoteInOneStatement: Mutation = {
  breaks: 'a successor that is being parked while its predecessor finishes is not promoted',
  edits: [
    { file: 'broker/store/functions/130-outcome.sql', find: 'ORDER BY l.id FOR UPDATE;', replace: 'ORDER BY l.id;' },
    {
      file: 'broker/store/functions/110-lanes.sql',
      find: '  UPDATE lane SET open',
      replace: '  RETURN QUERY WITH freed AS (UPDATE lane SET open',
    },
    {
      file: 'broker/store/functions/110-lanes.sql',
      find: 'f.lane_id;\n\n  RETURN QUERY\n  WITH heads',
      replace: 'f.lane_id\n  ), heads',
    },
  ],
  settings: CALM,
  shows: 'lost > 0, and in the books nothing is open but parked deliveries',
  isFound: ({ lost, words }) =>
    lost > 0 &&
    words.some((word) => word.startsWith('parked: ')) &&
    !words.some((word) => /^(queued|delivering|waitingRetry|dead): /.test(word)),
};
