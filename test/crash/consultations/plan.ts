/** What each consultation of a run meets with: who takes its request when, who says what when and how. Drawn from the seed alone. */
import type { Random } from '../../../generator/random.ts';
import { ASKED, NATIONAL, STATES } from './those-asked.ts';
import { BRINK_MS, type PhaseName } from './phases.ts';

export type Answer = 'NO_OBJECTION' | 'OBJECTION' | 'MORE_INFO_NEEDED' | 'NOT_COMPETENT';

export interface Saying {
  readonly authority: string;
  readonly answer: Answer;
  readonly phase: PhaseName;
  /** After the beginning of the phase. */
  readonly afterMs: number;
  /** A form is what other states answer by. */
  readonly by: 'rest' | 'message' | 'form';
}

/** In which phase the request is taken; `refused`: the other state's mail server says no for good. */
export type Arrival = PhaseName | 'never' | 'refused';

export const KINDS = ['agreed', 'silent', 'objected', 'unreached', 'brink', 'straggler', 'corrected', 'tardy', 'late'] as const;

export interface Plan {
  readonly n: number;
  readonly kind: (typeof KINDS)[number];
  readonly arrivals: Readonly<Record<string, Arrival>>;
  readonly sayings: readonly Saying[];
}

export const drawPlans = (count: number, random: Random): readonly Plan[] =>
  Array.from({ length: count }, (_, n) => drawPlan(n, KINDS[n % KINDS.length] ?? 'agreed', random));

function drawPlan(n: number, kind: Plan['kind'], random: Random): Plan {
  const special = SPECIAL[kind](random);
  const named = new Set(special.sayings.map(({ authority }) => authority));
  const others = ASKED.filter((authority) => !named.has(authority) && !(special.silent ?? []).includes(authority));
  const sayings = others.filter(() => !special.othersMayBeSilent || random.chance(0.6)).map((authority) => consent(authority, random));
  const arrivals = Object.fromEntries(ASKED.map((authority) => [authority, arrivalOf(authority, sayings, random)]));
  return { n, kind, arrivals: { ...arrivals, ...special.arrivals }, sayings: [...sayings, ...special.sayings] };
}

interface Special {
  readonly sayings: readonly Saying[];
  readonly arrivals?: Readonly<Record<string, Arrival>>;
  readonly silent?: readonly string[];
  readonly othersMayBeSilent?: boolean;
}

const SPECIAL: Readonly<Record<Plan['kind'], (random: Random) => Special>> = {
  agreed: () => ({ sayings: [] }),
  silent: (random) => ({
    sayings: [say(random, 'PL-ABW', ['MORE_INFO_NEEDED', 'answers'])],
    silent: ['PL-AW', random.pick(['AUT-VISION', 'FRA-VISION'])],
    othersMayBeSilent: true,
  }),
  objected: (random) => ({
    sayings: [say(random, random.pick(NATIONAL), ['OBJECTION', random.pick(['answers', 'second thoughts'])])],
    othersMayBeSilent: true,
  }),
  unreached: (random) => {
    const authority = random.pick(['PL-SG', 'PL-MSZ', 'AUT-VISION', 'FRA-VISION']);
    const arrival: Arrival = authority.startsWith('PL-') ? 'never' : random.pick(['never', 'refused']);
    return { sayings: [], silent: [authority], arrivals: { [authority]: arrival }, othersMayBeSilent: true };
  },
  brink: (random) => ({ sayings: [onTheBrink('PL-KGP', 'OBJECTION', random)] }),
  straggler: (random) => ({
    sayings: [
      { ...onTheBrink('PL-KGP', 'OBJECTION', random), by: 'message', afterMs: BRINK_MS - random.between(300, 1500) },
      { ...say(random, 'PL-AW', ['NO_OBJECTION', 'brink']), by: 'rest', afterMs: BRINK_MS + random.between(100, 900) },
    ],
  }),
  corrected: (random) => ({
    sayings: [
      say(random, 'PL-SG', [random.pick(['NO_OBJECTION', 'MORE_INFO_NEEDED']), 'answers']),
      say(random, 'PL-SG', ['OBJECTION', 'second thoughts']),
      say(random, 'PL-MSZ', ['OBJECTION', 'answers']),
      say(random, 'PL-MSZ', [random.pick(['NO_OBJECTION', 'NOT_COMPETENT']), 'second thoughts']),
    ],
    silent: ['PL-AW'],
  }),
  tardy: () => ({ sayings: [], silent: ['PL-MSZ'], arrivals: { 'PL-MSZ': 'second thoughts' } }),
  late: (random) => ({ sayings: [say(random, 'PL-AW', ['OBJECTION', 'afterwards'])], silent: ['PL-SG'] }),
};

const isAbroad = (authority: string): boolean => STATES.some(({ party }) => party === authority);

/** Another state that will answer has confirmed before. */
function arrivalOf(authority: string, sayings: readonly Saying[], random: Random): Arrival {
  const saying = sayings.find((one) => one.authority === authority);
  if (!isAbroad(authority) || saying !== undefined) return 'asked';
  return random.pick(['asked', 'answers', 'second thoughts']);
}

function consent(authority: string, random: Random): Saying {
  if (isAbroad(authority)) return { ...say(random, authority, ['NO_OBJECTION', 'second thoughts']), by: 'form' };
  return say(random, authority, [random.chance(0.15) ? 'NOT_COMPETENT' : 'NO_OBJECTION', 'answers']);
}

const say = (random: Random, authority: string, [answer, phase]: readonly [Answer, PhaseName]): Saying => ({
  ...{ authority, answer, phase },
  afterMs: random.between(0, 800),
  by: random.pick(['rest', 'message']),
});

const onTheBrink = (authority: string, answer: Answer, random: Random): Saying => ({
  ...say(random, authority, [answer, 'brink']),
  afterMs: BRINK_MS + random.between(-1500, 900),
});
