/** A visa as the answer shows it: the record of the register, how it stands on the day, and the zone of its present sticker. */
import { standingOn } from '../../law/visa-rules.ts';
import type { VisaV1 } from '../../schemas/types.generated.ts';
import { zoneOf } from './sticker-zone.ts';

export function viewOf(visa: VisaV1, { on, answeredAt }: { readonly on: string; readonly answeredAt: string }): Record<string, unknown> {
  const standing = standingOn(visa, on);
  const mrz = zoneOf(visa, standing);
  return { visa, standing: { on, ...standing }, answeredAt, ...(mrz === undefined ? {} : { mrz }) };
}
