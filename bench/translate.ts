/**
 * How fast answers of SIS become matches: the adapter's own way from the bytes of an answer to its findings, and beside it in the same
 * run parsers alone over the same bytes. Needs no server; the simulator makes the answers.
 */
import { fileURLToPath } from 'node:url';
import { XmlDocument } from 'libxml2-wasm';
import { createClientAsync } from 'soap';
import { parseString } from 'xml2js';
import { readAnswer } from '../adapters/sis2/answer.ts';
import { readCodes } from '../adapters/sis2/codes.ts';
import { fromWire } from '../adapters/sis2/translate.ts';
import { HubError } from '../broker/contract/errors.ts';
import { makeAnswer, type SisAnswerBytes } from '../test/support/sis-answers.ts';
import { latencies, median, rounded, type Floor, type Result } from './figures.ts';
import type { BenchSettings } from './settings.ts';

const SIZES = [0, 1, 5, 50];
const WARM_UP_MS = 300;
/** Short, so that many take turns: what else the machine does then meets all alike, and the median leaves it out. */
const WINDOW_MS = 100;

type Work = (answer: SisAnswerBytes) => unknown;

/** `translate` and `read` are the product; the others are floors, the first of them the one that the ratio is of. */
interface Works {
  readonly translate: Work;
  readonly read: Work;
  readonly floors: ReadonlyMap<string, Work>;
}

/** One result for all sizes in turn, `translate`, and one for each. */
export async function benchTranslate({ seconds, rounds }: BenchSettings, log: (line: string) => void): Promise<Result[]> {
  const works = await openWorks();
  const answers = await Promise.all(SIZES.map((matches) => makeAnswer(matches)));
  const sets = [{ name: 'translate', answers }, ...answers.map((answer) => ({ name: `translate-${answer.matches}`, answers: [answer] }))];
  for (const set of sets) assertRight(works, set.answers);
  return sets.map((set) => {
    log(`${set.name}, ${set.answers.map(({ body }) => body.length).join(' + ')} bytes`);
    return measure(works, set, (rounds * seconds * 1000) / WINDOW_MS);
  });
}

async function openWorks(): Promise<Works> {
  const codes = await readCodes();
  const wsdl = fileURLToPath(new URL('../adapters/sis2/wsdl/sis2.wsdl', import.meta.url));
  const soap = await createClientAsync(wsdl, { disableCache: true });
  const read = ({ body }: SisAnswerBytes): unknown => readAnswer({ status: 200, body }, 'SearchPersons');
  const floors = new Map<string, Work>([
    ['xml2js', ({ body }) => parseString(body.toString('utf8'), { async: false }, () => undefined)],
    ['libxml2-wasm', ({ body }) => XmlDocument.fromBuffer(body).dispose()],
    ['soap', ({ body }) => soap.wsdl.xmlToObject(body.toString('utf8')) as unknown],
  ]);
  return { read, floors, translate: (answer) => fromWire(read(answer), answer.request, codes) };
}

/** What is measured gives what it should. */
function assertRight({ translate }: Works, answers: readonly SisAnswerBytes[]): void {
  for (const answer of answers) {
    const { matches } = translate(answer) as { matches: readonly unknown[] };
    if (matches.length !== answer.matches)
      throw new HubError('INVALID_STATE', { detail: `An answer with ${answer.matches} matches was read as one with ${matches.length}.` });
  }
}

function measure(works: Works, set: { name: string; answers: readonly SisAnswerBytes[] }, windows: number): Result {
  const all = new Map<string, Work>([['translate', works.translate], ['read', works.read], ...works.floors]);
  for (const work of all.values()) run(work, set.answers, WARM_UP_MS);
  const rates = new Map([...all.keys()].map((name): [string, number[]] => [name, []]));
  const took: number[] = [];
  for (let window = 0; window < windows; window += 1)
    for (const [name, work] of all) {
      const times = run(work, set.answers, WINDOW_MS);
      rates.get(name)?.push((times.length * 1000) / times.reduce((sum, ms) => sum + ms, 0));
      if (name === 'translate') took.push(...times);
    }
  const rateOf = (name: string): number => rounded(median(rates.get(name) ?? []));
  const floors = [...works.floors.keys()].map((name): Floor => ({ name, perSecond: rateOf(name) }));
  const [floor = { name: 'none', perSecond: 0 }] = floors;
  const perSecond = rateOf('translate');
  return {
    ...{ name: set.name, callers: 1, perSecond, ...latencies(took), failed: 0, rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20) },
    ...{ floor, ratio: rounded(perSecond / floor.perSecond), shareOfParsing: rounded(perSecond / rateOf('read')), floors },
  };
}

/** Milliseconds that each answer took, in turn, for as long as the window is open. */
function run(work: Work, answers: readonly SisAnswerBytes[], windowMs: number): number[] {
  const times: number[] = [];
  const endsAt = performance.now() + windowMs;
  for (let from = performance.now(); from < endsAt;) {
    for (const answer of answers) {
      work(answer);
      const now = performance.now();
      times.push(now - from);
      from = now;
    }
  }
  return times;
}
