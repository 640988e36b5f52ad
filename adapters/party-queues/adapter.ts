/**
 * Delivers messages into RabbitMQ queues of the parties' own, as CloudEvents. What RabbitMQ confirmed is handed over; delivered it is when
 * the party publishes an acknowledgement with the message-id, which is the delivery id and the same on every attempt.
 */
import type { Adapter, Connection, OutboundDelivery, SendResult } from '../../broker/contract/adapter.ts';
import type { AdapterDoors } from '../../broker/contract/doors.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { takeAcknowledgements, type Acknowledgements } from './acknowledgements.ts';
import { createClient, type Client } from './client.ts';
import { inContentMode } from './content-mode.ts';
import { codeOf, resultOf, TIMED_OUT } from './faults.ts';
import { asDestination, type PartyQueuesSettings } from './settings.ts';

const CONNECT_TIMEOUT_MS = 3000;

export const adapter: Adapter<PartyQueuesSettings> = {
  name: 'party-queues',
  connect: (settings, doors) => Promise.resolve(connection(settings, doors)),
};

function connection({ url, connectTimeoutMs = CONNECT_TIMEOUT_MS }: PartyQueuesSettings, doors: AdapterDoors): Connection {
  const { recipients, log } = doors;
  const settingsOf = (name: string): Readonly<Record<string, unknown>> =>
    recipients.destinations().find((one) => one.name === name)?.settings ?? {};
  const client = createClient({ url, connectTimeoutMs, log, maxMessages: (name) => asDestination(settingsOf(name)).maxMessages });
  let acknowledgements: Acknowledgements | undefined;
  return {
    deliver: (delivery, signal) => deliver(client, delivery, signal),
    listen: async () => {
      acknowledgements ??= takeAcknowledgements(client, doors);
    },
    check: async (signal) => {
      const end = await within(signal, client.check()).catch((cause: unknown) => {
        throw new HubError(codeOf(cause), { cause });
      });
      if (end === ABORTED) throw new HubError('SEND_TIMEOUT');
    },
    close: async () => {
      acknowledgements?.stop();
      await client.close();
    },
  };
}

async function deliver(client: Client, delivery: OutboundDelivery, signal: AbortSignal): Promise<SendResult> {
  if (signal.aborted) return TIMED_OUT;
  const { deliveryId: messageId, destination, type, body } = delivery;
  const settings = asDestination(delivery.settings);
  const { acknowledgeWithinMs } = settings;
  const message = { ...inContentMode(body, settings), messageId, type, expiresInMs: acknowledgeWithinMs };
  try {
    const end = await within(signal, client.publish(destination, message));
    return end === ABORTED ? TIMED_OUT : { kind: 'handed-over', acknowledgeWithinMs };
  } catch (error) {
    return resultOf(error);
  }
}

const ABORTED = Symbol('aborted');

/** Answers when the work is done or the signal ends the wait; the work goes on, and what comes of it then is nobody's. */
async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T | typeof ABORTED> {
  let leave = (): void => undefined;
  const aborted = new Promise<typeof ABORTED>((resolve) => {
    leave = () => resolve(ABORTED);
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
