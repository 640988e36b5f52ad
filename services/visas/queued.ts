/**
 * `Prefer: respond-async`: the registration becomes a message to the register, which the hub delivers when the register is there. The
 * same request again gives the same ticket.
 */
import { createHash } from 'node:crypto';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Requester, VisaCall } from './asked.ts';
import { record } from './log.ts';

const REGISTRATION = 'pl.gov.udsc.visa.registration.v1';

export const prefersAsync = ({ headers }: RestCall): boolean => /(?:^|[,;])\s*respond-async\s*(?=$|[,;])/i.test(headers['prefer'] ?? '');

interface Queueing {
  readonly registration: Readonly<Record<string, unknown>> & { readonly operation: string };
  readonly by: Requester;
  /** What concerns one visa is delivered in order. */
  readonly lane: string;
  /** What makes two requests one registration. */
  readonly key: string;
  readonly numbers: Readonly<Record<string, string>>;
}

/** Throws what the receive pipeline throws: a missing grant to submit, another content under the same key. */
export async function queue({ hub, context }: VisaCall, { registration, by, lane, key, numbers }: Queueing): Promise<RestAnswer> {
  const { party } = context.params.principal;
  const source = hub.registry.party(party)?.sources[0];
  if (source === undefined) throw new HubError('SOURCE_NOT_OWNED', { detail: 'The party has no source of its own to submit from.' });
  const { institution: _known, ...requestedBy } = by;
  const event = {
    specversion: '1.0',
    id: `visa-${createHash('sha256').update(key).digest('hex').slice(0, 40)}`,
    source,
    type: REGISTRATION,
    destination: hub.config.visas.register,
    sequencekey: lane,
    datacontenttype: 'application/json',
    data: { ...registration, requestedBy },
  };
  const { receipt } = await hub.receive(party, Buffer.from(JSON.stringify(event)));
  await record(hub, by, { event: 'visa.queued', facts: { operation: registration.operation, ...numbers, messageId: receipt.id } });
  const { id: messageId, acceptedAt, links } = receipt;
  const headers = { location: links.self, 'preference-applied': 'respond-async' };
  return { status: 202, headers, body: { state: 'QUEUED', ...numbers, messageId, acceptedAt, links } };
}
