/**
 * What the law says of visas: which may be issued, what may become of one, and how one stands on a day. Pure. An annulled visa is void
 * from its issue, a revoked one from the decision (Reg. (EC) 810/2009 Art. 34); a sticker number is never used twice.
 */
import type { VisaV1, VisaV1Event } from '../schemas/types.generated.ts';

export interface VisaLimit {
  readonly type: string;
  readonly maxStayDays: number;
  readonly maxValidityDays: number;
  readonly legalBasis: string;
  /** First and last day of issue that the limit is for; null: without end. */
  readonly validFrom: string;
  readonly validTo: string | null;
}

export interface RuleFault {
  /** JSON pointer into the visa or the event. */
  readonly pointer: string;
  readonly detail: string;
}

/** How a visa stands on a day. */
export interface Standing {
  readonly status: VisaV1['status'];
  /** Whether it lets its holder in on that day, as far as its record tells. */
  readonly isValid: boolean;
  /** Its last day as known on that day. */
  readonly endsOn: string;
  /** Of the sticker that was glued in last. */
  readonly visaNumber: string;
}

type Issued = Omit<VisaV1, 'status'>;

/** Every rule that a visa to be issued breaks. */
export function issueFaults(visa: Issued, limits: readonly VisaLimit[]): readonly RuleFault[] {
  const span = daysBetween(visa.validFrom, visa.validTo) + 1;
  if (span < 1) return [{ pointer: '/validTo', detail: 'lies before the first day of validity' }];
  const limit = limits.find(({ type, validFrom, validTo }) => type === visa.type && isWithin(visa.issuedOn, validFrom, validTo));
  return [
    ...(visa.issuedOn > visa.validTo ? [{ pointer: '/issuedOn', detail: 'lies after the last day of validity' }] : []),
    ...(visa.stayDays > span ? [{ pointer: '/stayDays', detail: 'are more than the days of validity' }] : []),
    ...(limit === undefined ? [] : limitFaults(visa, span, limit)),
  ];
}

/** Why the event cannot become of the visa; undefined when it can. Whether another visa has the new number only the register knows. */
export function eventFault(visa: VisaV1, event: VisaV1Event): RuleFault | undefined {
  const events = visa.events ?? [];
  if (event.on < visa.issuedOn) return { pointer: '/on', detail: 'lies before the visa was issued' };
  if (events.some(({ on }) => event.on < on)) return { pointer: '/on', detail: 'lies before what became of the visa already' };
  if (has(visa, 'ANNULLED')) return { pointer: '/kind', detail: 'cannot become of a visa that was annulled' };
  if (has(visa, 'REVOKED') && event.kind !== 'ANNULLED') return { pointer: '/kind', detail: 'cannot become of a visa that was revoked' };
  return EVENT_RULES[event.kind](visa, event);
}

/** How the visa stands on the day, by its events and not by the status that its record bears. */
export function standingOn(visa: VisaV1, day: string): Standing {
  const events = (visa.events ?? []).filter(({ kind, on }) => kind === 'ANNULLED' || on <= day);
  const endsOn = endAfter(visa, events);
  const status = statusAfter(events, day > endsOn);
  const isVoid = status === 'ANNULLED' || status === 'REVOKED' || status === 'EXPIRED' || status === 'STICKER_INVALIDATED';
  return {
    status,
    isValid: !isVoid && day >= visa.validFrom && day >= visa.issuedOn,
    endsOn,
    visaNumber: numbersAfter(visa, events).at(-1) ?? '',
  };
}

/** All sticker numbers that the visa ever had, in order: none of them may be given again. */
export const numbersOf = (visa: VisaV1): readonly string[] => numbersAfter(visa, visa.events ?? []);

type EventRule = (visa: VisaV1, event: VisaV1Event) => RuleFault | undefined;

const anything: EventRule = () => undefined;

/** Beyond its last day a visa can only be annulled, or its sticker invalidated. */
const whileNotOver: EventRule = (visa, { on }) =>
  on > endOf(visa) ? { pointer: '/on', detail: 'lies after the last day of the visa' } : undefined;

const EVENT_RULES: Readonly<Record<VisaV1Event['kind'], EventRule>> = {
  ANNULLED: anything,
  REVOKED: whileNotOver,
  // Reg. (EC) 810/2009 Art. 33: who is there on a valid visa.
  EXTENDED: (visa, event) => {
    if (event.on < visa.validFrom) return { pointer: '/on', detail: 'lies before the visa is valid' };
    const isLonger = (event.newValidTo ?? '') > endOf(visa);
    return whileNotOver(visa, event) ?? (isLonger ? undefined : { pointer: '/newValidTo', detail: 'is not after the last day so far' });
  },
  SHORTENED: (visa, event) => {
    const { newValidTo = '' } = event;
    const isShorter = newValidTo < endOf(visa) && newValidTo >= visa.validFrom;
    return whileNotOver(visa, event) ?? (isShorter ? undefined : { pointer: '/newValidTo', detail: 'is not within the validity so far' });
  },
  STICKER_REPLACED: (visa, event) => {
    const isUsed = numbersOf(visa).includes(event.newVisaNumber ?? '');
    return whileNotOver(visa, event) ?? (isUsed ? { pointer: '/newVisaNumber', detail: 'was used before' } : undefined);
  },
  STICKER_INVALIDATED: (visa) =>
    isStickerInvalid(visa.events ?? []) ? { pointer: '/kind', detail: 'became of the sticker before' } : undefined,
};

function limitFaults({ stayDays }: Issued, span: number, { maxStayDays, maxValidityDays, legalBasis }: VisaLimit): RuleFault[] {
  const stay = { pointer: '/stayDays', detail: `are more than ${maxStayDays} (${legalBasis})` };
  const validity = { pointer: '/validTo', detail: `is more than ${maxValidityDays} days after the first (${legalBasis})` };
  return [...(stayDays > maxStayDays ? [stay] : []), ...(span > maxValidityDays ? [validity] : [])];
}

const DAY_MS = 86_400_000;

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

const isWithin = (day: string, from: string, to: string | null): boolean => from <= day && (to === null || day <= to);

const has = ({ events = [] }: VisaV1, sought: VisaV1Event['kind']): boolean => events.some(({ kind }) => kind === sought);

type Events = readonly VisaV1Event[];

const endAfter = ({ validTo }: VisaV1, events: Events): string => events.reduce((end, { newValidTo }) => newValidTo ?? end, validTo);

const endOf = (visa: VisaV1): string => endAfter(visa, visa.events ?? []);

const numbersAfter = ({ visaNumber }: VisaV1, events: Events): readonly string[] => [
  visaNumber,
  ...events.flatMap(({ newVisaNumber }) => newVisaNumber ?? []),
];

const isStickerInvalid = (events: Events): boolean =>
  events.reduce((isInvalid, { kind }) => kind === 'STICKER_INVALIDATED' || (isInvalid && kind !== 'STICKER_REPLACED'), false);

function statusAfter(events: Events, isOver: boolean): VisaV1['status'] {
  const kinds = events.map(({ kind }) => kind);
  if (kinds.includes('ANNULLED')) return 'ANNULLED';
  if (kinds.includes('REVOKED')) return 'REVOKED';
  if (isOver) return 'EXPIRED';
  if (isStickerInvalid(events)) return 'STICKER_INVALIDATED';
  const changed = kinds.findLast((kind) => kind === 'EXTENDED' || kind === 'SHORTENED');
  return changed === 'EXTENDED' || changed === 'SHORTENED' ? changed : 'ISSUED';
}
