/**
 * Freezes the public holidays of the Schengen states into config/law/holidays, from the package date-holidays: a deadline must not change
 * because a package did. The same package gives the same text on every machine, whatever its zone. What the package does not know comes
 * from config/law/holiday-corrections.json.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Holidays, { type HolidaysTypes } from 'date-holidays';
import { format } from 'prettier';

const FOLDER = 'config/law/holidays';
const CORRECTIONS = new URL('../config/law/holiday-corrections.json', import.meta.url);
const FIRST_YEAR = 2024;
const LAST_YEAR = 2030;
const DAY_MS = 86_400_000;

/** By ISO 3166-1 alpha-3: the code of the package, and the language in which the state writes its laws. */
const SCHENGEN_STATES = {
  AUT: ['AT', 'de'],
  BEL: ['BE', 'fr'],
  BGR: ['BG', 'bg'],
  CHE: ['CH', 'de'],
  CZE: ['CZ', 'cs'],
  DEU: ['DE', 'de'],
  DNK: ['DK', 'da'],
  ESP: ['ES', 'es'],
  EST: ['EE', 'et'],
  FIN: ['FI', 'fi'],
  FRA: ['FR', 'fr'],
  GRC: ['GR', 'el'],
  HRV: ['HR', 'hr'],
  HUN: ['HU', 'hu'],
  ISL: ['IS', 'is'],
  ITA: ['IT', 'it'],
  LIE: ['LI', 'de'],
  LTU: ['LT', 'lt'],
  LUX: ['LU', 'fr'],
  LVA: ['LV', 'lv'],
  MLT: ['MT', 'mt'],
  NLD: ['NL', 'nl'],
  NOR: ['NO', 'no'],
  POL: ['PL', 'pl'],
  PRT: ['PT', 'pt'],
  ROU: ['RO', 'ro'],
  SVK: ['SK', 'sk'],
  SVN: ['SI', 'sl'],
  SWE: ['SE', 'sv'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

type Entry = readonly [state: string, codes: readonly [country: string, language: string]];

interface Frozen {
  readonly day: string;
  readonly name: string;
  readonly en: string;
}

/** Days that are off in the state, though the package does not say so. */
export interface HolidayCorrection {
  readonly state: string;
  readonly name: string;
  readonly en: string;
  readonly source: string;
  readonly reason: string;
  readonly days: readonly string[];
}

export const holidayCorrections = (): readonly HolidayCorrection[] =>
  (JSON.parse(readFileSync(CORRECTIONS, 'utf8')) as { readonly corrections: readonly HolidayCorrection[] }).corrections;

/** Path and text of every file, in order of states. */
export async function holidayFiles(): Promise<ReadonlyMap<string, string>> {
  const entries: Entry[] = Object.entries(SCHENGEN_STATES);
  const corrections = holidayCorrections();
  const texts = entries.map(async (entry) => {
    const own = corrections.filter(({ state }) => state === entry[0]);
    return [`${FOLDER}/${entry[0]}.json`, await textOf(entry, own)] as const;
  });
  return new Map(await Promise.all(texts));
}

/** Writes the files anew and returns how many there are. */
export async function writeHolidayFiles(root: string): Promise<number> {
  const files = await holidayFiles();
  for (const [path, text] of files) writeFileSync(join(root, path), text);
  return files.size;
}

async function textOf([state, [country, language]]: Entry, corrections: readonly HolidayCorrection[]): Promise<string> {
  const years = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, at) => String(FIRST_YEAR + at));
  const content = {
    state,
    source: sourceOf(corrections),
    licence: 'CC BY-SA 3.0 (https://creativecommons.org/licenses/by-sa/3.0/); the dates are unchanged, the selection is ours',
    attribution: attributionOf(country),
    years: Object.fromEntries(
      years.map((year) => [year, corrected(holidaysOf(new Holidays(country), Number(year), language), { year, corrections })]),
    ),
  };
  return format(JSON.stringify(content), { parser: 'json', printWidth: 140 });
}

function sourceOf(corrections: readonly HolidayCorrection[]): string {
  const source = `date-holidays ${packageVersion()} (https://github.com/commenthol/date-holidays), holidays of type public of the whole state`;
  return corrections.length === 0 ? source : `${source}; with days added by config/law/holiday-corrections.json`;
}

interface Correcting {
  readonly year: string;
  readonly corrections: readonly HolidayCorrection[];
}

/** A day that the package knows keeps the name it has there. */
function corrected(known: readonly Frozen[], { year, corrections }: Correcting): readonly Frozen[] {
  const added = corrections.flatMap(({ days, name, en }) => days.filter((day) => day.startsWith(year)).map((day) => ({ day, name, en })));
  return inOrder([...added, ...known]);
}

/** Some begin at noon and some last two days: each day that one touches is off. Two on one day are one day off. */
function holidaysOf(calendar: Holidays, year: number, language: string): readonly Frozen[] {
  const english = calendar.getHolidays(year, 'en').filter(isPublic);
  const local = calendar.getHolidays(year, language).filter(isPublic);
  const all = english.flatMap((holiday, at) => {
    const names = { name: local[at]?.name ?? holiday.name, en: holiday.name };
    return daysOf(holiday).map((day): Frozen => ({ day, ...names }));
  });
  return inOrder(all.toReversed());
}

/** Of two for one day the later is taken. */
const inOrder = (all: readonly Frozen[]): readonly Frozen[] =>
  [...new Map(all.map((one) => [one.day, one])).values()].sort((a, b) => (a.day < b.day ? -1 : 1));

const isPublic = ({ type }: HolidaysTypes.Holiday): boolean => type === 'public';

function daysOf({ date, start, end }: HolidaysTypes.Holiday): readonly string[] {
  const first = Date.parse(date.slice(0, 10));
  const count = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS));
  return Array.from({ length: count }, (_, at) => new Date(first + at * DAY_MS).toISOString().slice(0, 10));
}

const require = createRequire(import.meta.url);

const packageVersion = (): string => (require('date-holidays/package.json') as { readonly version: string }).version;

/** The pages that the package names as those to be thanked, as its licence asks. */
function attributionOf(country: string): readonly string[] {
  const folder = join(require.resolve('date-holidays/package.json'), '..', 'data', 'countries');
  const text = readFileSync(join(folder, `${country}.yaml`), 'utf8');
  const pages = [...text.matchAll(/#\s*@attrib\s+(\S.*)$/gm)].map(([, page = '']) => page.trim());
  return ['date-holidays, Copyright (c) 2016 commenthol and contributors', ...new Set(pages)];
}
