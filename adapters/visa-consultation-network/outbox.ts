/**
 * One delivery to one state: noted, sent, marked as sent. The document unifier follows from the delivery, so that a repeat is recognised.
 * `delivered` means that the mail server took the mail; the notice of delivery is awaited by turns.ts.
 */
import type { OutboundDelivery, SendResult } from '../../broker/contract/adapter.ts';
import { assertCarriable, carryFault, checkedBytes } from '../../broker/contract/carried.ts';
import type { AttachmentDoor, Logger } from '../../broker/contract/doors.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { notNoted, noSuchPeer, readingTimedOut, sendFailure, untranslatable } from './faults.ts';
import { CARRIES_FILES, KINDS, kindOfType, type Form, type MessageKind } from './kinds.ts';
import type { Ledger } from './ledger.ts';
import type { Beside, Mailer } from './mailer.ts';
import { valueAt } from './pointers.ts';
import type { Peer } from './settings.ts';
import type { Wire } from './translate.ts';

interface OutboxParts {
  readonly state: string;
  readonly peers: readonly Peer[];
  readonly ledger: Ledger;
  readonly mailer: Mailer;
  readonly attachments: AttachmentDoor;
  readonly log: Logger;
}

export type Deliver = (delivery: OutboundDelivery, signal: AbortSignal) => Promise<SendResult>;

type Translated = { readonly peer: Peer; readonly form: Form; readonly kind: MessageKind; readonly eventId: string; readonly wire: Wire };

export function createOutbox(parts: OutboxParts): Deliver {
  return async (delivery, signal) => {
    const peer = parts.peers.find(({ state }) => state === delivery.settings['state']);
    if (peer === undefined) return noSuchPeer();
    let translated: Translated;
    try {
      translated = translate(parts, peer, delivery);
    } catch (error) {
      return untranslatable(error);
    }
    const beside = besideOf(delivery, parts.attachments);
    const unfit = await examined(beside, peer, signal);
    return unfit ?? hand(parts, { ...translated, ...beside }, { delivery, signal });
  };
}

const besideOf = ({ messageId, attachments }: OutboundDelivery, door: AttachmentDoor): Beside => ({
  attachments,
  read: (attachment) => checkedBytes(door, messageId, attachment),
});

const MOST_BYTES = 5 * 1024 * 1024;

/** All files are read once before the mail begins, so that none of it goes out when one is gone or spoilt. */
async function examined({ attachments, read }: Beside, peer: Peer, signal: AbortSignal): Promise<SendResult | undefined> {
  try {
    assertCarriable(attachments, peer.maxAttachmentBytes ?? MOST_BYTES);
    for (const attachment of attachments) for await (const _piece of read(attachment)) signal.throwIfAborted();
    return undefined;
  } catch (error) {
    return signal.aborted ? readingTimedOut() : carryFault(error);
  }
}

function translate({ state, mailer }: OutboxParts, peer: Peer, { body, messageId, deliveryId }: OutboundDelivery): Translated {
  const { kind, form, eventId } = formOfEvent(body, unifierOf(state, messageId, deliveryId));
  return { peer, kind, eventId, form, wire: mailer.translate(peer, form) };
}

/** Throws TRANSLATION_FAILED for a message that is none of the network's. */
export function formOfEvent(body: Buffer, unifier: string): { kind: MessageKind; form: Form; eventId: string } {
  const event = JSON.parse(body.toString('utf8')) as { id?: unknown; type?: unknown; data?: unknown };
  const kind = kindOfType(String(event.type));
  if (kind === undefined) throw new HubError('TRANSLATION_FAILED', { detail: 'The consultation network has no form for this type.' });
  const said = (at: string): string | undefined => {
    const value = valueAt(event.data, at);
    return typeof value === 'string' ? value : undefined;
  };
  const { reference, applicationNumber } = KINDS[kind];
  const data = CARRIES_FILES.has(kind) ? withoutFiles(event.data) : event.data;
  const form = { kind, unifier, reference: said(reference), applicationNumber: said(applicationNumber), data };
  return { kind, eventId: String(event.id), form };
}

/** Names of the files that travel beside the form. */
export function filesOfEvent(body: Buffer): readonly string[] {
  const { type, data } = JSON.parse(body.toString('utf8')) as { type?: unknown; data?: unknown };
  const kind = kindOfType(String(type));
  const files = kind !== undefined && CARRIES_FILES.has(kind) ? valueAt(data, '/attachments') : undefined;
  return Array.isArray(files) ? files.map((file) => String(valueAt(file, '/name'))) : [];
}

/** They travel beside the form. */
const withoutFiles = (data: unknown): unknown => {
  const { attachments: _beside, ...rest } = (data ?? {}) as Readonly<Record<string, unknown>>;
  return rest;
};

/** Letters and digits only, 50 at most (heading 000). The message's id is unique everywhere, the delivery's in this hub alone. */
const unifierOf = (state: string, ...ids: readonly string[]): string =>
  `${state}${ids
    .join('')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .toUpperCase()}`.slice(0, 50);

interface Attempt {
  readonly delivery: OutboundDelivery;
  readonly signal: AbortSignal;
}

async function hand(
  { ledger, mailer, log }: OutboxParts,
  { peer, form, kind, eventId, wire, attachments, read }: Translated & Beside,
  at: Attempt,
): Promise<SendResult> {
  const { delivery, signal } = at;
  if (signal.aborted) return sendFailure(signal.reason, signal);
  const { unifier, reference = '' } = form;
  const { sender, messageId } = delivery;
  const noted = await ledger.noteForm({ unifier, state: peer.state, kind, reference, sender, eventId, messageId }).then(yes, no);
  if (!noted) return notNoted();
  const { lost, changed } = wire.difference;
  if (lost.length + changed.length > 0)
    log.debug({ messageId, dialect: peer.dialect, lost, changed }, 'a form carries less than its message');
  try {
    await mailer.send(peer, { bytes: wire.bytes, attachments, read }, signal);
  } catch (error) {
    return error instanceof HubError ? carryFault(error) : sendFailure(error, signal);
  }
  // Not marked, the form goes out again; the other state recognises it by its unifier.
  return (await ledger.formSent(unifier).then(yes, no)) ? { kind: 'delivered' } : notNoted();
}

const yes = (): boolean => true;
const no = (): boolean => false;
