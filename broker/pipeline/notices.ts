/**
 * What the hub itself tells a party: accepted like any other message, under an id that follows from what it is about, so that saying
 * it twice gives one notice. No grant is asked for: a notice tells a party only what is its own.
 */
import { createHash } from 'node:crypto';
import type { Deliveries, Notice, Notify } from '../contract/hub.ts';
import { HubError } from '../contract/errors.ts';
import type { Submission } from '../contract/message.ts';
import type { Destination, Registry } from '../contract/registry.ts';
import type { SchemaShelf } from '../contract/schemas.ts';

/** The hub as a sender: no party can have this code. */
export const HUB = '/hub';

interface NoticeDoors {
  readonly schemas: SchemaShelf;
  readonly registry: Pick<Registry, 'destination'>;
  readonly deliveries: Pick<Deliveries, 'accept'>;
  readonly newId: () => string;
}

export function createNotify({ schemas, registry, deliveries, newId }: NoticeDoors): Notify {
  return async (notice) => {
    const type = schemas.messageType(notice.type);
    if (type === undefined) throw new HubError('UNKNOWN_TYPE', { detail: `The schema of ${notice.type} is missing.` });
    const to = registry.destination(notice.party);
    if (to === undefined) return false;
    await deliveries.accept(submissionOf(notice, to, { id: newId(), keepDays: type.keepDays })).catch((error: unknown) => {
      if (!(error instanceof HubError) || error.hubCode !== 'DUPLICATE_CONTENT_DIFFERS') throw error; // told before, in other words
    });
    return true;
  };
}

function submissionOf(notice: Notice, to: Destination, given: { readonly id: string; readonly keepDays: number }): Submission {
  const body = Buffer.from(JSON.stringify(eventOf(notice, to.name)));
  return {
    ...given,
    body,
    party: HUB,
    source: HUB,
    eventId: notice.eventId,
    type: notice.type,
    subject: null,
    sequenceKey: null,
    correlationId: notice.correlationId ?? null,
    causationId: notice.causationId ?? null,
    purpose: null,
    traceParent: null,
    expiresAt: null,
    sha256: createHash('sha256').update(body).digest('hex'),
    recipients: [{ destination: to.name, pull: to.adapter === 'mailbox' }],
  };
}

const eventOf = ({ eventId, type, at, correlationId, causationId, data }: Notice, destination: string): Record<string, unknown> => ({
  specversion: '1.0',
  id: eventId,
  source: HUB,
  type,
  time: at.toISOString(),
  datacontenttype: 'application/json',
  destination,
  ...(correlationId === undefined ? {} : { correlationid: correlationId }),
  ...(causationId === undefined ? {} : { causationid: causationId }),
  data,
});
