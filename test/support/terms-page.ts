/** docs/terms.md: the terms of config/law as a lawyer reads them, with the worked examples that the engine is held to. */
import { readLawFolder } from '../../config/law/read-law.ts';
import { holidayCorrections, type HolidayCorrection } from '../../checks/holiday-files.ts';
import type { HolidayFile } from '../../law/calendars.ts';
import { loadTermLaw, type TermRow } from '../../law/term-law.ts';
import { termExamples, type TermExample } from './term-examples.ts';

export async function termsPage(): Promise<string> {
  const { rules } = await loadTermLaw();
  const files = await readLawFolder<HolidayFile>('holidays');
  const corrections = holidayCorrections();
  const sections = [INTRODUCTION, termsSection(rules), COUNTING, examplesSection(termExamples()), holidaysSection(files, corrections)];
  return `${sections.join('\n\n')}\n`;
}

const INTRODUCTION = `# Terms of law

How long each statutory term is, how it is counted and when it is over. The tables on this page are made from
\`config/law/terms.json\`, \`config/law/holidays/\` and the worked examples that the engine is tested with: \`npm run generate:docs\`.

**Every term here is a sample.** Verify each with the authority before use; it is changed in \`config/law/terms.json\`, not in code. The
column "sure" says where the number comes from: **seen** in a text of the law that may be older than the one in force; **attributed** to
the article from memory; **unverified**. This page is no legal advice.`;

const row = (...cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly string[]): string =>
  [row(...head), `|${'---|'.repeat(head.length)}`, ...rows].join('\n');

const termsSection = (rules: readonly TermRow[]): string =>
  [
    '## The terms',
    '',
    table(
      ['term', 'what', 'length', 'runs from', 'a last day that is off', 'days off of', 'rule for', 'legal basis', 'sure'],
      rules.map(termRow),
    ),
  ].join('\n');

function termRow(rule: TermRow): string {
  const { code, en, pl, startsAt, calendar, legalBasis, certainty, remark } = rule;
  const what = [`${en}.`, `*${pl}.*`, ...(remark === undefined ? [] : [remark])].join(' ');
  const place = calendar === 'ACTING_STATE' ? 'the state that must act' : calendar;
  return row(code, what, lengthOf(rule), STARTS[startsAt], ROLLS[rule.roll], place, validityOf(rule), legalBasis, certainty.toLowerCase());
}

const lengthOf = ({ length, unit, mode, zone }: TermRow): string =>
  [
    `${length} ${unit.toLowerCase()}${length === 1 ? '' : 's'}`,
    ...(mode === 'ELAPSED' ? ['to the millisecond'] : []),
    ...(zone === undefined ? [] : [zone]),
  ].join(', ');

const STARTS = { DELIVERY: 'delivery', SUBMISSION: 'submission', SERVICE: 'service', LODGING: 'lodging' } as const;
const ROLLS = { NONE: 'stays', KPA_57: 'next working day (KPA)', EU_1182_71: 'next working day (EU)' } as const;

function validityOf({ chosenBy, validFrom, validTo }: TermRow): string {
  const what = chosenBy === 'LODGING' ? 'cases lodged' : 'terms that start';
  return validTo === null ? `${what} from ${validFrom}` : `${what} ${validFrom} to ${validTo}`;
}

const COUNTING = `## How days are counted

1. **The day of the event is not counted** (KPA Art. 57 par. 1; Reg. 1182/71 Art. 3(1)). Whether a request was delivered at 0:00 or at
   23:59:59 makes no difference.
2. **The last day counts to its end**: the term is over at 24:00 in Warsaw, which is 0:00 of the next day. Something done in that very
   instant is late. The days on which the clocks are changed have 23 and 25 hours and are days like any other. For Portugal, Iceland and
   the Canary Islands 24:00 in Warsaw comes before their own midnight; a rule may name another time zone in \`zone\`.
3. **Months and years end on the same day number**, or on the last day of a month that lacks it: from 31 January one month ends on
   28 or 29 February; from 28 February it ends on 28 March (KPA Art. 57 par. 3 and 3a; Reg. 1182/71 Art. 3(2)(c)).
4. **A last day that is off** (a Saturday, a Sunday or a public holiday of the state that must act) moves the end to the next working day:
   KPA Art. 57 par. 4 and Reg. 1182/71 Art. 3(4). The end of a time of keeping, as in the fiction of service, stays where it is.
5. **A term of the Union of two days or more has at least two working days** (Reg. 1182/71 Art. 3(5)); the Polish code has no such rule.
6. **Service by fiction**: a letter that was notified twice counts as served with the end of the fourteenth day from the one on which the
   first notice was delivered (KPA Art. 44), be that a day off. A term from service runs from that day.
7. **The rule is chosen by the day that the law names**: the day of lodging, or that on which the term starts, never by today. A visa
   consultation keeps the rules of the day of its submission, so that a change of the law does not touch one that runs. Cases lodged
   before 12 June 2026 keep the terms from before the Pact on Migration and Asylum.
8. **Where the law has a gap nothing is guessed**: a year or a state without a calendar, or a day without a rule, is an error
   (LAW_INCOMPLETE) that operators see. The calendars end with 2030: freeze more years in time.`;

const examplesSection = (examples: readonly TermExample[]): string =>
  [
    '## Worked examples',
    '',
    'Instants as written, with their distance from UTC. "Over" is the first instant at which the term has ended.',
    '',
    table(['what happens', 'term', 'starts', 'moved over', 'last day', 'over'], examples.map(exampleRow)),
  ].join('\n');

function exampleRow({ what, code, actingState, lodgedOn, startedAt, firstNoticeOn, lastDay, over, movedOver }: TermExample): string {
  const term = actingState === undefined ? code : `${code} (${actingState})`;
  const lodged = lodgedOn === undefined ? '' : `, case lodged on ${lodgedOn}`;
  const start = startedAt ?? `14 days after the notice of ${firstNoticeOn}`;
  return row(what, term, `${start}${lodged}`, movedOver.map(inWords).join(', '), lastDay, over);
}

const inWords = (reason: string): string => reason.replace(/[A-Z_]{4,}$/, (kind) => kind.toLowerCase().replaceAll('_', ' '));

function holidaysSection(files: readonly HolidayFile[], corrections: readonly HolidayCorrection[]): string {
  const [first] = files;
  return [
    HOLIDAYS,
    '',
    `Source: ${first?.source ?? ''}. Licence: ${first?.licence ?? ''}. With thanks to:`,
    '',
    ...[...new Set(files.flatMap(({ attribution }) => attribution))].sort().map((page) => `- ${page}`),
    '',
    'Days that the package does not know as public holidays, added by `config/law/holiday-corrections.json`:',
    '',
    table(['state', 'holiday', 'days', 'source', 'why'], corrections.map(correctionRow)),
  ].join('\n');
}

const HOLIDAYS = `## Public holidays

\`config/law/holidays/\` holds the public holidays of the Schengen states, frozen by \`npm run generate:holidays\`, so that a term does not
change because a package did. Only holidays of the whole state are there, not those of its regions. A holiday that begins at noon counts
as a whole day, for silence that is taken as consent too early cannot be mended. For Reg. 1182/71 the lists that the Commission publishes
in the Official Journal by its Art. 2(1) are the measure: compare before use. The Polish days are held by a test to the Act of
18 January 1951 on days off, with 24 December since 2025.`;

const correctionRow = ({ state, en, name, days, source, reason }: HolidayCorrection): string =>
  row(state, `${en} (${name})`, days.join(', '), source, reason);
