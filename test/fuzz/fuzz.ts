/**
 * Feeds each parser its share of documents and counts how they end. A hang is one only if the document takes too long twice, for the
 * machine can be held up too; a process that was ended or died is replaced, and the run goes on behind the document.
 */
import { HubError } from '../../broker/contract/errors.ts';
import { commitOf, machine } from '../crash/report.ts';
import { GROWTH_BYTES, type Failure, type FuzzReport, type ParserCounts } from './report.ts';
import type { FuzzSettings } from './settings.ts';
import { HANG_MS, NO_DOCUMENT, type Stretch } from './stretch.ts';
import { startWatch, type Ending, type Watch, type WatchOptions } from './watch.ts';

/** Of one parser no more is looked for. */
const ENOUGH = 20;

export async function fuzz(settings: FuzzSettings, options: WatchOptions): Promise<FuzzReport> {
  const [began, date] = [performance.now(), new Date().toISOString()];
  const watch = startWatch(options);
  const found: Found[] = [];
  try {
    for (const stretch of sharesOf(settings, await watch.parsers())) found.push(await runParser(watch, stretch));
  } finally {
    watch.close();
  }
  const parsers = Object.fromEntries(found.map(({ stretch: { parser }, counts }) => [parser, counts]));
  const { grownByBytes: _, ...counts } = sum(Object.values(parsers));
  return {
    ...counts,
    seed: settings.seed,
    growing: Object.keys(parsers).filter((name) => (parsers[name]?.grownByBytes ?? 0) > GROWTH_BYTES),
    parsers,
    failures: found.flatMap(({ failures }) => failures),
    ...{ machine: machine(), commit: commitOf(import.meta.dirname), date, seconds: Math.round(performance.now() - began) / 1000 },
  };
}

/** As even as can be. */
function sharesOf({ documents, seed, only, at }: FuzzSettings, parsers: readonly string[]): Stretch[] {
  const chosen = parsers.filter((name) => only === undefined || name === only);
  if (chosen.length === 0) throw new HubError('INVALID_SETTING', { detail: `--only takes one of ${parsers.join(', ')}` });
  if (at !== undefined) return chosen.map((parser) => ({ parser, seed, from: at, to: at + 1 }));
  const upTo = (index: number): number => Math.floor((documents * index) / chosen.length);
  return chosen.map((parser, index) => ({ parser, seed, from: 0, to: upTo(index + 1) - upTo(index) }));
}

interface Found {
  readonly stretch: Stretch;
  readonly failures: Failure[];
  counts: ParserCounts;
}

async function runParser(watch: Watch, stretch: Stretch): Promise<Found> {
  const found: Found = { stretch, failures: [], counts: NOTHING };
  for (let from = stretch.from; from < stretch.to && found.failures.length < ENOUGH;) {
    const ending = await watch.run({ ...stretch, from });
    add(found, ending);
    for (const at of ending.slow) await readAgain(watch, found, at);
    if (ending.kind === 'hung') await readAgain(watch, found, ending.progress.at);
    from = ending.kind === 'done' ? stretch.to : ending.progress.at + 1;
  }
  return found;
}

/** What was read to its end, and the document at which the process died. */
function add(found: Found, { kind, progress, crashes, grownBy, what = '' }: Ending): void {
  const { at, valid, namedErrors } = progress;
  const died = kind === 'died' ? [{ at, what }] : [];
  if (kind === 'died' && at === NO_DOCUMENT) throw new HubError('LOCAL_SERVER_FAILED', { detail: `The fuzzer itself failed. ${what}` });
  const crashed = progress.crashes + died.length;
  const counts = { valid, namedErrors, crashes: crashed, hangs: 0, documents: valid + namedErrors + crashed };
  found.counts = sum([found.counts, { ...counts, ...(grownBy === undefined ? {} : { grownByBytes: grownBy }) }]);
  const { failures, stretch } = found;
  for (const { at: number, what: why } of [...crashes, ...died].slice(0, ENOUGH - failures.length))
    failures.push({ parser: stretch.parser, kind: 'crash', at: number, what: why });
}

async function readAgain(watch: Watch, found: Found, at: number): Promise<void> {
  const again = await watch.run({ ...found.stretch, from: at, to: at + 1 });
  if (again.kind !== 'hung' && again.slow.length === 0) return add(found, again);
  found.counts = sum([found.counts, { ...NOTHING, documents: 1, hangs: 1 }]);
  found.failures.push({ parser: found.stretch.parser, kind: 'hang', at, what: `It took more than ${HANG_MS} ms, twice.` });
}

const NOTHING: ParserCounts = { documents: 0, valid: 0, namedErrors: 0, crashes: 0, hangs: 0 };

function sum(all: readonly ParserCounts[]): ParserCounts {
  return all.reduce((total, one) => {
    const grown = Math.max(total.grownByBytes ?? -Infinity, one.grownByBytes ?? -Infinity);
    return {
      documents: total.documents + one.documents,
      valid: total.valid + one.valid,
      namedErrors: total.namedErrors + one.namedErrors,
      crashes: total.crashes + one.crashes,
      hangs: total.hangs + one.hangs,
      ...(grown === -Infinity ? {} : { grownByBytes: grown }),
    };
  }, NOTHING);
}
