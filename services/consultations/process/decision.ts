/**
 * What follows from a consul's decision on the visa: the register is told, states that asked for it are informed, and so are those that were
 * informed of a visa which does not stand any more. The verdict never decides the visa; without a released one, or against it, only a visa of
 * limited territorial validity can be issued (Reg. (EC) 810/2009 Art. 22, 25, 31, 34).
 */
import { HubError } from '../../../broker/contract/errors.ts';
import type { VisaRefusalV1, VisaV1, VisaV1Event } from '../../../schemas/types.generated.ts';
import type { Consultation, Letter, Stepped, Verdict } from './consultation.ts';
import type { Act } from './officers.ts';

export type Decision =
  | { readonly kind: 'ISSUED'; readonly visa: VisaV1 }
  | { readonly kind: 'REFUSED'; readonly refusal: VisaRefusalV1 }
  | { readonly kind: 'ANNULLED' | 'REVOKED'; readonly event: VisaV1Event };

/** What is known beside the consultation. */
export interface Surroundings {
  readonly applicationNumber: string;
  /** Decisions before this one, in order. */
  readonly earlier: readonly Decision[];
  /** Whom the law of the day has informed of a visa, and of one of limited territorial validity. */
  readonly informed: readonly string[];
  readonly informedOfLtv: readonly string[];
  /** For which a visa is valid unless it is limited (ISO 3166-1 alpha-3). */
  readonly schengenStates: readonly string[];
  /** The party that is the visa register. */
  readonly register: string;
  readonly requestedBy: Readonly<Record<string, string>>;
}

const WITHOUT_OBJECTION: readonly (Verdict | null)[] = ['NO_OBJECTION', 'TACIT_NO_OBJECTION'];

const isLtv = ({ territory }: VisaV1): boolean => territory.extent !== 'SCHENGEN';

/** Throws INVALID_STATE. */
export function decide(
  consultation: Consultation,
  decision: Decision,
  { act, around }: { readonly act: Act; readonly around: Surroundings },
): Stepped {
  const why = refusalOf(consultation, decision, around);
  if (why !== undefined) throw new HubError('INVALID_STATE', { detail: why });
  const history = [{ at: act.at, what: decision.kind, authority: null, who: act.who, why: act.why }];
  return { consultation, history, letters: lettersOf(decision, act.at, around) };
}

function refusalOf(
  { cancelledAt, releasedAt, finalVerdict }: Consultation,
  decision: Decision,
  { earlier }: Surroundings,
): string | undefined {
  const has: Has = (...kinds) => earlier.some(({ kind }) => kinds.includes(kind));
  if (decision.kind === 'ANNULLED' || decision.kind === 'REVOKED') return undoingRefused(has);
  if (has('ISSUED', 'REFUSED')) return 'The application is decided.';
  if (cancelledAt !== null) return 'The consultation was called off.';
  if (decision.kind !== 'ISSUED' || isLtv(decision.visa)) return undefined;
  if (releasedAt === null) return 'The verdict is not released: only a visa of limited territorial validity can be issued now (Art. 25).';
  return WITHOUT_OBJECTION.includes(finalVerdict)
    ? undefined
    : `The verdict is ${finalVerdict}: only a visa of limited territorial validity can be issued (Art. 25).`;
}

type Has = (...kinds: readonly Decision['kind'][]) => boolean;

function undoingRefused(has: Has): string | undefined {
  if (!has('ISSUED')) return 'No visa was issued after this consultation.';
  return has('ANNULLED', 'REVOKED') ? 'The visa was annulled or revoked before.' : undefined;
}

function lettersOf(decision: Decision, at: number, around: Surroundings): readonly Letter[] {
  const { register, informed, informedOfLtv } = around;
  const toEach = (kind: Letter['kind'], parties: readonly string[], data: Letter['data']): readonly Letter[] =>
    parties.map((to) => ({ kind, to, at, data }));
  const told = toEach('REGISTRATION', [register], { ...registrationOf(decision, around), requestedBy: around.requestedBy });
  if (decision.kind === 'REFUSED') return told;
  if (decision.kind !== 'ISSUED') return [...told, ...toEach('CONSULAR', toldOf(around), noteOf(decision, around))];
  const { visa } = decision;
  if (isLtv(visa)) return [...told, ...toEach('LTV', informedOfLtv, ltvNotice(visa, around))];
  return [...told, ...toEach('EX_POST', informed, exPost(visa, around))];
}

function registrationOf(decision: Decision, { applicationNumber, earlier }: Surroundings): Letter['data'] {
  if (decision.kind === 'ISSUED') return { operation: 'ISSUE', visa: { ...decision.visa, applicationNumber } };
  if (decision.kind === 'REFUSED') return { operation: 'REFUSE', refusal: decision.refusal };
  return { operation: 'EVENT', visaNumber: issuedIn(earlier)?.visaNumber, event: decision.event };
}

/** Who was informed of the visa. */
function toldOf({ earlier, informed, informedOfLtv }: Surroundings): readonly string[] {
  const visa = issuedIn(earlier);
  return visa !== undefined && isLtv(visa) ? informedOfLtv : informed;
}

const issuedIn = (earlier: readonly Decision[]): VisaV1 | undefined =>
  earlier.flatMap((decision) => (decision.kind === 'ISSUED' ? [decision.visa] : []))[0];

/** No ground is said: it stays national. */
function noteOf({ kind, event }: Extract<Decision, { event: unknown }>, { applicationNumber, earlier }: Surroundings): Letter['data'] {
  const visaNumber = issuedIn(earlier)?.visaNumber ?? '';
  const word = kind === 'ANNULLED' ? 'annulled' : 'revoked';
  const subject = `Visa ${visaNumber} ${word}`;
  const text = `Visa ${visaNumber}, of which you were informed, was ${word} on ${event.on} (Reg. (EC) 810/2009 Art. 34).`;
  return { applicationNumber, sendingAuthority: event.authority, sentOn: event.on, subject, text };
}

const both = (visa: VisaV1, { applicationNumber }: Surroundings): Letter['data'] => ({
  applicationNumber,
  issuingAuthority: visa.issuedBy,
  holder: visa.holder,
  travelDocument: visa.travelDocument,
  visaNumber: visa.visaNumber,
  issuedOn: visa.issuedOn,
  validFrom: visa.validFrom,
  validTo: visa.validTo,
  entries: visa.entries,
  stayDays: visa.stayDays,
});

const exPost = (visa: VisaV1, around: Surroundings): Letter['data'] => ({ ...both(visa, around), visaType: visa.type });

const ltvNotice = (visa: VisaV1, around: Surroundings): Letter['data'] => ({
  ...both(visa, around),
  territory: territoryOf(visa, around),
  ...(visa.territory.limitedBecause === undefined ? {} : { reason: visa.territory.limitedBecause }),
});

const territoryOf = ({ territory: { extent, states = [] } }: VisaV1, { schengenStates }: Surroundings): readonly string[] =>
  extent === 'ALL_EXCEPT' ? schengenStates.filter((state) => !states.includes(state)) : states;
