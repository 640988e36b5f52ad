/** The simulated SIRENE bureau: acknowledges hit reports, and brings replies to consultations that never object. */
import { SIRENE } from './cast.ts';
import { officerOf, type Client } from './client.ts';
import { senderOf, type ReceivedEvent } from './mailbox-reader.ts';
import type { Credentials } from './parties.ts';

interface Bureau {
  readonly client: Client;
  readonly credentials: Credentials;
  readonly now: () => Date;
}

export const sireneTakes =
  (bureau: Bureau) =>
  async (event: ReceivedEvent): Promise<void> => {
    if (event.type === 'pl.gov.udsc.sis.hit-report.v1') await acknowledge(bureau, event);
    if (event.type === 'pl.gov.udsc.sis.sirene-consultation.v1') await reply(bureau, event);
  };

const acknowledge = ({ client, credentials }: Bureau, { data }: ReceivedEvent): Promise<unknown> =>
  client({
    party: SIRENE,
    method: 'POST',
    path: `/sis/hit-reports/${String(data.hitReportId)}/acknowledgement`,
    body: { officer: officerOf(credentials, SIRENE), reference: `SIR-${String(data.hitReportId).slice(0, 8)}` },
  });

const reply = ({ client, now }: Bureau, event: ReceivedEvent): Promise<unknown> =>
  client({
    party: SIRENE,
    method: 'POST',
    path: '/messages',
    body: {
      specversion: '1.0',
      id: `reply-${senderOf(event)}-${event.id}`,
      source: `/parties/${SIRENE}`,
      type: 'pl.gov.udsc.sis.sirene-consultation-reply.v1',
      destination: senderOf(event),
      causationid: event.id,
      data: {
        consultationId: event.data.consultationId,
        answer: 'NO_OBJECTION',
        answeredBy: event.data.consultedState,
        answeredAt: now().toISOString(),
      },
    },
  });
