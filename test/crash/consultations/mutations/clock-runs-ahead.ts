import type { ConsultationMutation } from '../mutation.ts';
import { CALM } from './settings.ts';

const FILE = 'services/consultations/unread.ts';

export const clockRunsAhead: ConsultationMutation = {
  breaks: 'the clock does not wait for answers that the hub has accepted and not yet read',
  edits: [
    { file: FILE, find: 'WHERE destination = $1 AND NOT parked AND NOT leased AND', replace: 'WHERE destination = $1 AND false AND' },
    { file: FILE, find: 'WHERE destination = $1 AND leased AND', replace: 'WHERE destination = $1 AND false AND' },
  ],
  settings: CALM,
  shows: 'wrong > 0: an objection before the end of a term is taken for silence; nothing is lost, doubled or early',
  isFound: ({ wrong, lost, doubled, early }) => wrong > 0 && lost + doubled + early === 0,
};
