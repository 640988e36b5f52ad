/** Sends forms to peers: translation, head, and what operators must hear of it. */
import type { Clock } from '../../broker/contract/doors.ts';
import type { Alarms } from './alarms.ts';
import { WrongCertificate, type MailClient } from './client.ts';
import type { Codes } from './codes.ts';
import type { Form } from './kinds.ts';
import { domainOf, type Own, type Peer } from './settings.ts';
import { toWire, type Wire } from './translate.ts';

interface MailerParts {
  readonly own: Own;
  readonly codes: Codes;
  readonly client: MailClient;
  readonly alarms: Alarms;
  readonly clock: Clock;
}

export interface Mailer {
  /** Throws TRANSLATION_FAILED, CODE_UNMAPPED. */
  translate(peer: Peer, form: Form): Wire;
  /** Rejects as the client does. */
  send(peer: Peer, wire: Wire, signal: AbortSignal): Promise<void>;
}

export function createMailer({ own, codes, client, alarms, clock }: MailerParts): Mailer {
  return {
    translate: (peer, form) => {
      const messageId = `${form.kind === 'DELIVERY_NOTICE' ? 'R-' : ''}${form.unifier.replaceAll(' ', '_')}@${domainOf(own.address)}`;
      return toWire(form, peer.dialect, { head: { from: own.address, to: peer.address, at: clock.now(), messageId }, codes });
    },
    send: async (peer, wire, signal) => {
      try {
        await client.send(peer, wire.bytes, signal);
      } catch (error) {
        if (error instanceof WrongCertificate) await alarms.wrongCertificate(peer.state);
        throw error;
      }
      await alarms.rightCertificate(peer.state);
    },
  };
}
