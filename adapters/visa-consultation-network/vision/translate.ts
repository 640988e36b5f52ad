/** Between a form and the lines of its VISION mail, both ways. Pure. Throws HubError on the way out and BrokenForm on the way in. */
import { HubError } from '../../../broker/contract/errors.ts';
import { broken } from '../broken-form.ts';
import { inLatin9 } from '../charset.ts';
import type { Codes } from '../codes.ts';
import { BY_NATURE, KINDS, MESSAGE_KINDS, type Form, type Kind, type MessageKind } from '../kinds.ts';
import { distinct, leavesOf, putAt, valueAt } from '../pointers.ts';
import { HEADINGS, type Heading } from './headings.ts';
import type { Line } from './sheet.ts';
import { cut } from './values.ts';

export interface VisionMail {
  /** `<file number>.<letter>`. */
  readonly subject: string;
  readonly lines: readonly Line[];
  /** Headings whose text was transliterated, each once. */
  readonly transliterated: readonly string[];
}

const UNIFIER = '000';
const REFERENCE = '001';
const FIRST_ENTRY = '023';
const FIRST_ENTRY_WORDS = '090';
const REPLY_REFERENCE = '040';
const OWN_REFERENCE = '048';
const ABOUT = '095';
const WORDS = '096';
/** The form E is filed under its own reference, not under that of the request (2009/1024/EU Annex I). */
const LETTER_FILED_ALONE = 'E';
const NOT_A_CODE = 'XXX';
/** The subject of a technical error about a mail whose file number could not be read. */
const NO_FILE = 'UNKNOWN';

export function toVision(form: Form, codes: Codes): VisionMail {
  const letter = codes.letters[form.kind];
  if (letter === undefined) throw untranslatable(`no letter carries the kind ${form.kind}`);
  const drafted = isMessage(form.kind) ? messageLines(form.kind, form, { letter, codes }) : signalLines(form);
  const transliterated = [...new Set(drafted.flatMap(({ number, isTransliterated }) => (isTransliterated ? [number] : [])))];
  const lines = drafted.map(({ number, text }): Line => [number, text]);
  const file = lines.find(([number]) => number === (letter === LETTER_FILED_ALONE ? OWN_REFERENCE : REFERENCE))?.[1] ?? NO_FILE;
  return { subject: `${file}.${letter}`, lines, transliterated };
}

interface Drafted {
  readonly number: string;
  readonly text: string;
  readonly isTransliterated: boolean;
}

const plain = (number: string, text: string): Drafted => ({ number, text, isTransliterated: false });

interface Given {
  readonly letter: string;
  readonly codes: Codes;
}

function messageLines(kind: MessageKind, form: Form, { letter, codes }: Given): Drafted[] {
  assertByNature(kind, form.data);
  const lines = HEADINGS[kind].flatMap((heading) => linesOf(heading, valueAt(form.data, heading.at), codes));
  const missing = HEADINGS[kind].find(({ number, isMandatory }) => isMandatory === true && !lines.some((line) => line.number === number));
  if (missing !== undefined) throw untranslatable(`heading ${missing.number} cannot be filled from ${missing.at}`);
  const own = ownReference(form.unifier);
  const added = [
    plain(UNIFIER, form.unifier),
    ...firstEntry(kind, form.data),
    ...(letter === LETTER_FILED_ALONE ? [plain(OWN_REFERENCE, own)] : []),
    ...(isReply(kind) ? [plain(REPLY_REFERENCE, own)] : []),
  ];
  return [...added, ...lines].sort((a, b) => a.number.localeCompare(b.number));
}

function signalLines({ kind, unifier, reference, about, words }: Form): Drafted[] {
  const file = reference === undefined ? [] : [plain(REFERENCE, reference)];
  if (kind === 'DELIVERY_NOTICE') return [plain(UNIFIER, unifier), ...file];
  const cause = about === undefined ? [] : [plain(ABOUT, about)];
  return [plain(UNIFIER, unifier), ...file, ...cause, { number: WORDS, ...inLatin9(words ?? '') }];
}

function linesOf(heading: Heading, value: unknown, codes: Codes): Drafted[] {
  const { number, format, max, times } = heading;
  const items = value === undefined ? [] : times === undefined ? [value] : (value as unknown[]).slice(0, times);
  return items.flatMap((item) => {
    const written = format.write(item, codes);
    if (written === undefined || (number === REFERENCE && written.length > max)) return [];
    const { text, isTransliterated } = inLatin9(written.replaceAll(/\r\n?/g, '\n'));
    return [{ number, text: cut(text, max), isTransliterated: isTransliterated || (format.isComposite === true && hasForeignSigns(item)) }];
  });
}

const hasForeignSigns = (fields: unknown): boolean =>
  [...leavesOf(fields).values()].some((leaf) => inLatin9(String(leaf)).isTransliterated);

/** Heading 023 is a code and mandatory; what is no code is told in words beside it. */
function firstEntry(kind: MessageKind, data: unknown): Drafted[] {
  if (!HEADINGS[kind].some(({ number }) => number === FIRST_ENTRY_WORDS)) return [];
  const said = valueAt(data, '/application/firstEntry');
  return [plain(FIRST_ENTRY, typeof said === 'string' && /^[A-Z]{3}$/.test(said) ? said : NOT_A_CODE)];
}

function assertByNature(kind: MessageKind, data: unknown): void {
  const scope = BY_NATURE[kind]?.['/scope'];
  if (scope !== undefined && valueAt(data, '/scope') !== scope)
    throw untranslatable('a national consultation does not go to another state');
}

export function fromVision({ subject, lines }: Pick<VisionMail, 'subject' | 'lines'>, codes: Codes): Form {
  const { file, kind, letter } = readSubject(subject, codes);
  refuseTwice(lines);
  const said = (number: string): string | undefined => lines.find(([found]) => found === number)?.[1];
  const unifier = said(UNIFIER);
  if (unifier === undefined || !/^[A-Za-z0-9][A-Za-z0-9 ]{0,49}$/.test(unifier))
    throw broken('heading 000 is missing or not as it must be');
  if (!isMessage(kind)) return { kind, unifier, reference: said(REFERENCE), about: said(ABOUT), words: said(WORDS) };
  if (said(letter === LETTER_FILED_ALONE ? OWN_REFERENCE : REFERENCE) !== file)
    throw broken('the file number is another in subject and form');
  const envelope = envelopeOf(kind, letter);
  const numbers = lines.map(([number]) => number).filter((number) => ENVELOPE.has(number) && number !== UNIFIER);
  const stranger = numbers.find((number) => !envelope.includes(number));
  if (stranger !== undefined) throw broken(`heading ${stranger} does not belong to this form`);
  const form = messageOf(kind, { unifier, lines: lines.filter(([number]) => !ENVELOPE.has(number)), entryCode: said(FIRST_ENTRY) }, codes);
  const missing = envelope.find((number) => !numbers.includes(number));
  if (missing !== undefined) throw broken(`heading ${missing} is missing`);
  return form;
}

const ENVELOPE = new Set([UNIFIER, FIRST_ENTRY, REPLY_REFERENCE, OWN_REFERENCE]);
const ONCE = new Set([...ENVELOPE, REFERENCE, ABOUT]);

/** What names a form or another must be one: of two nobody could say which is meant. */
function refuseTwice(lines: readonly Line[]): void {
  const numbers = lines.map(([number]) => number).filter((number) => ONCE.has(number));
  const twice = numbers.find((number, at) => numbers.indexOf(number) < at);
  if (twice !== undefined) throw broken(`heading ${twice} stands too often`);
}

/** Beside the unifier: what a form of the kind has, and must have. */
const envelopeOf = (kind: MessageKind, letter: string): readonly string[] => [
  ...(HEADINGS[kind].some(({ number }) => number === FIRST_ENTRY_WORDS) ? [FIRST_ENTRY] : []),
  ...(isReply(kind) ? [REPLY_REFERENCE] : []),
  ...(letter === LETTER_FILED_ALONE ? [OWN_REFERENCE] : []),
];

interface Message {
  readonly unifier: string;
  readonly lines: readonly Line[];
  readonly entryCode: string | undefined;
}

function messageOf(kind: MessageKind, { unifier, lines, entryCode }: Message, codes: Codes): Form {
  const data: Record<string, unknown> = {};
  for (const [at, value] of Object.entries(BY_NATURE[kind] ?? {})) putAt(data, at, value);
  refuseStrangers(kind, lines);
  for (const heading of HEADINGS[kind]) {
    const values = lines.filter(([number]) => number === heading.number).map(([, value]) => readValue(heading, value, codes));
    if (values.length > (heading.times ?? 1)) throw broken(`heading ${heading.number} stands too often`);
    if (values.length > 0) putAt(data, heading.at, heading.times === undefined ? values[0] : distinct(heading.at, values));
    else if (heading.isMandatory === true) throw broken(`heading ${heading.number} is missing`);
  }
  completeEntry(data, entryCode);
  completeBirth(data);
  return {
    kind,
    unifier,
    data,
    reference: textAt(data, KINDS[kind].reference),
    applicationNumber: textAt(data, KINDS[kind].applicationNumber),
  };
}

function readValue({ number, format, max }: Heading, value: string, codes: Codes): unknown {
  if (value === '' || [...value].length > max) throw broken(`heading ${number} is empty or too long`);
  return format.read(value, codes);
}

function refuseStrangers(kind: MessageKind, lines: readonly Line[]): void {
  const stranger = lines.find(([number]) => !HEADINGS[kind].some((heading) => heading.number === number));
  if (stranger !== undefined) throw broken(`heading ${stranger[0]} does not belong to this form`);
}

function completeEntry(data: Record<string, unknown>, code: string | undefined): void {
  const isTold = valueAt(data, '/application/firstEntry') !== undefined;
  if (!isTold && code !== undefined && code !== NOT_A_CODE) putAt(data, '/application/firstEntry', code);
}

/** The precision follows from the digits; a date whose basis the form does not tell is as declared. */
function completeBirth(data: Record<string, unknown>): void {
  for (const at of ['/application/applicant/details/birth/date', '/holder/birth/date']) {
    const value = valueAt(data, `${at}/value`);
    if (typeof value !== 'string') continue;
    putAt(data, `${at}/precision`, /^\d{4}-\d\d-/.test(value) ? 'DAY' : /^\d{4}-\d\d$/.test(value) ? 'MONTH' : 'YEAR');
    if (valueAt(data, `${at}/basis`) === undefined) putAt(data, `${at}/basis`, 'DECLARED');
  }
}

function readSubject(subject: string, { letters }: Codes): { file: string; letter: string; kind: Kind } {
  const [, file, letter] = /^([A-Za-z0-9]{1,19})\.([A-Z])$/.exec(subject.trim()) ?? [];
  if (file === undefined || letter === undefined) throw broken('the subject is not a file number, a point and a letter');
  const kind = (Object.keys(letters) as Kind[]).find((known) => letters[known] === letter);
  if (kind === undefined) throw broken(`the letter ${letter} is not in use`);
  return { file, letter, kind };
}

export const isMessage = (kind: Kind): kind is MessageKind => MESSAGE_KINDS.some((known) => known === kind);
const isReply = (kind: MessageKind): boolean => kind === 'CONSULTATION_REPLY' || kind === 'REPRESENTATION_REPLY';

/** Headings 040 and 048 have 19 signs: the end of the unifier, which is as good as unique. */
const ownReference = (unifier: string): string => unifier.replaceAll(/[^A-Za-z0-9]/g, '').slice(-19);

const textAt = (data: unknown, at: string): string | undefined => {
  const value = valueAt(data, at);
  return typeof value === 'string' ? value : undefined;
};

const untranslatable = (words: string): HubError =>
  new HubError('TRANSLATION_FAILED', { detail: `The VISION form cannot carry the message: ${words}.` });
