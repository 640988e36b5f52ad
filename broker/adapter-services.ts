/** Each adapter becomes a Moleculer service `adapter.<name>` with the actions it offers: deliver, request, check. */
import type { Context, ServiceSchema } from 'moleculer';
import type { Adapter, Connection, InboundDoor, LookupContext, OutboundDelivery, SendResult } from './contract/adapter.ts';
import type { AdapterDoors } from './contract/doors.ts';
import { HubError } from './contract/errors.ts';
import { createDeadlines } from './deadlines.ts';

interface DeliverParams {
  readonly delivery: OutboundDelivery;
}

interface RequestParams {
  readonly request: unknown;
  readonly timeoutMs: number;
}

interface AdapterServiceOptions {
  readonly adapter: Adapter<Readonly<Record<string, unknown>>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly doors: AdapterDoors;
  readonly inbound: InboundDoor;
  readonly sendTimeoutMs: number;
}

export async function adapterService({ adapter, settings, doors, inbound, sendTimeoutMs }: AdapterServiceOptions): Promise<ServiceSchema> {
  const connection = await adapter.connect(settings, doors);
  return {
    name: `adapter.${adapter.name}`,
    actions: { ...deliverAction(connection, createDeadlines(sendTimeoutMs, doors.clock.monotonicMs)), ...requestAction(connection) },
    started: () => connection.listen?.(inbound) ?? Promise.resolve(),
    stopped: () => connection.close(),
  };
}

function deliverAction(connection: Connection, nextDeadline: () => AbortSignal): ServiceSchema['actions'] {
  const deliver = connection.deliver?.bind(connection);
  if (deliver === undefined) return {};
  const handler = (context: Context<DeliverParams>): Promise<SendResult> => deliver(context.params.delivery, nextDeadline());
  return { deliver: { visibility: 'protected', handler } };
}

function requestAction(connection: Connection): ServiceSchema['actions'] {
  const request = connection.request?.bind(connection);
  if (request === undefined) return {};
  const handler = async (context: Context<RequestParams>): Promise<unknown> => {
    const { timeoutMs } = context.params;
    if (timeoutMs <= 0) throw new HubError('SIS_TIMEOUT');
    const lookup: LookupContext = { timeoutMs, signal: AbortSignal.timeout(timeoutMs) };
    return request(context.params.request, lookup);
  };
  return { request: { visibility: 'public', handler } };
}
