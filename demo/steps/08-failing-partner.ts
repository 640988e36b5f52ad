/** A partner fails: what belongs together waits in order, dies after the partner's five seconds, and goes on when an operator says so. */
import { waitFor } from '../../local/wait-for.ts';
import { WEBHOOK_PARTY } from '../cast.ts';
import { officerOf, type Answer } from '../client.ts';
import { setPolicy } from '../parties.ts';
import { ask, check, noteEvent, shorten, type Stage, type Step } from '../stage.ts';

interface Delivery {
  readonly id: string;
  readonly state: string;
  readonly attempts?: unknown;
}

export const failingPartner: Step = {
  title: 'PL-ABW fails: its lane is parked, retried, dead, retried by the operator and delivered in order',
  play: async (stage) => {
    stage.agency.setFailing(true);
    try {
      const ids = await submitThree(stage);
      const dead = await waitForDeath(stage, ids[0]);
      for (const id of ids.slice(1)) check((await deliveryOf(stage, id)).state === 'parked', 'what follows in the lane should be parked');
      stage.say('  the two behind it in the lane are parked');
      stage.agency.setFailing(false);
      stage.say('  the system of PL-ABW works again');
      const job = await retryByOperator(stage, dead);
      await checkOrder(stage);
      await checkJob(stage, job);
    } finally {
      stage.agency.setFailing(false);
      await setPolicy(stage.databaseUrl, WEBHOOK_PARTY, {});
    }
    stage.say('  from here on PL-ABW has the usual patience of a day');
  },
};

const eventIds = ({ run }: Stage): string[] => [1, 2, 3].map((n) => `lane-${run}-${n}`);

async function submitThree(stage: Stage): Promise<[string, string, string]> {
  const ids: string[] = [];
  for (const id of eventIds(stage)) {
    const note = { id, from: 'PL-UDSC', to: 'PL-ABW', text: `Part ${id}`, sequenceKey: `case-${stage.run}` };
    const { status, body } = await ask(stage, { party: 'PL-UDSC', method: 'POST', path: '/messages', body: noteEvent(note) });
    check(status === 202, 'the answer should be 202');
    ids.push(String(body.id));
  }
  return [ids[0] ?? '', ids[1] ?? '', ids[2] ?? ''];
}

async function deliveryOf(stage: Stage, id: string): Promise<Delivery> {
  const { body } = await stage.client({ party: 'OPERATOR', method: 'GET', path: `/messages/${id}` });
  const [delivery] = body.deliveries as Delivery[];
  check(delivery !== undefined, `the message ${id} should have a delivery`);
  return delivery;
}

async function waitForDeath(stage: Stage, id: string): Promise<string> {
  let shown = '';
  const died = async (): Promise<Delivery | false> => {
    const delivery = await deliveryOf(stage, id);
    if (delivery.state !== shown)
      stage.say(`  the first of the lane is ${delivery.state}; PL-ABW was called ${stage.agency.calls()} times so far`);
    shown = delivery.state;
    return delivery.state === 'dead' && delivery;
  };
  const delivery = await waitFor(died, { timeoutMs: 25_000, what: 'the first of the lane to die', everyMs: 100 });
  stage.say(`  ${shorten(delivery)}`);
  return delivery.id;
}

/** Answers where the job is. */
async function retryByOperator(stage: Stage, deliveryId: string): Promise<string> {
  const headers = { 'hub-officer': officerOf(stage.credentials, 'OPERATOR').id };
  const body = { ids: [deliveryId], reason: 'PL-ABW says that its system works again' };
  const answer = await ask(stage, { party: 'OPERATOR', method: 'POST', path: '/operations/dead-letters/retries', body, headers });
  check(answer.status === 202, 'the retry should be taken');
  return `/operations/jobs/${String(answer.body.jobId)}`;
}

async function checkJob(stage: Stage, path: string): Promise<void> {
  const look = async (): Promise<Answer['body'] | false> => {
    const { body } = await stage.client({ party: 'OPERATOR', method: 'GET', path });
    return body.state !== 'RUNNING' && body;
  };
  const { state, delivered, total } = await waitFor(look, { timeoutMs: 10_000, what: 'the end of the operator’s job', everyMs: 100 });
  check(state === 'DONE' && delivered === 1, 'the job should be done');
  stage.say(`  the operator’s job is ${state}: ${String(delivered)} of ${String(total)} delivered`);
}

async function checkOrder(stage: Stage): Promise<void> {
  const expected = eventIds(stage);
  const received = (): string[] => stage.agency.received.map(({ eventId }) => eventId).filter((id) => expected.includes(id));
  await waitFor(() => received().length >= expected.length, { timeoutMs: 20_000, what: 'the three of the lane at PL-ABW' });
  stage.say(`  PL-ABW received ${received().join(', ')}`);
  check([...new Set(received())].join() === expected.join(), 'they should come in the order in which they were submitted');
}
