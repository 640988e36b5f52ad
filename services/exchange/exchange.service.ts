/** Messages between parties: submit, look at, fetch from a mailbox. */
import { restService } from '../../broker/contract/rest-service.ts';
import type { CreateService, Hub } from '../../broker/contract/hub.ts';
import type { Endpoint, RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { acknowledge, fetchMailbox } from './mailbox.ts';
import { searchMessages } from './message-search.ts';
import { showMessage } from './message-view.ts';

const endpoints: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/messages',
    summary: 'Submit a message',
    roles: ['submit'],
    whoAndWhy: 'none',
    request: '_common/envelope.schema.json',
    response: '_exchange/receipt.schema.json',
    accepts: true,
    action: 'exchange.submit',
  },
  {
    method: 'GET',
    path: '/messages',
    summary: 'Search messages sent or received',
    roles: [],
    whoAndWhy: 'none',
    query: {
      party: 'The sender',
      type: 'The message type',
      state: 'accepted, delivered, partly-delivered or failed',
      subject: 'CloudEvents subject',
      sequenceKey: 'The sequence key',
      correlationId: 'The correlation id',
      from: 'Accepted at or after, ISO 8601',
      to: 'Accepted before, ISO 8601',
      after: '`next` of the page before',
      limit: '1 to 500, default 50',
    },
    response: '_exchange/messages.schema.json',
    action: 'exchange.search',
  },
  {
    method: 'GET',
    path: '/messages/:id',
    summary: 'State and history of a message',
    roles: [],
    whoAndWhy: 'none',
    response: '_exchange/message.schema.json',
    action: 'exchange.show',
  },
  {
    method: 'GET',
    path: '/mailbox/messages',
    summary: 'Lease messages of the own mailbox',
    roles: ['receive'],
    whoAndWhy: 'none',
    query: { max: 'At most so many, default 100', waitSeconds: 'How long to wait for a message, default 0' },
    response: '_exchange/lease.schema.json',
    action: 'exchange.fetch',
  },
  {
    method: 'POST',
    path: '/mailbox/acknowledgements',
    summary: 'Acknowledge leased messages',
    roles: ['receive'],
    whoAndWhy: 'none',
    request: '_exchange/acknowledgement.schema.json',
    response: '_exchange/acknowledged.schema.json',
    action: 'exchange.acknowledge',
  },
];

export const createService: CreateService = (hub) =>
  restService(hub, {
    name: 'exchange',
    endpoints,
    handlers: { submit, search: searchMessages, show: showMessage, fetch: fetchMailbox, acknowledge },
  });

async function submit(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const { receipt, repeated } = await hub.receive(call.principal.party, call.body);
  return { status: repeated ? 200 : 202, headers: { location: receipt.links.self }, body: receipt };
}
