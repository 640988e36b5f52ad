import type { ConsultationMutation } from '../mutation.ts';
import { CALM } from './settings.ts';

export const verdictUnderNewId: ConsultationMutation = {
  breaks: 'what was sent is not noted, and each attempt has an id of its own',
  edits: [
    {
      file: 'services/consultations/letters.ts',
      find: 'WHERE l.id = d.id`',
      replace: "WHERE l.id = d.id AND (l.kind <> 'VERDICT' OR l.at < hub_now() - interval '1 day')`",
    },
    {
      file: 'services/consultations/messages.ts',
      find: 'id: `${reference}-${id}`',
      replace: 'id: `${reference}-${id}-${Date.now()}`',
    },
  ],
  settings: CALM,
  shows: 'doubled > 0',
  isFound: ({ doubled, lost, early }) => doubled > 0 && lost + early === 0,
};
