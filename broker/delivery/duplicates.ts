/**
 * Recognises a submission that was accepted before. Key: (authenticated party, source, id). Equal bytes are equal content;
 * otherwise the RFC 8785 forms decide; a body that form cannot represent exactly is equal only by its bytes.
 */
import canonicalizeModule from 'canonicalize';
import type pg from 'pg';
import type { Submission } from '../contract/message.ts';

export interface KnownMessage {
  readonly id: string;
  readonly acceptedAt: Date;
  readonly sha256: string;
  readonly body: Buffer | null;
}

// The package is CommonJS with an ES default; both shapes occur.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined;

export const dedupeKey = (item: { party: string; source: string; eventId: string }): string =>
  JSON.stringify([item.party, item.source, item.eventId]);

const FIND = `SELECT d.party, d.source, d.event_id, d.message_id, d.accepted_at, d.sha256, m.body
  FROM unnest($1::text[], $2::text[], $3::text[]) AS k(party, source, event_id)
  JOIN dedupe d ON d.party = k.party AND d.source = k.source AND d.event_id = k.event_id
  LEFT JOIN message m ON m.id = d.message_id AND m.accepted_at = d.accepted_at`;

interface KnownRow {
  readonly party: string;
  readonly source: string;
  readonly event_id: string;
  readonly message_id: string;
  readonly accepted_at: Date;
  readonly sha256: Buffer;
  readonly body: Buffer | null;
}

export async function findKnown(pool: pg.Pool, items: readonly Submission[]): Promise<Map<string, KnownMessage>> {
  const values = [items.map((item) => item.party), items.map((item) => item.source), items.map((item) => item.eventId)];
  const { rows } = await pool.query<KnownRow>({ name: 'find-known', text: FIND, values });
  return new Map(
    rows.map((row) => [
      dedupeKey({ party: row.party, source: row.source, eventId: row.event_id }),
      { id: row.message_id, acceptedAt: row.accepted_at, sha256: row.sha256.toString('hex'), body: row.body },
    ]),
  );
}

export function sameContent(item: { sha256: string; body: Buffer }, known: { sha256: string; body: Buffer | null }): boolean {
  if (item.sha256 === known.sha256) return true;
  if (known.body === null) return false;
  const mine = exactCanonicalForm(item.body);
  return mine !== undefined && mine === exactCanonicalForm(known.body);
}

/** The RFC 8785 form, or undefined where it would not be exact: lone surrogates, repeated keys, or numbers that an IEEE double changes. */
export function exactCanonicalForm(body: Buffer): string | undefined {
  const text = body.toString('utf8');
  if (!numbersSurvive(text)) return undefined; // canonicalize throws for what overflows
  const canonical = canonicalize(JSON.parse(text));
  if (canonical === undefined || LONE_SURROGATE.test(canonical) || keysOf(text) !== keysOf(canonical)) return undefined;
  return canonical;
}

// JSON.stringify spells a lone surrogate as an escape; a literal backslash before it only makes the answer more careful.
const LONE_SURROGATE = /\\ud[89a-f]/u;
const STRINGS = /"(?:[^"\\]|\\.)*"/gsu;
const NUMBERS = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gu;

/** How many keys a document holds: a key that stands twice in one object is lost on the way through JSON.parse. */
const keysOf = (json: string): number => json.replaceAll(STRINGS, '""').split(':').length - 1;

/** True when every number in the text keeps its exact decimal value as an IEEE double. */
function numbersSurvive(text: string): boolean {
  const literals = text.replaceAll(STRINGS, '""').match(NUMBERS) ?? [];
  return literals.every((literal) => decimalOf(literal) === decimalOf(String(Number(literal))));
}

/** One spelling per decimal value: sign, significant digits, exponent. */
function decimalOf(literal: string): string {
  const [mantissa = '', exponent = '0'] = literal.toLowerCase().replace('+', '').split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + (digits.length - significant.length)}`;
}
