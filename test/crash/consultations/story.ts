/** The days of a run, one after the other: on each, what is planned happens while faults befall the hub, and terms end by its clock. */
import { setTimeout as delay } from 'node:timers/promises';
import { commit, type Fault } from '../faults.ts';
import { fetchVerdicts, keepDoing, releaseAll, sayIt, steer, submit, takeRequests, type Cast } from './cast.ts';
import { BRINK_MS, PHASES, beginOf, isBefore, type PhaseName } from './phases.ts';
import type { Plan } from './plan.ts';
import { calmDown } from './settle.ts';
import type { Stage } from './stage.ts';

export interface Story {
  readonly stage: Stage;
  readonly plans: readonly Plan[];
  readonly faults: readonly Fault[];
  readonly patienceMs: number;
  readonly log: (line: string) => void;
}

const LOOK_EVERY_MS = 150;

export async function tell(story: Story): Promise<void> {
  const { cast } = story.stage;
  const over = new AbortController();
  let phase: PhaseName = 'asked';
  const pumps = [
    keepDoing(() => takeRequests(cast, phase), LOOK_EVERY_MS, over.signal),
    keepDoing(() => fetchVerdicts(cast), LOOK_EVERY_MS, over.signal),
  ];
  const live = async (): Promise<void> => {
    for (const [index, { name }] of PHASES.entries()) {
      phase = name;
      await day(story, name, faultsOf(story.faults, index));
    }
  };
  // A pump that fails ends the run; one alone never ends before it is told to.
  await Promise.race([live(), Promise.all(pumps)]).finally(() => over.abort());
  await Promise.all(pumps);
}

/** Dealt out in turn, so that every day has its share; the brink comes first, for there it matters most. */
function faultsOf(faults: readonly Fault[], index: number): readonly Fault[] {
  const order = PHASES.map((_, n) => (n + 3) % PHASES.length);
  return faults.filter((_, n) => order[n % order.length] === index);
}

async function day(story: Story, name: PhaseName, faults: readonly Fault[]): Promise<void> {
  const { stage, plans, log, patienceMs } = story;
  const { cast, world } = stage;
  await cast.clock.move(beginOf(name));
  log(`  ${new Date(beginOf(name)).toISOString()} ${name}${faults.map(({ kind }) => `, ${kind}`).join('')}`);
  await Promise.all([happens(story, name), befall(faults, story)]);
  for (const node of world.nodes) await node.revive();
  const isDone = (): boolean => (name === 'releases' ? allDecided(cast, plans) : allTaken(cast, name));
  const end = await calmDown({
    stage,
    isDone,
    timeoutMs: patienceMs,
    lookAgain: () => (name === 'releases' ? releaseAll(cast) : undefined),
  });
  if (end !== 'calm') log(`  ${name}: not all is finished: ${end}`);
}

async function befall(faults: readonly Fault[], { stage: { world } }: Story): Promise<void> {
  for (const fault of faults) await commit(fault, world);
}

const allDecided = ({ books }: Cast, plans: readonly Plan[]): boolean =>
  books.cases.length === plans.length && books.cases.every(({ verdicts }) => verdicts.length > 0);

/** Of those who take the request in the phase or have taken it before. */
const allTaken = ({ books }: Cast, phase: PhaseName): boolean =>
  books.cases.every(({ plan, arrivals }) =>
    Object.entries(plan.arrivals).every(
      ([authority, arrival]) => arrival === 'never' || arrival === 'refused' || isBefore(phase, arrival) || arrivals.has(authority),
    ),
  );

async function happens(story: Story, name: PhaseName): Promise<void> {
  const { stage, plans } = story;
  if (name === 'asked') await Promise.all(plans.map((plan) => submit(stage.cast, plan)));
  await Promise.all([
    ...stage.cast.books.cases.flatMap((book) =>
      book.plan.sayings
        .filter(({ phase, authority }) => phase === name && book.arrivals.has(authority))
        .map((saying) => delay(saying.afterMs, undefined, { signal: stage.cast.signal }).then(() => sayIt(stage.cast, book, saying))),
    ),
    ...(name === 'brink' ? [holdOverMidnight(stage.cast)] : []),
    ...(name.endsWith('midnight') ? [delay(1300, undefined, { signal: stage.cast.signal })] : []),
  ]);
}

/** So that answers are accepted before the end of the term, and read after it. */
async function holdOverMidnight(cast: Cast): Promise<void> {
  await steer(cast, 'hold');
  await delay(beginOf('brink') + BRINK_MS + 1000 - cast.clock.now(), undefined, { signal: cast.signal });
  await steer(cast, 'resume');
}
