/** Sends forms to peers: translation, head, and what operators must hear of it. */
import { Readable } from 'node:stream';
import type { Clock } from '../../broker/contract/doors.ts';
import type { CarriedAttachment } from '../../broker/contract/message.ts';
import type { Alarms } from './alarms.ts';
import { WrongCertificate, type MailClient } from './client.ts';
import type { Codes } from './codes.ts';
import type { Form } from './kinds.ts';
import { mixedMail, type MixedMail } from './mixed-mail.ts';
import { domainOf, type Own, type Peer } from './settings.ts';
import { toWire, type Wire } from './translate.ts';

interface MailerParts {
  readonly own: Own;
  readonly codes: Codes;
  readonly client: MailClient;
  readonly alarms: Alarms;
  readonly clock: Clock;
}

/** Files beside a form. */
export interface Beside {
  readonly attachments: readonly CarriedAttachment[];
  readonly read: (attachment: CarriedAttachment) => AsyncIterable<Buffer>;
}

export interface Mailer {
  /** Throws TRANSLATION_FAILED, CODE_UNMAPPED. */
  translate(peer: Peer, form: Form): Wire;
  /** Rejects as the client does, and with what reading the files of a mail fails with. */
  send(peer: Peer, wire: Pick<Wire, 'bytes'> & Partial<Beside>, signal: AbortSignal): Promise<void>;
}

export function createMailer({ own, codes, client, alarms, clock }: MailerParts): Mailer {
  return {
    translate: (peer, form) => {
      const messageId = `${form.kind === 'DELIVERY_NOTICE' ? 'R-' : ''}${form.unifier.replaceAll(' ', '_')}@${domainOf(own.address)}`;
      return toWire(form, peer.dialect, { head: { from: own.address, to: peer.address, at: clock.now(), messageId }, codes });
    },
    send: async (peer, { bytes, attachments = [], read = nothing }, signal) => {
      try {
        await (attachments.length === 0
          ? client.send(peer, { sizeBytes: bytes.length, content: bytes }, signal)
          : sendMixed(client, peer, { mail: mixedMail(bytes, attachments), read, signal }));
      } catch (error) {
        if (error instanceof WrongCertificate) await alarms.wrongCertificate(peer.state);
        throw error;
      }
      await alarms.rightCertificate(peer.state);
    },
  };
}

async function* nothing(): AsyncGenerator<Buffer> {}

interface Mixed {
  readonly mail: MixedMail;
  readonly read: Beside['read'];
  readonly signal: AbortSignal;
}

/** A mail whose files fail in the middle is cut before its end, so that no server takes it; the failure of the files is what counts. */
async function sendMixed(client: MailClient, peer: Peer, { mail, read, signal }: Mixed): Promise<void> {
  let failed: { readonly reason: unknown } | undefined;
  const content = Readable.from(mail.parts(read), { objectMode: false }).on('error', (reason) => (failed ??= { reason }));
  try {
    await client.send(peer, { sizeBytes: mail.sizeBytes, content }, signal);
  } catch (error) {
    throw failed === undefined ? error : failed.reason;
  } finally {
    content.destroy();
  }
}
