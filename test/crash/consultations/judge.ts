/**
 * The judge: what the law makes of what the run knows by itself, and how the verdicts that the consulate got differ from it. Told from the
 * books at once and with no state, without a line of the hub.
 */
import type { CaseBook, GivenAnswer, Span, VerdictSeen } from './books.ts';
import { endOfTerm } from './calendar.ts';
import { ASKED, PARENT_TERM, termOfAuthority } from './those-asked.ts';

export interface Expected {
  readonly verdict: string;
  readonly final: Span;
  /** State and answer of each authority. */
  readonly children: Readonly<Record<string, string>>;
  /** Authorities whose objection came too late. */
  readonly lateObjections: readonly string[];
}

interface Child {
  /** By the earliest instant at which the request can have come; later by `dueUntil`, where a day passed before the hub knew. */
  readonly dueAt: number;
  readonly dueUntil: number;
  readonly answer: GivenAnswer | undefined;
}
type Children = ReadonlyMap<string, Child>;

export function expectedOf(book: CaseBook): Expected {
  const parentDueAt = endOfTerm(book.submittedAt, PARENT_TERM);
  let children: Children = new Map(ASKED.map((authority) => [authority, unanswered(book, authority)]));
  const late: string[] = [];
  for (const answer of [...book.answers].sort((one, other) => one.from - other.from)) {
    const child = children.get(answer.authority) ?? { dueAt: Infinity, dueUntil: Infinity, answer: undefined };
    const end = Math.min(child.dueAt, finalOf(children, parentDueAt).from);
    if (wasBefore(answer, end)) children = new Map([...children, [answer.authority, { ...child, answer }]]);
    else if (answer.answer === 'OBJECTION') late.push(answer.authority);
  }
  const final = finalOf(children, parentDueAt);
  const verdict = verdictOf(children, final);
  const shown = [...children].map(([authority, child]) => [authority, shownOf(child, final)] as const);
  return { verdict, final, children: Object.fromEntries(shown), lateObjections: late };
}

function unanswered({ arrivals }: CaseBook, authority: string): Child {
  const arrival = arrivals.get(authority);
  const end = (at: number | undefined): number => (at === undefined ? Infinity : endOfTerm(at, termOfAuthority(authority)));
  return { dueAt: end(arrival?.from), dueUntil: end(arrival?.until), answer: undefined };
}

/** Where nobody can know from outside, what the hub said at once stands. */
function wasBefore({ from, until, counts }: GivenAnswer, end: number): boolean {
  if (until < end) return true;
  return from < end && counts === 'TAKEN';
}

const closedOf = ({ answer, dueAt, dueUntil }: Child): Span =>
  answer === undefined || answer.answer === 'MORE_INFO_NEEDED' ? { from: dueAt, until: dueUntil } : answer;

function finalOf(children: Children, parentDueAt: number): Span {
  const closed = [...children.values()].map(closedOf);
  const last = (at: 'from' | 'until'): number => Math.min(parentDueAt, Math.max(...closed.map((span) => span[at])));
  return { from: last('from'), until: last('until') };
}

const isSilent = ({ answer }: Child): boolean => answer === undefined || answer.answer === 'MORE_INFO_NEEDED';

function verdictOf(children: Children, final: Span): string {
  const all = [...children.values()];
  if (all.some(({ answer }) => answer?.answer === 'OBJECTION')) return 'OBJECTION';
  if (all.some((child) => closedOf(child).from > final.until)) return 'INCOMPLETE';
  return all.some(isSilent) ? 'TACIT_NO_OBJECTION' : 'NO_OBJECTION';
}

function shownOf(child: Child, { until }: Span): string {
  const said = child.answer?.answer ?? null;
  if (!isSilent(child)) return `ANSWERED ${said}`;
  if (child.dueAt === Infinity) return `FAILED ${said}`;
  return `${child.dueAt <= until ? 'TACIT' : 'DELIVERED'} ${said}`;
}

export interface Findings {
  readonly lost: number;
  readonly doubled: number;
  readonly early: number;
  readonly wrong: number;
  /** Silence taken for consent although the request had never arrived, or the term had not ended. */
  readonly tacitUnheard: number;
  /** How many came to which verdict. */
  readonly verdicts: Readonly<Record<string, number>>;
  readonly examples: readonly string[];
  /** All that is known of the first few consultations with a fault. */
  readonly known: readonly string[];
}

type Fault = 'lost' | 'doubled' | 'early' | 'wrong' | 'tacitUnheard';
interface Found {
  readonly fault: Fault;
  readonly words: string;
}

export function judge(cases: readonly CaseBook[]): Findings {
  const found = cases.flatMap((book) => judgeOne(book).map(({ fault, words }) => ({ fault, words, book })));
  const count = (fault: Fault): number => new Set(found.filter((one) => one.fault === fault).map(({ book }) => book)).size;
  const verdicts: Record<string, number> = {};
  for (const book of cases) for (const { verdict } of book.verdicts.slice(0, 1)) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  return {
    lost: count('lost'),
    doubled: count('doubled'),
    early: count('early'),
    wrong: count('wrong'),
    tacitUnheard: count('tacitUnheard'),
    verdicts,
    examples: found.slice(0, 12).map(({ fault, words, book }) => `${fault}: ${book.reference} (${book.plan.kind}): ${words}`),
    known: [...new Set(found.map(({ book }) => book))].slice(0, 5).map(knownOf),
  };
}

function judgeOne(book: CaseBook): readonly Found[] {
  const expected = expectedOf(book);
  const [first] = book.verdicts;
  if (first === undefined) return [{ fault: 'lost', words: `no verdict, ${expected.verdict} is due` }, ...requestsLost(book)];
  const ids = new Set(book.verdicts.map(({ id }) => id));
  return [
    ...(ids.size > 1 ? [{ fault: 'doubled' as const, words: `${ids.size} verdicts: ${[...ids].join(', ')}` }] : []),
    ...requestsLost(book),
    ...timeFaults(first, expected.final),
    ...contentFaults(book, first, expected),
    ...tellingFaults(book, expected),
  ];
}

/** Who would have taken the request was never brought it. */
const requestsLost = ({ plan, arrivals }: CaseBook): readonly Found[] =>
  Object.entries(plan.arrivals)
    .filter(([authority, arrival]) => arrival !== 'never' && arrival !== 'refused' && !arrivals.has(authority))
    .map(([authority]) => ({ fault: 'lost', words: `no request came to ${authority}` }));

/** Milliseconds are cut off on one side and not on the other. */
const SLACK_MS = 5;

function timeFaults({ finalAt, seenAt }: VerdictSeen, { from, until }: Span): readonly Found[] {
  const words = `final at ${iso(finalAt)}, seen at ${iso(seenAt)}, due from ${iso(from)} to ${iso(until)}`;
  if (finalAt < from - SLACK_MS || seenAt < from - SLACK_MS) return [{ fault: 'early', words }];
  return finalAt > until + SLACK_MS ? [{ fault: 'wrong', words }] : [];
}

function contentFaults(book: CaseBook, { verdict, reasons }: VerdictSeen, { children, ...expected }: Expected): readonly Found[] {
  const seen = Object.fromEntries(reasons.map(({ authority, state, answer }) => [authority, `${state} ${answer}`]));
  const odd = ASKED.filter((authority) => seen[authority] !== children[authority]);
  const unheard = odd.filter((authority) => seen[authority]?.startsWith('TACIT') === true && !children[authority]?.startsWith('TACIT'));
  return [
    ...(verdict === expected.verdict ? [] : [{ fault: 'wrong' as const, words: `${verdict}, not ${expected.verdict}` }]),
    ...odd.map((name) => ({ fault: 'wrong' as const, words: `${name} ${seen[name]}, not ${children[name]}` })),
    ...unheard
      .filter((name) => hadNoTerm(book, name))
      .map((name) => ({ fault: 'tacitUnheard' as const, words: `${name} had no full term` })),
  ];
}

const hadNoTerm = (book: CaseBook, authority: string): boolean => unanswered(book, authority).dueAt > (book.verdicts[0]?.finalAt ?? 0);

function tellingFaults(book: CaseBook, { lateObjections }: Expected): readonly Found[] {
  const due = endOfTerm(book.submittedAt, PARENT_TERM);
  return [
    ...(book.dueAt === due ? [] : [{ fault: 'wrong' as const, words: `its term ends ${iso(book.dueAt)}, not ${iso(due)}` }]),
    ...(ASKED.every((authority) => book.consulted.includes(authority)) ? [] : [{ fault: 'wrong' as const, words: 'not all are asked' }]),
    ...lateObjections
      .filter((authority) => !book.lateObjections.has(authority))
      .map((authority) => ({ fault: 'wrong' as const, words: `the consulate was not told of the late objection of ${authority}` })),
  ];
}

const knownOf = ({ reference, plan, arrivals, answers, verdicts }: CaseBook): string =>
  JSON.stringify({
    ...{ reference, kind: plan.kind, verdicts: verdicts.map(({ finalAt, ...verdict }) => ({ ...verdict, finalAt: iso(finalAt) })) },
    arrivals: Object.fromEntries([...arrivals].map(([authority, { from, until }]) => [authority, [iso(from), iso(until)]])),
    answers: answers.map(({ from, until, ...answer }) => ({ ...answer, from: iso(from), until: iso(until) })),
  });

const iso = (ms: number): string => (Number.isFinite(ms) ? new Date(ms).toISOString() : 'never');
