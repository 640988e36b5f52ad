/** Authorities that answer by messages, each at its instant, to both nodes in turn: what one does not take, the other is given, the same again. */
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { HubError } from '../../broker/contract/errors.ts';
import { SYSTEM, type Planned } from './plan.ts';
import type { Callers } from './seats.ts';

interface Answering {
  readonly plan: readonly Planned[];
  readonly callers: Callers;
  /** Of both nodes; one of them may be gone. */
  readonly urls: readonly string[];
  /** Milliseconds of the window that are over; negative before it. */
  readonly elapsed: () => number;
  readonly signal: AbortSignal;
}

type Answer = Planned & { readonly answering: string; readonly answerAfterMs: number };

const TRIES = 40;
const AGAIN_MS = 250;
const PATIENCE_MS = 5000;

/** Resolves when each was accepted. Throws when one was not. */
export async function answerAll({ plan, callers, urls, elapsed, signal }: Answering): Promise<number> {
  const answers = plan.filter((one): one is Answer => one.answering !== null).sort((one, other) => one.answerAfterMs - other.answerAfterMs);
  const dispatcher = new Agent({ connections: 8, headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS });
  const under: Promise<void>[] = [];
  try {
    for (const [number, answer] of answers.entries()) {
      const early = answer.answerAfterMs - elapsed();
      if (early > 1) await delay(early, undefined, { signal });
      const sent = submit(answer, { callers, urls, dispatcher, number });
      sent.catch(() => undefined);
      under.push(sent);
    }
    await Promise.all(under);
  } finally {
    await dispatcher.destroy();
  }
  return answers.length;
}

interface Way extends Pick<Answering, 'callers' | 'urls'> {
  readonly dispatcher: Agent;
  readonly number: number;
}

async function submit(answer: Answer, { callers, urls, dispatcher, number }: Way): Promise<void> {
  const headers = { ...callers.get(answer.answering), 'content-type': 'application/cloudevents+json' };
  const body = eventOf(answer);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const url = `${urls[(number + attempt) % urls.length] ?? ''}/api/v1/messages`;
    if (await isAccepted(() => request(url, { dispatcher, method: 'POST', headers, body }))) return;
    await delay(AGAIN_MS);
  }
  throw new HubError('LOCAL_SERVER_FAILED', { detail: `No node takes the answer to ${answer.reference}.` });
}

async function isAccepted(call: () => ReturnType<typeof request>): Promise<boolean> {
  try {
    const { statusCode, body } = await call();
    await body.dump();
    return statusCode === 202 || statusCode === 200;
  } catch {
    return false;
  }
}

const eventOf = ({ reference, answering }: Answer): string =>
  JSON.stringify({
    specversion: '1.0',
    id: `answer-${reference}`,
    source: `/parties/${answering}`,
    type: 'pl.gov.udsc.visa.consultation-answer.v1',
    subject: reference,
    destination: SYSTEM,
    sequencekey: reference,
    data: {
      consultationId: reference,
      answer: 'NO_OBJECTION',
      answeredAt: new Date().toISOString(),
      answeringAuthority: { country: 'POL', code: answering },
      officer: { id: 'OFF-1', unit: 'Unit 1' },
    },
  });
