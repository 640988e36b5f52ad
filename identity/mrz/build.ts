/** Writes machine readable zones of all five formats, with names in any script, partial dates and check digits. */
import { UNKNOWN_MRZ_DATE, writeMrzDate, type MrzDateRule } from '../dates/mrz-date.ts';
import type { DateLoss, PartialDate } from '../dates/partial-date.ts';
import type { Reading } from '../names/letters.ts';
import { toMrzName } from '../names/mrz-name.ts';
import { fail, succeed, type Result } from '../result.ts';
import { writeCheckDigits } from './checks.ts';
import { writeDocumentNumber } from './document-number.ts';
import { LAYOUTS, writeSpan, type Layout, type MrzFormat } from './formats.ts';
import { writeNameField } from './name-field.ts';
import { writeState } from './states.ts';

export interface MrzDocument {
  /** `P`, `PP`, `ID`, `V` …; visas, and they alone, begin with V. */
  readonly documentCode: string;
  /** Up to three letters, ISO 3166-1 alpha-3 or of Doc 9303. */
  readonly issuer: string;
  readonly nationality: string;
  /** In any script; the only name is the surname. */
  readonly surname: string;
  readonly forename?: string;
  /** How Cyrillic is read. */
  readonly language?: Reading;
  readonly documentNumber: string;
  /** X and U are both written as a filler. */
  readonly sex: 'M' | 'F' | 'X' | 'U';
  readonly birth?: PartialDate;
  readonly expiry?: PartialDate;
  /** A to Z, 0 to 9, `<`. */
  readonly optional?: string;
  /** TD1 only. */
  readonly optional2?: string;
}

/** What the zone could not hold: letters of the name, or of a date what {@link DateLoss} says. */
export type MrzLoss = 'name' | `birth.${DateLoss}` | `expiry.${DateLoss}`;

export interface BuiltMrz {
  readonly lines: readonly string[];
  readonly lost: readonly MrzLoss[];
}

/** CODE: document or State code. CHARACTER: in number or optional data. LENGTH: number or optional data. NAME: unread letters, or none. */
export type MrzBuildFault = 'MRZ_CODE' | 'MRZ_CHARACTER' | 'MRZ_LENGTH' | 'MRZ_NAME';

export interface MrzTarget {
  readonly format: MrzFormat;
  /** The day of issue, `YYYY-MM-DD`, to tell whether a century would be lost. */
  readonly today: string;
}

/** Source: ICAO Doc 9303-3 section 4, parts 4 to 7. */
export function buildMrz(document: MrzDocument, target: MrzTarget): Result<BuiltMrz, MrzBuildFault> {
  const layout = LAYOUTS[target.format];
  const names = namesOf(document);
  const wrong = findWrong(document, target.format);
  if (wrong !== undefined) return wrong;
  if (names === undefined) return fail('MRZ_NAME', 'The surname has no letter, or the name has a letter that no table has.');
  const { field, isCut } = writeNameField(names, layout.fields.name.to - layout.fields.name.from + 1);
  const birth = writeDate(document.birth, { kind: 'BIRTH', today: target.today });
  const expiry = writeDate(document.expiry, { kind: 'EXPIRY', today: target.today });
  const lines = fill(document, layout, { name: field, birth: birth.text, expiry: expiry.text });
  if (lines === undefined) return fail('MRZ_LENGTH', 'Document number or optional data are too long for the format.');
  const lost: MrzLoss[] = [...birth.lost.map((loss) => `birth.${loss}` as const), ...expiry.lost.map((loss) => `expiry.${loss}` as const)];
  return succeed({ lines, lost: isCut ? ['name', ...lost] : lost });
}

function namesOf({ surname, forename = '', language }: MrzDocument): { surname: string; forename: string } | undefined {
  const options = language === undefined ? {} : { language };
  const [last, first] = [toMrzName(surname, options), toMrzName(forename, options)];
  if (last.text === '' || last.unknown.length + first.unknown.length > 0) return undefined;
  return { surname: last.text, forename: first.text };
}

type Wrong = ReturnType<typeof fail<MrzBuildFault>> | undefined;

function findWrong(document: MrzDocument, format: MrzFormat): Wrong {
  return wrongCode(document, format) ?? wrongNumber(document, LAYOUTS[format]);
}

function wrongCode({ documentCode, issuer, nationality }: MrzDocument, format: MrzFormat): Wrong {
  const isFit = documentCode.startsWith('V') === format.startsWith('MRV');
  if (!isFit || !/^[A-Z][A-Z0-9]?$/.test(documentCode))
    return fail('MRZ_CODE', 'The document code is one or two characters and fits the format.');
  const areStates = [issuer, nationality].every((code) => /^[A-Z]{1,3}$/.test(code));
  return areStates ? undefined : fail('MRZ_CODE', 'A State has a code of up to three letters.');
}

function wrongNumber({ documentNumber, optional = '', optional2 = '' }: MrzDocument, { fields }: Layout): Wrong {
  if (!/^[A-Z0-9]+$/.test(documentNumber) || !/^[A-Z0-9<]*$/.test(optional + optional2))
    return fail('MRZ_CHARACTER', 'Document number and optional data hold A to Z and 0 to 9; a space in optional data is <.');
  const room = fields.optional2 === undefined ? 0 : fields.optional2.to - fields.optional2.from + 1;
  return optional2.length > room ? fail('MRZ_LENGTH', 'The second optional data are too long for the format.') : undefined;
}

function writeDate(date: PartialDate | undefined, rule: MrzDateRule): ReturnType<typeof writeMrzDate> {
  return date === undefined ? { text: UNKNOWN_MRZ_DATE, lost: [] } : writeMrzDate(date, rule);
}

function fill(document: MrzDocument, layout: Layout, written: { name: string; birth: string; expiry: string }): string[] | undefined {
  const { fields } = layout;
  const { documentNumber: number, optional = '', sex } = document;
  const empty = Array.from({ length: layout.lines }, () => '<'.repeat(layout.width));
  const numbered = writeDocumentNumber(empty, { number, optional }, layout);
  if (numbered === undefined) return undefined;
  const texts = [
    [fields.documentCode, document.documentCode],
    [fields.issuer, writeState(document.issuer)],
    [fields.nationality, writeState(document.nationality)],
    [fields.sex, sex === 'M' || sex === 'F' ? sex : '<'],
    [fields.name, written.name],
    [fields.birth, written.birth],
    [fields.expiry, written.expiry],
    [fields.optional2, document.optional2 ?? ''],
  ] as const;
  const filled = texts.reduce((zone, [span, text]) => (span === undefined ? zone : writeSpan(zone, span, text)), numbered);
  return writeCheckDigits(filled, layout);
}
