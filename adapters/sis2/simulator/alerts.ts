/** Fills the simulated SIS: a few thousand alerts on generated people and papers, the same for the same seed. */
import { createGenerator, type SyntheticPerson } from '../../../generator/people.ts';
import { createRandom, type Random } from '../../../generator/random.ts';
import type { HeldAlert, HeldDocument, HeldIdentity } from './alert.ts';
import { ARREST, BLANK_DOCUMENT, ISSUED_DOCUMENT, PERSON_KINDS, type AlertKind } from './alert-kinds.ts';

const STATES = ['DE', 'FR', 'IT', 'ES', 'NL', 'CZ', 'LT', 'LV', 'SE', 'AT', 'BE', 'RO'] as const;
const WARNINGS = ['armed', 'violent', 'absconded', 'suicideRisk', 'publicHealth', 'terrorism'] as const;
const DOCUMENT_CODES = { PASSPORT: 'P', ID_CARD: 'I', RESIDENCE_PERMIT: 'RP', TRAVEL_DOCUMENT: 'TD' } as const;

/** Exactly `count` alerts: about one in eight on a paper, the rest on people, some of whom several states look for. */
export function generateAlerts(seed: number, count: number): HeldAlert[] {
  const random = createRandom(seed ^ 0x5151);
  const generator = createGenerator(seed);
  const alerts: HeldAlert[] = [];
  while (alerts.length < count) {
    const next = random.chance(0.12)
      ? [documentAlert(random, generator.person(), alerts.length)]
      : personAlerts(random, generator, alerts.length);
    alerts.push(...next);
  }
  return alerts.slice(0, count);
}

/** One person, one to three states: the alerts of the same person are linked to each other. */
function personAlerts(random: Random, generator: { person(): SyntheticPerson }, from: number): HeldAlert[] {
  const person = generator.person();
  const identities = drawIdentities(random, person, generator);
  const first = random.between(0, STATES.length - 1);
  const many = random.chance(0.15) ? random.between(2, 3) : 1;
  const alerts = Array.from({ length: many }, (_, index) => {
    const state = STATES[(first + index) % STATES.length] ?? 'DE';
    return alertOn({ random, kind: drawKind(random), state, number: from + index, identities, person });
  });
  return alerts.map((alert) => ({
    ...alert,
    Link: alerts.filter((other) => other !== alert).map(({ SchengenId, Category }) => ({ SchengenId, Category })),
  }));
}

function alertOn(about: {
  random: Random;
  kind: AlertKind;
  state: string;
  number: number;
  identities: HeldIdentity[];
  person: SyntheticPerson;
}): HeldAlert {
  const { random, kind, person } = about;
  return {
    ...head(random, kind, { state: about.state, number: about.number }),
    ...(random.chance(0.12) ? { Warning: [random.pick(WARNINGS)] } : {}),
    ...(kind.offences === undefined ? {} : { OffenceType: random.pick(kind.offences) }),
    Identity: about.identities,
    Document: person.documents.map(held),
    Nationality: person.citizenships,
    HasPhoto: random.chance(0.6),
    HasFingerprints: random.chance(0.5),
    HasEaw: kind === ARREST && random.chance(0.8),
    Link: [],
    ...(kind === ARREST && random.chance(0.05) ? { FlaggedBy: ['PL'] } : {}),
    ExpiresOn: expiry(random),
  };
}

function documentAlert(random: Random, person: SyntheticPerson, number: number): HeldAlert {
  const paper = person.documents[0];
  const blank = paper === undefined || random.chance(0.3);
  const document = blank ? drawBatch(random, number) : held(paper);
  return {
    ...head(random, blank ? BLANK_DOCUMENT : ISSUED_DOCUMENT, { state: random.pick(STATES), number }),
    Identity: [],
    Document: [document],
    Nationality: [],
    HasPhoto: false,
    HasFingerprints: false,
    HasEaw: false,
    Link: [],
    ExpiresOn: expiry(random),
  };
}

/** A stolen batch of blanks is entered as a range of numbers. */
function drawBatch(random: Random, number: number): HeldDocument {
  const first = 1_000_000 + number * 1000;
  return {
    Category: 'P',
    Number: `QB${first}`,
    NumberTo: `QB${first + random.between(49, 999)}`,
    Country: random.pick(['DEU', 'FRA', 'ITA']),
  };
}

function drawIdentities(random: Random, person: SyntheticPerson, generator: { person(): SyntheticPerson }): HeldIdentity[] {
  const own = identityOf(person, random.chance(0.8) ? 'confirmed' : 'notConfirmed');
  const born = random.chance(0.08) ? { ...own, NameAtBirth: generator.person().latin.surname.toUpperCase() } : own;
  const others: HeldIdentity[] = [];
  if (random.chance(0.25)) others.push({ ...identityOf(generator.person(), 'alias'), ...(own.Sex === undefined ? {} : { Sex: own.Sex }) });
  if (random.chance(0.04)) others.push(identityOf(generator.person(), 'misused'));
  return [born, ...others];
}

function identityOf(person: SyntheticPerson, kind: HeldIdentity['Kind']): HeldIdentity {
  const { surname, forename } = person.latin;
  return {
    Kind: kind,
    Surname: surname.toUpperCase(),
    ...(forename === undefined ? {} : { Forename: forename.toUpperCase() }),
    DateOfBirth: compactDate(person.dateOfBirth),
    PlaceOfBirth: person.placeOfBirth.latin,
    Sex: person.sex,
    Nationality: person.citizenships,
  };
}

function compactDate(edtf: string): string {
  const [year = '', month = '00', day = '00'] = edtf.replace(/[?~]/, '').replaceAll('XX', '00').split('-');
  return year + month + day;
}

const held = (paper: SyntheticPerson['documents'][number]): HeldDocument => ({
  Category: DOCUMENT_CODES[paper.category],
  Number: paper.number,
  Country: paper.country,
  IssuedOn: paper.issuedOn.replaceAll('-', ''),
});

function head(random: Random, kind: AlertKind, from: { state: string; number: number }) {
  return {
    SchengenId: `${from.state}${String(from.number).padStart(11, '0')}${random.between(100, 999)}`,
    IssuingState: from.state,
    Category: kind.category,
    LegalArticle: kind.article,
    Reason: random.pick(kind.reasons),
    Action: kind.action,
  };
}

function drawKind(random: Random): AlertKind {
  const total = PERSON_KINDS.reduce((sum, kind) => sum + kind.weight, 0);
  let left = random.next() * total;
  return PERSON_KINDS.find((kind) => (left -= kind.weight) < 0) ?? ARREST;
}

function expiry(random: Random): string {
  return `${random.between(2027, 2031)}${String(random.between(1, 12)).padStart(2, '0')}${String(random.between(1, 28)).padStart(2, '0')}`;
}
