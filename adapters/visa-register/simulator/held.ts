/** What the register holds of a visa or a refusal: the document as it came, and the few fields that its rules and its indexes need. */

/** A person as the indexes know them. */
export interface HeldPerson {
  readonly surnames: readonly string[];
  readonly forenames: readonly string[];
  /** EDTF, or empty where nothing is known. */
  readonly born: string;
  readonly document: { readonly number: string; readonly country: string };
}

export interface HeldEvent {
  readonly kind: string;
  readonly on: string;
  readonly newValidTo: string | undefined;
  readonly newNumber: string | undefined;
  /** The element as it came. */
  readonly xml: string;
  readonly registeredAt: string;
}

export interface HeldVisa {
  readonly is: 'visa';
  readonly number: string;
  readonly application: string;
  readonly type: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly stayDays: number;
  readonly issuedOn: string;
  readonly person: HeldPerson;
  /** The elements before the status. Made when asked for: fifty thousand of them are never all read. */
  readonly head: () => string;
  readonly registeredAt: string;
  readonly events: HeldEvent[];
}

export interface HeldRefusal {
  readonly is: 'refusal';
  readonly application: string;
  readonly person: HeldPerson;
  readonly head: () => string;
  readonly registeredAt: string;
}

export type Held = HeldVisa | HeldRefusal;

export const endOf = ({ validTo, events }: HeldVisa): string => events.reduce((end, { newValidTo }) => newValidTo ?? end, validTo);

export const hasEvent = ({ events }: HeldVisa, kind: string): boolean => events.some((event) => event.kind === kind);

/** The sticker that was glued in last lies invalid and was not replaced. */
export const isStickerInvalid = ({ events }: HeldVisa): boolean =>
  events.reduce((isInvalid, { kind }) => kind === 'stickerInvalidation' || (isInvalid && kind !== 'stickerReplacement'), false);

export function statusOf(visa: HeldVisa, today: string): string {
  if (hasEvent(visa, 'annulment')) return 'annulled';
  if (hasEvent(visa, 'revocation')) return 'revoked';
  if (endOf(visa) < today) return 'expired';
  if (isStickerInvalid(visa)) return 'stickerInvalidated';
  const last = visa.events.findLast(({ newValidTo }) => newValidTo !== undefined);
  if (last === undefined) return 'issued';
  return last.kind === 'extension' ? 'extended' : 'shortened';
}

/** The record as an element. */
export function elementOf(held: Held, today: string): string {
  if (held.is === 'refusal') return `<Refusal>${held.head()}</Refusal>`;
  const events = held.events.length === 0 ? '' : `<Events>${held.events.map(({ xml }) => xml).join('')}</Events>`;
  return `<Visa>${held.head()}<Status>${statusOf(held, today)}</Status>${events}</Visa>`;
}
