/**
 * Takes the acknowledgements of all parties: follows the destinations that come and go, hands each acknowledgement to the hub until it has
 * an answer, and tells operators where none can be heard or where a party acknowledges what it does not have.
 */
import type { AdapterDoors, Acknowledgement } from '../../broker/contract/doors.ts';
import { HubError, toProblem } from '../../broker/contract/errors.ts';
import type { Client, ReceivedAcknowledgement } from './client.ts';
import { codeOf } from './faults.ts';

const FOLLOW_EVERY_MS = 1000;
const ASK_AGAIN_MS = 500;
const UNHEARD = 'PARTY_QUEUE_UNHEARD';
const REFUSED = 'ACKNOWLEDGEMENT_REFUSED';

export interface Acknowledgements {
  stop(): void;
}

export function takeAcknowledgements(client: Client, doors: AdapterDoors): Acknowledgements {
  const stopped = new AbortController();
  const unheard = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const followAll = async (): Promise<void> => {
    await Promise.all(doors.recipients.destinations().map(({ name }) => follow(name, { client, doors, unheard, signal: stopped.signal })));
    if (!stopped.signal.aborted) timer = setTimeout(() => void followAll(), FOLLOW_EVERY_MS);
  };
  void followAll();
  return {
    stop: () => {
      stopped.abort();
      clearTimeout(timer);
    },
  };
}

interface Following {
  readonly client: Client;
  readonly doors: AdapterDoors;
  /** Destinations that could not be listened to the last time. */
  readonly unheard: Set<string>;
  readonly signal: AbortSignal;
}

async function follow(name: string, { client, doors, unheard, signal }: Following): Promise<void> {
  try {
    await client.listen(name, (received) => void take(name, received, { doors, signal }));
    if (unheard.delete(name)) await doors.problems.resolve(UNHEARD, name);
  } catch (error) {
    if (signal.aborted) return;
    const code = codeOf(error);
    doors.log.warn({ destination: name, code, reason: String(error) }, 'acknowledgements of a party cannot be heard; trying again');
    if (unheard.has(name)) return;
    unheard.add(name);
    const words = `Acknowledgements of ${name} cannot be heard (${code}); its messages are published again until they can. Look at RabbitMQ.`;
    await doors.problems.raise({ kind: UNHEARD, subject: name, words, severity: 'critical' });
  }
}

interface Taking {
  readonly doors: AdapterDoors;
  readonly signal: AbortSignal;
}

async function take(name: string, received: ReceivedAcknowledgement, { doors, signal }: Taking): Promise<void> {
  const answer = await untilAnswered(name, received, { doors, signal });
  if (answer === undefined) return; // it stays with RabbitMQ
  const { content, contentType } = wordsOf(received.correlationId, answer);
  received.answer(content, contentType);
  received.done();
  if (answer.result === 'acknowledged') return;
  const words = `${name} acknowledged what it does not have to acknowledge (${answer.code}). Its consumer may be at fault: tell the party.`;
  await doors.problems.raise({ kind: REFUSED, subject: name, words, severity: 'warning' });
}

/** While the database is away nothing can be said to the party. */
async function untilAnswered(
  name: string,
  { correlationId }: ReceivedAcknowledgement,
  { doors, signal }: Taking,
): Promise<Acknowledgement | undefined> {
  while (!signal.aborted) {
    try {
      return await doors.recipients.acknowledge(name, correlationId);
    } catch (error) {
      doors.log.warn({ destination: name, reason: String(error) }, 'an acknowledgement could not be recorded; trying again');
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }
  return undefined;
}

function wordsOf(deliveryId: string, answer: Acknowledgement): { content: Buffer; contentType: string } {
  const refused = answer.result === 'refused';
  const body = refused ? toProblem(new HubError(answer.code)) : { deliveryId, result: answer.result };
  return { content: Buffer.from(JSON.stringify(body)), contentType: refused ? 'application/problem+json' : 'application/json' };
}
