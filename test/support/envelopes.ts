/** Drawn envelopes: valid CloudEvents with a note, spelt in any of the ways that JSON allows. */
import fc from 'fast-check';

export const NOTE = 'pl.gov.udsc.exchange.note.v1';
/** Attributes that are names: no control characters, no lone surrogates. */
export const NAMES = ['id', 'source', 'subject', 'correlationid', 'causationid', 'sequencekey', 'purpose'] as const;
const KNOWN = [
  ...NAMES,
  'specversion',
  'type',
  'time',
  'datacontenttype',
  'dataschema',
  'data',
  'destination',
  'expirytime',
  'traceparent',
];

const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 255 }).filter((text) => !/\p{Cc}/u.test(text));
const anyText = fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.constantFrom('\u0000', '\ud800', 'x\udfff'));
const instant = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const attributes = fc.record(
  {
    ...{ id: name, source: name, subject: name, correlationid: name, causationid: name, sequencekey: name, purpose: name },
    ...{ time: instant, expirytime: instant, datacontenttype: fc.constantFrom('application/json', 'application/note+json; charset=utf-8') },
    ...{ specversion: fc.constant('1.0'), type: fc.constant(NOTE), destination: fc.constantFrom('PL-ABW', 'PL-ABW, PL-SG/1') },
    data: fc.record(
      { title: fc.constant('Ź'), text: anyText, caseReference: name.map((text) => text.slice(0, 50)) },
      { requiredKeys: ['title', 'text'] },
    ),
    traceparent: fc.stringMatching(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/),
  },
  { requiredKeys: ['specversion', 'id', 'source', 'type', 'data'], noNullPrototype: true },
);
const extensions = fc.dictionary(
  fc.stringMatching(/^[a-z0-9]{1,20}$/).filter((key) => ![...KNOWN, 'sequence'].includes(key)),
  fc.jsonValue(),
  { maxKeys: 3, noNullPrototype: true },
);
/** Members of a valid envelope in any order, as the text of each: `[name, JSON]`. */
export const members = fc
  .tuple(attributes, extensions)
  .chain(([known, more]) => fc.shuffledSubarray(Object.entries({ ...known, ...more }), { minLength: Object.keys(known).length }))
  .filter((entries) => ['specversion', 'id', 'source', 'type', 'data'].every((key) => entries.some(([one]) => one === key)))
  .map((entries) => entries.map(([key, value]) => [key, JSON.stringify(value)] as const));
export const spelling = fc.record({ blank: fc.constantFrom('', ' ', '\n\t', '\r\n  '), escaped: fc.boolean() });

type Members = readonly (readonly [string, string])[];
type Spelling = { readonly blank: string; readonly escaped: boolean };

/** The bytes of the envelope. */
export function spelt(entries: Members, { blank, escaped }: Spelling): Buffer {
  const text = `${blank}{${entries.map(([key, value]) => `${blank}"${key}"${blank}:${value}`).join(`${blank},`)}${blank}}${blank}`;
  const escape = (one: string): string => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return Buffer.from(escaped ? text.replace(/[^\x20-\x7e\s]/g, escape) : text);
}
