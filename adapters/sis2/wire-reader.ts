/**
 * Reads the loosely typed answer of the SOAP library strictly: what is missing, doubled or of the wrong form is SIS_GARBAGE, named by
 * its place, never by its content. Every leaf is expected as a string.
 */
import { parseDigits, UNKNOWN_DIGITS } from '../../identity/dates/digits.ts';
import { writeEdtf } from '../../identity/dates/edtf.ts';
import { garbage } from './faults.ts';

export class WireNode {
  readonly #value: Record<string, unknown>;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw garbage(`${path} is not an element with content`);
    this.#value = value as Record<string, unknown>;
    this.#path = path;
  }

  text(name: string): string {
    const found = this.optionalText(name);
    if (found === undefined) throw this.wrong(name, 'is missing');
    return found;
  }

  optionalText(name: string): string | undefined {
    const [first, ...more] = this.texts(name);
    if (more.length > 0) throw this.wrong(name, 'stands more than once');
    return first;
  }

  texts(name: string): string[] {
    return this.#items(name).map((item) => {
      if (typeof item !== 'string' || item === '') throw this.wrong(name, 'is not a text');
      return item;
    });
  }

  nodes(name: string): WireNode[] {
    return this.#items(name).map((item, index) => new WireNode(item, `${this.#path}/${name}[${index}]`));
  }

  matching(name: string, pattern: RegExp): string {
    return this.#checked(name, this.text(name), pattern);
  }

  optionalMatching(name: string, pattern: RegExp): string | undefined {
    const text = this.optionalText(name);
    return text === undefined ? undefined : this.#checked(name, text, pattern);
  }

  textsMatching(name: string, pattern: RegExp): string[] {
    return this.texts(name).map((text) => this.#checked(name, text, pattern));
  }

  /** A code of a list, as the hub's word. */
  word<Word extends string>(name: string, list: { word(code: string): Word | undefined }): Word {
    return this.#known(name, list.word(this.text(name)));
  }

  optionalWord<Word extends string>(name: string, list: { word(code: string): Word | undefined }): Word | undefined {
    const code = this.optionalText(name);
    return code === undefined ? undefined : this.#known(name, list.word(code));
  }

  words<Word extends string>(name: string, list: { word(code: string): Word | undefined }): Word[] {
    return this.texts(name).map((code) => this.#known(name, list.word(code)));
  }

  flag(name: string): boolean {
    const text = this.text(name);
    if (text === 'true' || text === '1') return true;
    if (text === 'false' || text === '0') return false;
    throw this.wrong(name, 'is neither true nor false');
  }

  optionalWhole(name: string): number | undefined {
    const text = this.optionalMatching(name, /^\d{1,9}$/);
    return text === undefined ? undefined : Number(text);
  }

  /** As EDTF; undefined also where the element says that nothing of the date is known. */
  optionalDate(name: string): string | undefined {
    const digits = this.optionalText(name);
    if (digits === undefined || digits === UNKNOWN_DIGITS) return undefined;
    const date = parseDigits(digits);
    if (!date.ok) throw this.wrong(name, 'is no date with a year');
    return writeEdtf(date.value).text;
  }

  optionalWholeDay(name: string): string | undefined {
    const date = this.optionalDate(name);
    if (date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(date)) throw this.wrong(name, 'is not a whole day');
    return date;
  }

  /** An xs:dateTime as an ISO instant in UTC. */
  instant(name: string): string {
    const text = this.matching(name, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/);
    const instant = Date.parse(text);
    if (Number.isNaN(instant)) throw this.wrong(name, 'is not an instant');
    return new Date(instant).toISOString();
  }

  wrong(name: string, what: string): Error {
    return garbage(`${this.#path}/${name} ${what}`);
  }

  #items(name: string): unknown[] {
    const value = Object.hasOwn(this.#value, name) ? this.#value[name] : undefined;
    if (value === undefined || value === null) return [];
    return Array.isArray(value) ? value : [value];
  }

  #checked(name: string, text: string, pattern: RegExp): string {
    if (!pattern.test(text)) throw this.wrong(name, 'has the wrong form');
    return text;
  }

  #known<T>(name: string, value: T | undefined): T {
    if (value === undefined) throw this.wrong(name, 'has an unknown value');
    return value;
  }
}
