/** The machine readable zone of a visa sticker (ICAO Doc 9303-7, MRV-A): built from the visa, and checked where it was read. */
import type { Fault } from '../../broker/contract/errors.ts';
import { parseEdtf } from '../../identity/dates/edtf.ts';
import { buildMrz, type MrzDocument } from '../../identity/mrz/build.ts';
import { parseMrz } from '../../identity/mrz/parse.ts';
import type { VisaV1, WrittenName } from '../../schemas/types.generated.ts';

/** What the zone shows that events can change. */
export interface Sticker {
  readonly visaNumber: string;
  readonly endsOn: string;
}

type Zoned = Omit<VisaV1, 'status'>;

/** Undefined where it cannot be built: a number longer than the field, a name that no table reads. */
export function zoneOf(visa: Zoned, sticker: Sticker, format: 'MRV-A' | 'MRV-B' = 'MRV-A'): readonly string[] | undefined {
  const built = buildMrz(documentOf(visa, sticker), { format, today: visa.issuedOn });
  return built.ok ? built.value.lines : undefined;
}

function documentOf({ type, issuedBy, holder }: Zoned, { visaNumber, endsOn }: Sticker): MrzDocument {
  const { surname, forenames } = holder.name;
  return {
    documentCode: `V${type}`,
    issuer: issuedBy.country,
    nationality: holder.bearerStatus ?? holder.citizenships?.[0] ?? 'XXX',
    surname: writingOf(surname),
    ...(forenames === undefined ? {} : { forename: writingOf(forenames) }),
    documentNumber: visaNumber,
    sex: holder.sex ?? 'U',
    ...dated('birth', holder.birth?.date?.value),
    ...dated('expiry', endsOn),
  };
}

/** What is wrong with a zone that was read from the sticker of the visa. */
export function zoneFaults(visa: Zoned, lines: readonly string[]): readonly Fault[] {
  const { faults, fields } = parseMrz(lines, { today: visa.issuedOn });
  if (faults.length > 0) return faults.map(({ detail }) => ({ pointer: '/mrz', detail }));
  const format = fields?.format;
  if (format !== 'MRV-A' && format !== 'MRV-B') return [{ pointer: '/mrz', detail: 'is not the zone of a visa' }];
  const own = zoneOf(visa, { visaNumber: visa.visaNumber, endsOn: visa.validTo }, format);
  if (own === undefined || own.every((line, at) => mandatory(line, at) === mandatory(lines[at] ?? '', at))) return [];
  return [{ pointer: '/mrz', detail: 'is not the zone of this visa' }];
}

/** The optional data at the end of the second line are the issuer's own. */
const mandatory = (line: string, at: number): string => (at === 0 ? line : line.slice(0, 28));

const writingOf = ({ transliterated, original }: WrittenName): string => transliterated ?? original ?? '';

function dated(name: 'birth' | 'expiry', value: string | undefined): Partial<Pick<MrzDocument, 'birth' | 'expiry'>> {
  const read = value === undefined ? undefined : parseEdtf(value);
  return read?.ok === true ? { [name]: read.value } : {};
}
