/**
 * Visa consultations (KSK): a consulate submits, the authorities that the law names are asked, their answers and their silence are counted
 * by the clock, and one verdict with its reasons goes back. Guarantees: every step is stored with its history and what it owes; silence is
 * consent only after delivery and a full term; nothing leaves for the consulate before the release.
 */
import type { Context } from 'moleculer';
import type { OutboundDelivery, SendResult } from '../../broker/contract/adapter.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { CreateService, ServiceModule } from '../../broker/contract/hub.ts';
import { createLoop } from '../../broker/contract/loop.ts';
import { act, ASK_AGAIN, CANCEL, EXTEND, LOOK, RELEASE } from './acts.ts';
import { answerMany, answerOne } from './answers.ts';
import { decideVisa } from './decisions.ts';
import { endProblems } from './end-problems.ts';
import { endpoints } from './endpoints.ts';
import { createGatherer } from './gather.ts';
import { loadConsultationLaw } from './law.ts';
import { sendLetters } from './letters.ts';
import { list, workList } from './lists.ts';
import type { Parts } from './parts.ts';
import { createReceiver } from './receive.ts';
import { deleteEnded } from './retention.ts';
import { show, watch } from './show.ts';
import { submit } from './submit.ts';
import { watchClock } from './watch-clock.ts';
import { createDeliveryWatch } from './watch-deliveries.ts';

type Called = Context<RestCall>;

const HOUR_MS = 3_600_000;

/** Messages come to it where messages are delivered. */
export const roles: ServiceModule['roles'] = ['gateway', 'adapters'];

export const createService: CreateService = async (hub) => {
  const parts: Parts = { hub, law: await loadConsultationLaw() };
  const { everyMs: often, askAgainMs: seldom } = hub.config.consultations;
  const loop = (name: string, run: () => Promise<void>, everyMs = often): ReturnType<typeof createLoop> =>
    createLoop({ name: `consultation-${name}`, firstAfterMs: everyMs, everyMs, run, log: hub.log });
  const loops = [
    loop('clock', () => watchClock(parts)),
    loop('letters', () => sendLetters(parts)),
    loop('retention', () => deleteEnded(hub), HOUR_MS),
    loop('deliveries', createDeliveryWatch(parts)),
    loop('problems', () => endProblems(parts), seldom),
    ...(hub.config.nodeRoles.includes('gateway') ? [loop('gathering', createGatherer(parts))] : []), // there the sources are
  ];
  const receive = createReceiver(parts);
  return {
    endpoints,
    schema: {
      name: 'consultations',
      actions: {
        receive: ({ params }: Context<{ delivery: OutboundDelivery }>): Promise<SendResult> => receive(params.delivery),
        submit: ({ params }: Called): Promise<RestAnswer> => submit(parts, params),
        list: ({ params }: Called): Promise<RestAnswer> => list(parts, params),
        workList: ({ params }: Called): Promise<RestAnswer> => workList(parts, params),
        show: ({ params }: Called): Promise<RestAnswer> => show(parts, params),
        watch: ({ params }: Called): Promise<RestAnswer> => watch(parts, params),
        answerOne: ({ params }: Called): Promise<RestAnswer> => answerOne(parts, params),
        answerMany: ({ params }: Called): Promise<RestAnswer> => answerMany(parts, params),
        release: ({ params }: Called): Promise<RestAnswer> => act(parts, params, RELEASE),
        extend: ({ params }: Called): Promise<RestAnswer> => act(parts, params, EXTEND),
        look: ({ params }: Called): Promise<RestAnswer> => act(parts, params, LOOK),
        decide: ({ params }: Called): Promise<RestAnswer> => decideVisa(parts, params),
        askAgain: ({ params }: Called): Promise<RestAnswer> => act(parts, params, ASK_AGAIN),
        cancel: ({ params }: Called): Promise<RestAnswer> => act(parts, params, CANCEL),
      },
      started: () => Promise.resolve(loops.forEach((one) => one.start())),
      stopped: async () => void (await Promise.all(loops.map((one) => one.stop()))),
    },
  };
};
