/** What the register does not record, in its own words. Written for the simulator alone. */
import { endOf, hasEvent, isStickerInvalid, type HeldEvent, type HeldVisa } from './held.ts';

export type Reason = 'applicationDiffers' | 'stickerUsed' | 'unknownSticker' | 'notValid' | 'ruleBroken';

const DAY_MS = 86_400_000;
const SHORT_STAY_DAYS = 90;

export function refusalOfIssue({ type, validFrom, validTo, stayDays, issuedOn }: HeldVisa): Reason | undefined {
  const span = (Date.parse(validTo) - Date.parse(validFrom)) / DAY_MS + 1;
  if (validFrom > validTo || stayDays > span || issuedOn > validTo) return 'ruleBroken';
  return type === 'C' && stayDays > SHORT_STAY_DAYS ? 'ruleBroken' : undefined;
}

export interface Happening {
  readonly visa: HeldVisa;
  readonly event: HeldEvent;
  /** Was a sticker with this number ever issued? */
  readonly isUsed: (number: string) => boolean;
}

export function refusalOfEvent(happening: Happening): Reason | undefined {
  const { visa, event } = happening;
  if (event.on < visa.issuedOn || event.on < (visa.events.at(-1)?.on ?? '')) return 'ruleBroken';
  if (hasEvent(visa, 'annulment') || (hasEvent(visa, 'revocation') && event.kind !== 'annulment')) return 'notValid';
  return RULES[event.kind]?.(happening);
}

const RULES: Readonly<Record<string, (happening: Happening) => Reason | undefined>> = {
  extension: ({ visa, event: { on, newValidTo = '' } }) => {
    if (on < visa.validFrom || on > endOf(visa)) return 'notValid';
    return newValidTo > endOf(visa) ? undefined : 'ruleBroken';
  },
  shortening: ({ visa, event: { on, newValidTo = '' } }) => {
    if (on > endOf(visa)) return 'notValid';
    return newValidTo < endOf(visa) && newValidTo >= visa.validFrom ? undefined : 'ruleBroken';
  },
  revocation: ({ visa, event: { on } }) => (on > endOf(visa) ? 'notValid' : undefined),
  stickerReplacement: ({ visa, event: { on, newNumber }, isUsed }) => {
    if (on > endOf(visa)) return 'notValid';
    if (newNumber === undefined) return 'ruleBroken';
    return isUsed(newNumber) ? 'stickerUsed' : undefined;
  },
  stickerInvalidation: ({ visa }) => (isStickerInvalid(visa) ? 'notValid' : undefined),
};
