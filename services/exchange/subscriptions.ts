/** What a party asks to be sent, by itself and within its grants; routing checks each message against them as ever. */
import { HubError } from '../../broker/contract/errors.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import type { Subscription } from '../../broker/contract/registry.ts';
import { jsonBody } from '../../broker/contract/rest-parameters.ts';
import type { ExchangeSubscriptionRequest } from '../../schemas/types.generated.ts';

const FORM = '_exchange/subscription-request.schema.json';
const LONGEST_CONDITION = 8192;

export const listSubscriptions = (hub: Hub, { principal }: RestCall): Promise<RestAnswer> =>
  Promise.resolve({ status: 200, body: { subscriptions: ownOf(hub, principal.party).map(viewOf) } });

/** PUT: one of the same name is replaced. */
export async function putSubscription(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const { party } = call.principal;
  const { name = '' } = call.path;
  const { messageType, condition } = requestOf(hub, call);
  requireRights(hub, party, messageType);
  await hub.administration.subscribe({ party, name, messageType, condition: condition === undefined ? null : { ...condition } }, { party });
  await hub.registry.refresh();
  const made = ownOf(hub, party).find((one) => one.name === name);
  if (made === undefined) throw new HubError('INVALID_STATE', { detail: 'The subscription was ended meanwhile.' });
  return { status: 200, body: viewOf(made) };
}

export async function endSubscription(hub: Hub, { principal, path }: RestCall): Promise<RestAnswer> {
  const { party } = principal;
  const { name = '' } = path;
  await hub.administration.unsubscribe(party, name, { party });
  await hub.registry.refresh();
  return { status: 200, body: { name } };
}

function requestOf(hub: Hub, call: RestCall): ExchangeSubscriptionRequest {
  const body = jsonBody(call);
  const faults = hub.schemas.faults(FORM, body);
  if (faults.length > 0) throw new HubError('INVALID_SETTING', { faults });
  const request = body as unknown as ExchangeSubscriptionRequest;
  if (JSON.stringify(request.condition ?? {}).length > LONGEST_CONDITION)
    throw new HubError('INVALID_SETTING', {
      faults: [{ pointer: '/condition', detail: `is longer than ${LONGEST_CONDITION} characters` }],
    });
  return request;
}

function requireRights(hub: Hub, party: string, messageType: string): void {
  if (hub.schemas.messageType(messageType) === undefined)
    throw new HubError('UNKNOWN_TYPE', { faults: [{ pointer: '/messageType', detail: 'is not a known message type' }] });
  if (hub.registry.destination(party) === undefined) throw new HubError('INVALID_STATE', { detail: 'The party receives nothing.' });
  if (!hub.registry.isGranted(party, 'receive', { messageType }))
    throw new HubError('FORBIDDEN', { detail: 'The party has no grant to receive this message type.' });
}

const ownOf = (hub: Hub, party: string): readonly Subscription[] => hub.registry.subscriptions().filter((one) => one.party === party);

const viewOf = ({ name, messageType, condition, createdAt }: Subscription): Record<string, unknown> => ({
  ...{ name, messageType, condition },
  createdAt: createdAt.toISOString(),
});
