/** Explains a machine readable zone: whether its digits agree, and what it says of the person (ICAO Doc 9303). */
import { parseMrz } from '../../identity/mrz/parse.ts';
import { NOTHING_MORE, type Explained } from './explained.ts';

const ZONE = /^\s*[A-Z0-9<]{30,44}(\s+[A-Z0-9<]{30,44}){1,2}\s*$/i;

/** Undefined when the text is no zone. `today` is `YYYY-MM-DD`. */
export function explainZone(text: string, today: string): Explained | undefined {
  if (!ZONE.test(text) || !text.includes('<')) return undefined;
  const { fields, faults } = parseMrz(text, { today });
  return {
    ...NOTHING_MORE,
    what: `machine readable zone${fields === undefined ? '' : ` ${fields.format}`}`,
    faults: faults.map(({ code, field, line, position, detail }) => ({
      pointer: field === undefined ? '' : `/${field}`,
      detail: `${code}${line === undefined ? '' : `, line ${line}`}${position === undefined ? '' : `, position ${position}`}: ${detail}`,
    })),
    canonical: fields ?? null,
  };
}
