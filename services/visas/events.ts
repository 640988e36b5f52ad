/** POST /visas/:sticker/events: what became of a visa. The rules are tried on the visa as the register has it; the register tries its own again. */
import { isDeepStrictEqual } from 'node:util';
import type { RestAnswer } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { jsonBody } from '../../broker/contract/rest-parameters.ts';
import { eventFault } from '../../law/visa-rules.ts';
import type { VisaV1Event } from '../../schemas/types.generated.ts';
import { find, tell } from './ask-register.ts';
import type { Requester, VisaCall } from './asked.ts';
import { record } from './log.ts';
import { prefersAsync, queue } from './queued.ts';
import { requireRight } from './rights.ts';
import { stickerIn } from './searches.ts';

export async function registerEvent(call: VisaCall): Promise<RestAnswer> {
  const by = await requireRight(call, 'visas.write');
  const visaNumber = stickerIn(call.context.params);
  const event = eventIn(call);
  const registration = { operation: 'EVENT', visaNumber, event };
  const numbers = { visaNumber };
  if (prefersAsync(call.context.params)) {
    return queue(call, { registration, by, lane: visaNumber, key: `event ${visaNumber} ${JSON.stringify(event)}`, numbers });
  }
  await assertPossible(call, by, { visaNumber, event });
  const { isNew, registeredAt } = await tell(call, { request: registration, by });
  await record(call.hub, by, { event: 'visa.registered', facts: { operation: 'EVENT', kind: event.kind, ...numbers, isNew } });
  const self = `/api/v1/visas/${event.newVisaNumber ?? visaNumber}`;
  return {
    status: isNew ? 201 : 200,
    headers: { location: self },
    body: { state: 'REGISTERED', ...numbers, registeredAt, links: { self } },
  };
}

function eventIn({ hub, context }: VisaCall): VisaV1Event {
  const body = jsonBody(context.params);
  const faults = hub.schemas.faults('_visas/event.schema.json', body);
  if (faults.length > 0) throw new HubError('INVALID_VISA', { faults });
  return body as unknown as VisaV1Event;
}

interface Happening {
  readonly visaNumber: string;
  readonly event: VisaV1Event;
}

/** Throws NOT_FOUND or INVALID_VISA. An event that the visa has already is a repeat, which the register answers. */
async function assertPossible(call: VisaCall, by: Requester, { visaNumber, event }: Happening): Promise<void> {
  const { entries } = await find(call, { request: { operation: 'FIND_BY_STICKER', visaNumber }, by });
  const [entry] = entries;
  if (entry === undefined || !('visa' in entry))
    throw new HubError('NOT_FOUND', { detail: 'The visa register knows no visa with this number.' });
  if (entry.visa.events?.some((known) => isDeepStrictEqual(known, event)) === true) return;
  const fault = eventFault(entry.visa, event);
  if (fault !== undefined) throw new HubError('INVALID_VISA', { faults: [fault] });
}
