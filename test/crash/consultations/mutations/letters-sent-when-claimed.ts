import type { ConsultationMutation } from '../mutation.ts';
import { MORTAL } from './settings.ts';

export const lettersSentWhenClaimed: ConsultationMutation = {
  breaks: 'a letter counts as sent when a node takes it up, before it is accepted as a message',
  edits: [
    {
      file: 'services/consultations/letters.ts',
      find: 'UPDATE consultation_letter SET claimed_until',
      replace: 'UPDATE consultation_letter SET sent_at = hub_now(), claimed_until',
    },
  ],
  settings: MORTAL,
  shows: 'lost > 0: requests that never come, or verdicts',
  isFound: ({ lost, doubled, tacitUnheard }) => lost > 0 && doubled + tacitUnheard === 0,
};
