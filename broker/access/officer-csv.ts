/** Reads a list of officers from CSV (RFC 4180, comma or semicolon, a header line). Pure; what the values may be is checked at the import. */
import { HubError } from '../contract/errors.ts';
import type { OfficerRow } from './officers.ts';

const REQUIRED = ['id', 'name', 'unit'];
const KNOWN = [...REQUIRED, 'validFrom', 'validTo'];

/** Throws INVALID_SETTING when a column is missing or unknown, or a quote is left open. */
export function readOfficersCsv(text: string): OfficerRow[] {
  const [header = '', ...rest] = splitKeepingQuotes(text.replace(/^\uFEFF/, ''));
  const separator = header.includes(';') ? ';' : ',';
  const columns = fieldsOf(header, separator);
  refuseColumns(columns);
  return rest.filter((line) => line.trim() !== '').map((line) => rowOf(columns, fieldsOf(line, separator)));
}

function refuseColumns(columns: readonly string[]): void {
  const missing = REQUIRED.filter((name) => !columns.includes(name)).map((name) => `the column ${name} is missing`);
  const unknown = columns.filter((name) => !KNOWN.includes(name)).map((name) => `the column ${name} is not known`);
  if (missing.length + unknown.length > 0)
    throw new HubError('INVALID_SETTING', { detail: `CSV: ${[...missing, ...unknown].join('; ')}.` });
}

function rowOf(columns: readonly string[], fields: readonly string[]): OfficerRow {
  const value = (name: string): string => fields[columns.indexOf(name)] ?? '';
  const instant = (name: string): string | null => value(name) || null;
  return { id: value('id'), name: value('name'), unit: value('unit'), validFrom: instant('validFrom'), validTo: instant('validTo') };
}

/** Lines, where a line break within quotes is part of its field. */
function splitKeepingQuotes(text: string): string[] {
  if ((text.match(/"/g)?.length ?? 0) % 2 !== 0) throw new HubError('INVALID_SETTING', { detail: 'CSV: a quote is left open.' });
  return text.match(/(?:"[^"]*"|[^"\r\n])+/g) ?? [];
}

/** Each field is read with the separator before it, so that an empty one is a match of its own. */
function fieldsOf(line: string, separator: ',' | ';'): string[] {
  const field = separator === ',' ? /,((?:"[^"]*"|[^",])*)/g : /;((?:"[^"]*"|[^";])*)/g;
  return [...`${separator}${line}`.matchAll(field)].map((match) => unquoted((match[1] ?? '').trim()));
}

const unquoted = (text: string): string => (/^".*"$/s.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text);
