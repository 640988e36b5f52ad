/**
 * Persons and papers that are in the simulated SIS whatever the seed, so that the demo and the tests can tell a story. Nobody real: the
 * surnames are made up or, where not, kept out of the generated alerts. README.md names them.
 */
import type { HeldAlert, HeldIdentity } from './alert.ts';
import {
  ARREST,
  ARREST_WARRANT,
  BLANK_DOCUMENT,
  DISCREET,
  ISSUED_DOCUMENT,
  JUDICIAL,
  REFUSAL,
  RETURN,
  type AlertKind,
} from './alert-kinds.ts';
import { ISSUING_STATES } from './issuing-states.ts';
import { validityOn } from './validity.ts';

/** Stands nowhere but in an alert: a search for it through everything the hub stores must find nothing. */
export const UNIQUE_ALIAS = 'KRYPTONIMOWICZ';

/** Under way on `today`, entered half a review period ago. */
export function knownAlerts(today: Date): HeldAlert[] {
  const all = [...visible(), ...hidden(), ...crowds(), ...papers(), misused(), ...soughtByFive(), flagged(), dateless()];
  return all.map(({ kind, ...alert }) => ({ ...alert, ...validityOn(today, kind.reviewYears[0], 0.5) }));
}

/** The days come last, for they depend on today. */
interface Story extends Omit<HeldAlert, 'EnteredOn' | 'ExpiresOn'> {
  readonly kind: AlertKind;
}

const IHOR: HeldIdentity = person('MARCHENKO-DEMO', 'IHOR', { DateOfBirth: '19830512', Sex: 'M', Nationality: ['UKR'] });

/** Two states look for the same man; a third alert on him is of the courts, and the first is linked to both. */
function visible(): Story[] {
  const identities: HeldIdentity[] = [IHOR, { Kind: 'alias', Surname: UNIQUE_ALIAS, Forename: 'OSTAP' }];
  const refusal = alert(REFUSAL, 'DE', { id: 1, identities });
  const comeBack = alert(RETURN, 'FR', { id: 2, identities: [IHOR] });
  const witness = alert(JUDICIAL, 'IT', { id: 3, identities: [IHOR] });
  const first = { ...refusal, Warning: ['violent'], Link: [...linkTo(comeBack), ...linkTo(witness)], HasPhoto: true };
  return [first, { ...comeBack, Link: linkTo(refusal) }, { ...witness, Link: linkTo(refusal) }];
}

/** Two persons whom the border may find and the office may not. */
function hidden(): Story[] {
  const discreet = person('UKRYTOV-DEMO', 'ASLAN', { DateOfBirth: '19790000', Sex: 'M', Nationality: ['RUS'] });
  const witness = person('SWIADEK-DEMO', 'LEVAN', { DateOfBirth: '19910300', Sex: 'M', Nationality: ['GEO'] });
  return [alert(DISCREET, 'LT', { id: 11, identities: [discreet] }), alert(JUDICIAL, 'CZ', { id: 12, identities: [witness] })];
}

/** More alerts than the limit, each of another state: in a hidden category beside one visible alert, and in a visible category. */
function crowds(): Story[] {
  const masked = person('TLUMNY-DEMO', 'JAN', { DateOfBirth: '19700101', Sex: 'M', Nationality: ['BLR'] });
  const many = person('ZBYTWIELU-DEMO', 'MARIA', { DateOfBirth: '19850000', Sex: 'F', Nationality: ['GEO'] });
  const states = ISSUING_STATES.filter((state) => state !== 'NL').slice(0, 25);
  const unseen = states.map((state, index) => alert(JUDICIAL, state, { id: 100 + index, identities: [masked] }));
  const seen = states.map((state, index) => alert(REFUSAL, state, { id: 200 + index, identities: [many] }));
  return [alert(REFUSAL, 'NL', { id: 99, identities: [masked] }), ...unseen, ...seen];
}

/** The alert is on somebody else, who uses her name: she may be its victim. */
function misused(): Story {
  const subject = person('NIEZNANSKY-DEMO', 'OLEG', { DateOfBirth: '19800000', Sex: 'M' });
  const victim: HeldIdentity = {
    ...person('POKRZYWDZONA-DEMO', 'NADIA', { DateOfBirth: '19881102', Sex: 'F', Nationality: ['UKR'] }),
    Kind: 'misused',
  };
  return alert(REFUSAL, 'AT', { id: 31, identities: [subject, victim] });
}

/** Five states, five categories; for Sweden these data are those of somebody whose name is misused. */
function soughtByFive(): Story[] {
  const oleksandr = person('KOVALENKO', 'OLEKSANDR', { DateOfBirth: '19830512', Sex: 'M', Nationality: ['UKR'] });
  const thief = person('ZAMYSLONY-DEMO', 'ERIK', { DateOfBirth: '19810000', Sex: 'M' });
  const refusal = alert(REFUSAL, 'DE', { id: 41, identities: [oleksandr] });
  const arrest = alert(ARREST, 'IT', { id: 42, identities: [oleksandr] });
  const others = [alert(DISCREET, 'FR', { id: 43, identities: [oleksandr] }), alert(RETURN, 'CZ', { id: 44, identities: [oleksandr] })];
  const misusing = alert(ARREST, 'SE', { id: 45, identities: [thief, { ...oleksandr, Kind: 'misused' }] });
  return [
    { ...refusal, LegalArticle: '2018/1861 Art. 24(1)(b)', Link: linkTo(arrest) },
    { ...arrest, Link: linkTo(refusal) },
    ...others,
    misusing,
  ];
}

/** An arrest that is not made in Poland. */
function flagged(): Story {
  const sought = person('ZASTRZEZONY-DEMO', 'PIOTR', { DateOfBirth: '19750803', Sex: 'M' });
  return { ...alert(ARREST, 'ES', { id: 51, identities: [sought] }), FlaggedBy: ['PL'] };
}

/** The state that looks for him knows no part of his date of birth. */
function dateless(): Story {
  return alert(REFUSAL, 'BE', { id: 61, identities: [person('BEZDATY-DEMO', 'OMAR', { DateOfBirth: '00000000', Sex: 'M' })] });
}

function papers(): Story[] {
  const stolen = { Category: 'P', Number: 'DEMO123456', Country: 'UKR', IssuedOn: '20200229' };
  const batch = { Category: 'P', Number: 'ZZ5000000', NumberTo: 'ZZ5000999', Country: 'FRA' };
  return [
    { ...alert(ISSUED_DOCUMENT, 'DE', { id: 21, identities: [] }), Document: [stolen] },
    { ...alert(BLANK_DOCUMENT, 'FR', { id: 22, identities: [] }), Document: [batch] },
  ];
}

function person(surname: string, forename: string, rest: Partial<HeldIdentity>): HeldIdentity {
  return { Kind: 'confirmed', Surname: surname, Forename: forename, ...rest };
}

function alert(kind: AlertKind, state: string, about: { id: number; identities: HeldIdentity[] }): Story {
  return {
    SchengenId: `${state}DEMO${String(about.id).padStart(7, '0')}`,
    IssuingState: state,
    Category: kind.category,
    LegalArticle: kind.article,
    Reason: kind.reasons[0],
    Action: kind.action,
    Warning: [],
    OffenceType: kind.offences?.[0],
    Identity: about.identities,
    Document: [],
    Nationality: about.identities[0]?.Nationality ?? [],
    HasPhoto: false,
    HasFingerprints: false,
    HasEaw: kind.reasons[0] === ARREST_WARRANT,
    Link: [],
    FlaggedBy: [],
    kind,
  };
}

const linkTo = ({ SchengenId, Category }: Story): HeldAlert['Link'] => [{ SchengenId, Category }];
