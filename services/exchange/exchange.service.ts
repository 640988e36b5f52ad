/** Messages between parties: submit, look at, fetch from a mailbox, ask for. */
import { restService } from '../../broker/contract/rest-service.ts';
import type { CreateService, Hub } from '../../broker/contract/hub.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { endpoints } from './endpoints.ts';
import { acknowledge, fetchMailbox } from './mailbox.ts';
import { searchMessages } from './message-search.ts';
import { showMessage } from './message-view.ts';
import { endSubscription, listSubscriptions, putSubscription } from './subscriptions.ts';

export const createService: CreateService = (hub) =>
  restService(hub, {
    name: 'exchange',
    endpoints,
    handlers: {
      submit,
      search: searchMessages,
      show: showMessage,
      fetch: fetchMailbox,
      acknowledge,
      listSubscriptions,
      putSubscription,
      endSubscription,
    },
  });

async function submit(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const { receipt, repeated } = await hub.receive(call.principal.party, call.body);
  return { status: repeated ? 200 : 202, headers: { location: receipt.links.self }, body: receipt };
}
