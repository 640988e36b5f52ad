/** The hub is killed while it accepts: every message it has confirmed arrives, and in the order of its lane. */
import { waitFor } from '../../local/wait-for.ts';
import { check, noteEvent, type Stage, type Step } from '../stage.ts';

const MESSAGES_A_LANE = 40;
const LANES = 8;
const KILL_AFTER = 100;

interface Tally {
  readonly accepted: Set<string>;
  unanswered: number;
}

export const killedHub: Step = {
  title: 'kill -9 of the hub in the middle of submitting, and nothing is lost',
  play: async (stage) => {
    const tally: Tally = { accepted: new Set(), unanswered: 0 };
    const sending = Promise.all(Array.from({ length: LANES }, (_, lane) => submitLane(stage, lane, tally)));
    const killing = killInTheMiddle(stage, tally);
    await Promise.all([sending, killing]);
    const total = LANES * MESSAGES_A_LANE;
    stage.say(`  ${tally.accepted.size} of ${total} accepted; ${tally.unanswered} calls had no answer and were repeated with the same id`);
    check(tally.accepted.size === total, 'all should be accepted in the end');
    await checkReceived(stage, tally.accepted);
  },
};

const laneKey = ({ run }: Stage, lane: number): string => `kill-${run}-${lane}`;

/** The next of a lane is sent when the one before was answered; what has no answer is sent again, unchanged. */
async function submitLane(stage: Stage, lane: number, tally: Tally): Promise<void> {
  const sequenceKey = laneKey(stage, lane);
  for (let n = 0; n < MESSAGES_A_LANE; n += 1) {
    const id = `${sequenceKey}-${String(n).padStart(3, '0')}`;
    const body = noteEvent({ id, from: 'PL-WOJ-14', to: 'PL-ABW', text: `Message ${n}`, sequenceKey });
    await untilAnswered(stage, body, tally);
    tally.accepted.add(id);
  }
}

async function untilAnswered(stage: Stage, body: unknown, tally: Tally): Promise<void> {
  const answered = async (): Promise<boolean> => {
    const answer = await stage.client({ party: 'PL-WOJ-14', method: 'POST', path: '/messages', body }).catch(() => undefined);
    if (answer !== undefined && answer.status < 300) return true;
    check(answer === undefined || answer.status >= 500, `the submission was refused: ${JSON.stringify(answer?.body)}`);
    tally.unanswered += 1;
    return false;
  };
  await waitFor(answered, { timeoutMs: 40_000, what: 'the hub to answer a submission', everyMs: 200 });
}

async function killInTheMiddle(stage: Stage, { accepted }: Tally): Promise<void> {
  await waitFor(() => accepted.size >= KILL_AFTER, { timeoutMs: 20_000, what: `${KILL_AFTER} accepted messages`, everyMs: 1 });
  await stage.node.kill();
  stage.say(`  kill -9 after ${accepted.size} accepted messages`);
  await stage.node.start();
  stage.say('  started again');
}

async function checkReceived(stage: Stage, accepted: ReadonlySet<string>): Promise<void> {
  const ours = (): string[] => stage.agency.received.map(({ eventId }) => eventId).filter((id) => id.startsWith(`kill-${stage.run}-`));
  await waitFor(() => new Set(ours()).size >= accepted.size, { timeoutMs: 40_000, what: 'all accepted messages at PL-ABW', everyMs: 50 });
  const first = [...new Set(ours())];
  stage.say(
    `  PL-ABW received ${first.length}, ${ours().length - first.length} of them more than once; lost: ${[...accepted].filter((id) => !first.includes(id)).length}`,
  );
  check(
    first.every((id) => accepted.has(id)),
    'none should arrive that was not submitted',
  );
  for (let lane = 0; lane < LANES; lane += 1) {
    const received = first.filter((id) => id.startsWith(`${laneKey(stage, lane)}-`));
    check(received.join() === [...received].sort().join(), `lane ${lane} should arrive in order`);
  }
  stage.say('  each lane arrived in order');
}
