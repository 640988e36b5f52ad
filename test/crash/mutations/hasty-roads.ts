import type { Mutation } from '../mutation.ts';
import { SPOILT } from './settings.ts';

/** One fault on each road that is no webhook, so that each judge has something to find. */
export const hastyRoads: Mutation = {
  breaks: 'a mail counts as delivered before the server of the other state took it, and the register gets another key at each attempt',
  edits: [
    {
      file: 'adapters/visa-consultation-network/outbox.ts',
      find: 'await mailer.send(peer, { bytes: wire.bytes, attachments, read }, signal);',
      replace: 'void mailer.send(peer, { bytes: wire.bytes, attachments, read }, signal).catch(() => undefined);',
    },
    {
      file: 'adapters/visa-register/registration.ts',
      find: 'requestIn({ type, deliveryId, body }: Pick<OutboundDelivery,',
      replace: 'requestIn({ type, deliveryId, attempt, body }: OutboundDelivery & Pick<OutboundDelivery,',
    },
    {
      file: 'adapters/visa-register/registration.ts',
      find: 'return { requestId: deliveryId,',
      replace: 'return { requestId: `${deliveryId}-${attempt}`,',
    },
  ],
  settings: SPOILT,
  shows: 'lost > 0 with the mail server alone, while the books are in order; changedIds > 0',
  isFound: ({ lost, byDestination, changedIds, reconciles }) =>
    lost > 0 && byDestination['CRASH-MAIL']?.lost === lost && changedIds > 0 && reconciles,
};
