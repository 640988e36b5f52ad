/**
 * Dates that people do not fully know: EDTF inside the hub, `YYYYMMDD` with zeros for what is unknown on the wire. Nothing is ever
 * filled in with 1 January. The wire cannot carry doubt (`?`, `~`, `%`); {@link toWireDate} says so.
 */
const EDTF = /^(\d{4})(?:-(XX|0[1-9]|1[0-2])(?:-(XX|0[1-9]|[12]\d|3[01]))?)?([?~%])?$/;
const WIRE = /^(\d{4})(0\d|1[0-2])([0-2]\d|3[01])$/;

export interface WireDate {
  readonly wire: string;
  /** True when the EDTF date was marked as doubtful. */
  readonly doubtLost: boolean;
}

/** Undefined when the text is not a date this hub reads, or no day of the calendar. */
export function toWireDate(edtf: string): WireDate | undefined {
  const [, year = '', month = 'XX', day = 'XX', doubt] = EDTF.exec(edtf) ?? [];
  if (year === '' || !isPossible(year, month, day)) return undefined;
  return { wire: year + month.replace('XX', '00') + day.replace('XX', '00'), doubtLost: doubt !== undefined };
}

/** The shortest EDTF form; undefined when the text is no partial date. */
export function fromWireDate(wire: string): string | undefined {
  const [, year = '', month = '', day = ''] = WIRE.exec(wire) ?? [];
  if (year === '' || !isPossible(year, month.replace('00', 'XX'), day.replace('00', 'XX'))) return undefined;
  if (month === '00') return day === '00' ? year : `${year}-XX-${day}`;
  return day === '00' ? `${year}-${month}` : `${year}-${month}-${day}`;
}

/** A day that is known must exist in its month; without a month any day up to 31 may. */
function isPossible(year: string, month: string, day: string): boolean {
  if (month === 'XX' || day === 'XX') return true;
  return Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}
