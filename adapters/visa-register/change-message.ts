/** A change of the register as a message. The same change gives the same bytes, so that the hub knows a repeat. */
import type { Change } from './request.ts';

const CHANGED = 'pl.gov.udsc.visa.changed.v1';

/** `party`: as whose message it goes in. */
export function messageOf({ number, changedAt, entry }: Change, party: string): Buffer {
  const subject = 'visa' in entry ? entry.visa.visaNumber : entry.refusal.applicationNumber;
  const event = {
    specversion: '1.0',
    id: `visa-change-${number}`,
    source: `/parties/${party}`,
    type: CHANGED,
    time: changedAt,
    subject,
    sequencekey: subject,
    datacontenttype: 'application/json',
    data: { number, changedAt, ...entry },
  };
  return Buffer.from(JSON.stringify(event));
}
