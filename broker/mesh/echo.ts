/** Whether a node hears itself through RabbitMQ. */
import type { ServiceBroker } from 'moleculer';
import { orAfter } from './or-after.ts';
import { ECHO } from './travel.ts';

/** A call to the node itself that goes the way of all look-ups: queue of requests, handler, queue of responses. */
export async function hearsItself(broker: ServiceBroker, timeoutMs: number): Promise<boolean> {
  const { transit } = broker;
  if (transit === undefined) return false;
  const context = broker.ContextFactory.create(broker);
  Object.assign(context, { action: { name: ECHO }, nodeID: broker.nodeID, params: {}, options: { timeout: timeoutMs } });
  const heard = transit.request(context).then(
    () => true,
    () => false,
  );
  return orAfter(heard, timeoutMs, false).finally(() => transit.removePendingRequest(context.id));
}
