import type { ConsultationMutation } from '../mutation.ts';
import { CALM } from './settings.ts';

export const silenceFromSending: ConsultationMutation = {
  breaks: 'a term runs from the sending of the request, whether or not it arrives',
  edits: [
    {
      file: 'services/consultations/process/transport.ts',
      find: "{ ...child, state: 'SENT', sentAt: at, messageId }",
      replace: "{ ...child, state: 'DELIVERED', sentAt: at, messageId, deliveredAt: at, dueAt: at + 5 * 86_400_000 }",
    },
  ],
  settings: CALM,
  shows: 'early > 0, and tacitUnheard > 0: silence of who never had the request, or had it later',
  isFound: ({ early, tacitUnheard, lost, doubled }) => early > 0 && tacitUnheard > 0 && lost + doubled === 0,
};
