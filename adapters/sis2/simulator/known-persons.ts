/**
 * Persons and papers that are in the simulated SIS whatever the seed, so that the demo and the tests can tell a story. Nobody real: the
 * surnames are made up and stand in no list of the generator. README.md names them.
 */
import type { HeldAlert, HeldIdentity } from './alert.ts';
import { ARREST, BLANK_DOCUMENT, DISCREET, ISSUED_DOCUMENT, JUDICIAL, REFUSAL, RETURN, type AlertKind } from './alert-kinds.ts';

/** Stands nowhere but in an alert: a search for it through everything the hub stores must find nothing. */
export const UNIQUE_ALIAS = 'KRYPTONIMOWICZ';

export function knownAlerts(): HeldAlert[] {
  return [...visible(), ...hidden(), ...crowds(), ...papers(), misused(), ...soughtByFive(), flagged(), dateless()];
}

const IHOR: HeldIdentity = person('MARCHENKO-DEMO', 'IHOR', { DateOfBirth: '19830512', Sex: 'M', Nationality: ['UKR'] });

/** Two states look for the same man; a third alert on him is of the courts, and the first links to all. */
function visible(): HeldAlert[] {
  const identities: HeldIdentity[] = [IHOR, { Kind: 'alias', Surname: UNIQUE_ALIAS, Forename: 'OSTAP' }];
  const refusal = alert(REFUSAL, 'DE', { id: 1, identities });
  const comeBack = alert(RETURN, 'FR', { id: 2, identities: [IHOR] });
  const witness = alert(JUDICIAL, 'IT', { id: 3, identities: [IHOR] });
  const links = [comeBack, witness].map(({ SchengenId, Category }) => ({ SchengenId, Category }));
  return [{ ...refusal, Warning: ['violent'], Link: links, HasPhoto: true }, comeBack, witness];
}

/** Two persons whom the border may find and the office may not. */
function hidden(): HeldAlert[] {
  const discreet = person('UKRYTOV-DEMO', 'ASLAN', { DateOfBirth: '19790000', Sex: 'M', Nationality: ['RUS'] });
  const witness = person('SWIADEK-DEMO', 'LEVAN', { DateOfBirth: '19910300', Sex: 'M', Nationality: ['GEO'] });
  return [alert(DISCREET, 'LT', { id: 11, identities: [discreet] }), alert(JUDICIAL, 'CZ', { id: 12, identities: [witness] })];
}

/** More alerts than the limit: in a hidden category beside one visible alert, and in a visible category. */
function crowds(): HeldAlert[] {
  const masked = person('TLUMNY-DEMO', 'JAN', { DateOfBirth: '19700101', Sex: 'M', Nationality: ['BLR'] });
  const many = person('ZBYTWIELU-DEMO', 'MARIA', { DateOfBirth: '19850000', Sex: 'F', Nationality: ['GEO'] });
  const unseen = Array.from({ length: 25 }, (_, index) => alert(JUDICIAL, 'ES', { id: 100 + index, identities: [masked] }));
  const seen = Array.from({ length: 25 }, (_, index) => alert(REFUSAL, 'SE', { id: 200 + index, identities: [many] }));
  return [alert(REFUSAL, 'NL', { id: 99, identities: [masked] }), ...unseen, ...seen];
}

/** The alert is on somebody else, who uses her name: she may be its victim. */
function misused(): HeldAlert {
  const subject = person('NIEZNANSKY-DEMO', 'OLEG', { DateOfBirth: '19800000', Sex: 'M' });
  const victim: HeldIdentity = {
    ...person('POKRZYWDZONA-DEMO', 'NADIA', { DateOfBirth: '19881102', Sex: 'F', Nationality: ['UKR'] }),
    Kind: 'misused',
  };
  return alert(REFUSAL, 'AT', { id: 31, identities: [subject, victim] });
}

/** Five states, five categories; for Sweden these data are those of somebody whose name is misused. */
function soughtByFive(): HeldAlert[] {
  const oleksandr = person('KOVALENKO', 'OLEKSANDR', { DateOfBirth: '19830512', Sex: 'M', Nationality: ['UKR'] });
  const thief = person('ZAMYSLONY-DEMO', 'ERIK', { DateOfBirth: '19810000', Sex: 'M' });
  const refusal = alert(REFUSAL, 'DE', { id: 41, identities: [oleksandr] });
  const arrest = { ...alert(ARREST, 'IT', { id: 42, identities: [oleksandr] }), HasEaw: true };
  const others = [alert(DISCREET, 'FR', { id: 43, identities: [oleksandr] }), alert(RETURN, 'CZ', { id: 44, identities: [oleksandr] })];
  const misusing = alert(ARREST, 'SE', { id: 45, identities: [thief, { ...oleksandr, Kind: 'misused' }] });
  const linkTo = ({ SchengenId, Category }: HeldAlert): HeldAlert['Link'] => [{ SchengenId, Category }];
  return [
    { ...refusal, LegalArticle: '2018/1861 Art. 24(1)(b)', Link: linkTo(arrest) },
    { ...arrest, Link: linkTo(refusal) },
    ...others,
    misusing,
  ];
}

/** An arrest that is not made in Poland. */
function flagged(): HeldAlert {
  const sought = person('ZASTRZEZONY-DEMO', 'PIOTR', { DateOfBirth: '19750803', Sex: 'M' });
  return { ...alert(ARREST, 'ES', { id: 51, identities: [sought] }), FlaggedBy: ['PL'] };
}

/** The state that looks for him knows no part of his date of birth. */
function dateless(): HeldAlert {
  return alert(REFUSAL, 'BE', { id: 61, identities: [person('BEZDATY-DEMO', 'OMAR', { DateOfBirth: '00000000', Sex: 'M' })] });
}

function papers(): HeldAlert[] {
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

function alert(kind: AlertKind, state: string, about: { id: number; identities: HeldIdentity[] }): HeldAlert {
  return {
    SchengenId: `${state}DEMO${String(about.id).padStart(7, '0')}`,
    IssuingState: state,
    Category: kind.category,
    LegalArticle: kind.article,
    Reason: kind.reasons[0],
    Action: kind.action,
    Identity: about.identities,
    Document: [],
    Nationality: about.identities[0]?.Nationality ?? [],
    HasPhoto: false,
    HasFingerprints: false,
    HasEaw: false,
    Link: [],
    ExpiresOn: '20291231',
  };
}
