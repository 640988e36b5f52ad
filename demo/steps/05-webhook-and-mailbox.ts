/** One submission, two recipients: one is called, the other comes and fetches. */
import { waitFor } from '../../local/wait-for.ts';
import { ask, check, noteEvent, type Step } from '../stage.ts';
import { takeUntil } from './mailbox.ts';

export const webhookAndMailbox: Step = {
  title: 'a note from the Office goes to PL-ABW by webhook and to PL-KGP by mailbox',
  play: async (stage) => {
    const note = { id: `note-${stage.run}`, from: 'PL-UDSC', to: 'PL-ABW,PL-KGP', text: 'The address in the case has changed.' };
    const { status, body } = await ask(stage, { party: 'PL-UDSC', method: 'POST', path: '/messages', body: noteEvent(note) });
    check(status === 202, 'the answer should be 202');
    await waitFor(() => stage.agency.received.some(({ eventId }) => eventId === note.id), {
      timeoutMs: 10_000,
      what: 'the webhook of PL-ABW',
    });
    stage.say('  the system of PL-ABW received it, with a valid signature');
    await takeUntil(stage, { party: 'PL-KGP', what: 'the note', is: ({ id }) => id === note.id });
    const seen = await ask(stage, { party: 'PL-UDSC', method: 'GET', path: `/messages/${String(body.id)}` });
    check(seen.body.state === 'delivered', 'the message should be delivered');
  },
};
