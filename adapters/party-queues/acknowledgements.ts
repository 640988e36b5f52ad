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

export interface Acknowledgements {
  stop(): void;
}

export function takeAcknowledgements(client: Client, doors: AdapterDoors): Acknowledgements {
  const stopped = new AbortController();
  const known: Known = { unheard: new Set(), orderly: new Set() };
  let timer: NodeJS.Timeout | undefined;
  const followAll = async (): Promise<void> => {
    await Promise.all(doors.recipients.destinations().map(({ name }) => follow(name, { client, doors, known, signal: stopped.signal })));
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

/** What operators have been told of destinations. */
interface Known {
  /** They could not be listened to the last time. */
  readonly unheard: Set<string>;
  /** The last acknowledgement was in order, and no problem is open. */
  readonly orderly: Set<string>;
}

interface Taking {
  readonly doors: AdapterDoors;
  readonly known: Known;
  readonly signal: AbortSignal;
}

interface Following extends Taking {
  readonly client: Client;
}

async function follow(name: string, { client, ...taking }: Following): Promise<void> {
  const { doors, signal } = taking;
  const { unheard } = taking.known;
  try {
    await client.listen(name, (received) => void take(name, received, taking));
    if (unheard.delete(name)) await doors.problems.resolve('PARTY_QUEUE_UNHEARD', name);
  } catch (error) {
    if (signal.aborted) return;
    const code = codeOf(error);
    doors.log.warn({ destination: name, code, reason: String(error) }, 'acknowledgements of a party cannot be heard; trying again');
    if (unheard.has(name)) return;
    unheard.add(name);
    const words = `Acknowledgements of ${name} cannot be heard (${code}); its messages are published again until they can. Look at RabbitMQ.`;
    await doors.problems.raise({ kind: 'PARTY_QUEUE_UNHEARD', subject: name, words, severity: 'critical' });
  }
}

async function take(name: string, received: ReceivedAcknowledgement, taking: Taking): Promise<void> {
  const answer = await untilAnswered(name, received, taking);
  if (answer === undefined) return; // it stays with RabbitMQ
  const { content, contentType } = wordsOf(received.correlationId, answer);
  received.answer(content, contentType);
  received.done();
  await report(name, answer, taking);
}

async function report(name: string, answer: Acknowledgement, { doors, known }: Taking): Promise<void> {
  if (answer.result === 'acknowledged') {
    if (known.orderly.has(name)) return;
    known.orderly.add(name);
    return doors.problems.resolve('ACKNOWLEDGEMENT_REFUSED', name);
  }
  known.orderly.delete(name);
  const words = `${name} acknowledged what it does not have to acknowledge (${answer.code}). Its consumer may be at fault: tell the party.`;
  return doors.problems.raise({ kind: 'ACKNOWLEDGEMENT_REFUSED', subject: name, words, severity: 'warning' });
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
