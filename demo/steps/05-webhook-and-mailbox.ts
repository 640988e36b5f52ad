/** One submission, two recipients: one is called, the other comes and fetches. */
import { waitFor } from '../../local/wait-for.ts';
import { ask, check, noteEvent, type Stage, type Step } from '../stage.ts';

interface Lease {
  readonly leaseId: string | null;
  readonly messages: readonly { id: string; event: { id: string } }[];
}

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
    await fetchFromMailbox(stage, note.id);
    const seen = await ask(stage, { party: 'PL-UDSC', method: 'GET', path: `/messages/${String(body.id)}` });
    check(seen.body.state === 'delivered', 'the message should be delivered');
  },
};

/** Takes all that waits, for an earlier run may have left something. */
async function fetchFromMailbox(stage: Stage, eventId: string): Promise<void> {
  for (;;) {
    const fetched = await ask(stage, { party: 'PL-KGP', method: 'GET', path: '/mailbox/messages?max=100&waitSeconds=5' });
    const { leaseId, messages } = fetched.body as unknown as Lease;
    check(messages.length > 0, 'the mailbox of PL-KGP should hold the note');
    const ids = messages.map(({ id }) => id);
    const answer = await ask(stage, { party: 'PL-KGP', method: 'POST', path: '/mailbox/acknowledgements', body: { leaseId, ids } });
    check(answer.status === 200, 'the acknowledgement should be taken');
    if (messages.some(({ event }) => event.id === eventId)) return;
  }
}
