/**
 * Between a decision and the archive's record: lines of `field: value` in a fixed order. Pure. A record has no place for who issued the
 * decision, nor for when it was served; `lost` says what of a decision that was.
 */
import type { DecisionIssuedV1 } from '../../schemas/types.generated.ts';

const FIELDS = ['decisionId', 'caseReference', 'caseKind', 'kind', 'instance', 'issuedOn', 'finalOn'] as const;
const TYPE = 'pl.gov.udsc.decision.issued.v1';

export interface Translated {
  readonly record: string;
  /** JSON pointers into the message. */
  readonly lost: readonly string[];
}

/** Undefined for a message that is no decision: the archive keeps nothing else. */
export function toWire(body: Buffer): Translated | undefined {
  const { type, data } = JSON.parse(body.toString('utf8')) as { type?: unknown; data?: DecisionIssuedV1 };
  if (type !== TYPE || data === undefined) return undefined;
  const lines = FIELDS.flatMap((field) => (data[field] === undefined ? [] : `${field}: ${escaped(String(data[field]))}`));
  const lost = Object.keys(data).filter((name) => !FIELDS.some((field) => field === name));
  return { record: `${lines.join('\n')}\n`, lost: lost.map((name) => `/data/${name}`) };
}

/** The fields of a record; the values as texts. */
export const fromWire = (record: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    record
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf(': ')), unescaped(line.slice(line.indexOf(': ') + 2))]),
  );

/** A value is one line whatever stands in it. */
const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
const unescaped = (value: string): string => value.replaceAll(/\\(.)/g, (_all, sign: string) => ({ n: '\n', r: '\r' })[sign] ?? sign);
