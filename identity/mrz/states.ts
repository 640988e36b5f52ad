/** The three-letter codes of a zone that are no codes of ISO 3166-1: Germany, Kosovo, and people whom no State calls its own. */

export interface MrzState {
  /** As it stood, without fillers. */
  readonly raw: string;
  /** ISO 3166-1 alpha-3 or another code of Doc 9303; null where the code tells a status and not a State, or nothing. */
  readonly code: string | null;
  readonly bearer?: BearerStatus;
}

/** What XXA, XXB, XXC and XXX say of the bearer: it is not a nationality. Source: ICAO Doc 9303-3 section 5 part E. */
export type BearerStatus = 'STATELESS' | 'REFUGEE' | 'OTHER_REFUGEE' | 'UNSPECIFIED';

const BEARERS: ReadonlyMap<string, BearerStatus> = new Map([
  ['XXA', 'STATELESS'],
  ['XXB', 'REFUGEE'],
  ['XXC', 'OTHER_REFUGEE'],
  ['XXX', 'UNSPECIFIED'],
]);

/** Kosovo in the codes of ICAO, older editions, UNMIK and ISO users; one of them is kept, as in the list of countries. */
const KOSOVO = new Set(['RKS', 'XXK', 'UNK', 'XKX']);

/** Reads the field of an issuing State or of a nationality. No list of States is asked: a code that is unknown stays as it is. */
export function readState(field: string): MrzState {
  const raw = field.replace(/<+$/, '');
  const bearer = BEARERS.get(raw);
  if (bearer !== undefined) return { raw, code: null, bearer };
  return { raw, code: KOSOVO.has(raw) ? 'RKS' : raw === 'D' ? 'DEU' : raw === '' ? null : raw };
}

/** The code as a zone has it: Germany is D. */
export function writeState(code: string): string {
  return code === 'DEU' ? 'D' : code;
}
