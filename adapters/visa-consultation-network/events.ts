/** The events that come of a mail. Their bytes follow from the form alone: the same mail twice is the same event. Pure. */
import { KINDS, type Form, type MessageKind } from './kinds.ts';
import type { SentForm } from './ledger.ts';
import type { Peer } from './settings.ts';

/** A lane an exchange: what a state says of one application arrives in the order in which it came. */
export function messageEvent(peer: Peer, form: Form & { readonly kind: MessageKind }, destination: string): Buffer {
  const id = `${peer.state}-${form.unifier.replaceAll(' ', '_')}`;
  return eventOf(peer, { id, type: KINDS[form.kind].type, destination, reference: form.reference, data: form.data });
}

export function confirmationEvent(peer: Peer, { unifier, kind, reference, eventId, sender }: SentForm): Buffer {
  const data = { state: peer.state, eventId, kind, reference };
  return eventOf(peer, {
    id: `${peer.state}-R-${unifier}`,
    type: 'pl.gov.udsc.visa.form-received.v1',
    destination: sender,
    reference,
    data,
  });
}

export function complaintEvent(peer: Peer, { unifier, kind, reference, eventId, sender }: SentForm, { words = '' }: Form): Buffer {
  const said = words.replaceAll(/\s+/g, ' ').trim().slice(0, 200);
  const data = { state: peer.state, eventId, kind, reference, words: said === '' ? 'nothing was said' : said };
  return eventOf(peer, {
    id: `${peer.state}-T-${unifier}`,
    type: 'pl.gov.udsc.visa.network-error.v1',
    destination: sender,
    reference,
    data,
  });
}

interface Said {
  readonly id: string;
  readonly type: string;
  readonly destination: string;
  readonly reference: string | undefined;
  readonly data: unknown;
}

function eventOf({ party, source, state }: Peer, { id, type, destination, reference, data }: Said): Buffer {
  return Buffer.from(
    JSON.stringify({
      specversion: '1.0',
      id,
      source: source ?? `/parties/${party}`,
      type,
      datacontenttype: 'application/json',
      destination,
      ...(reference === undefined ? {} : { subject: reference, sequencekey: `${state} ${reference}` }),
      data,
    }),
  );
}
