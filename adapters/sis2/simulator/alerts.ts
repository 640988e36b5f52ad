/**
 * Fills the simulated SIS: alerts on generated people and papers, the same for the same seed and day. Consistent as the real one must
 * be: one alert a person and state (Art. 23 of each regulation), links both ways, nothing beyond its review.
 */
import type { SyntheticPerson } from '../../../generator/people.ts';
import { createRandom, type Random } from '../../../generator/random.ts';
import type { HeldAlert, HeldDocument, HeldIdentity } from './alert.ts';
import { ARREST, ARREST_WARRANT, BLANK_DOCUMENT, ISSUED_DOCUMENT, PERSON_KINDS, type AlertKind } from './alert-kinds.ts';
import { documentOf, drawIdentities } from './identities.ts';
import { drawStates } from './issuing-states.ts';
import { knownAlerts } from './known-persons.ts';
import { createPopulation, type Population } from './population.ts';
import { validityOn, type Validity } from './validity.ts';

export interface BaseOptions {
  readonly seed: number;
  readonly count: number;
  /** Every alert is under way on this day. */
  readonly today: Date;
}

/** Exactly `count` alerts: about one in eight on a paper, the rest on people, some of whom several states look for. */
export function generateAlerts({ seed, count, today }: BaseOptions): HeldAlert[] {
  const random = createRandom(seed ^ 0x5151);
  const draw: Draw = { random, population: createPopulation(seed, knownAlerts(today)), today, drawn: { alerts: 0, batches: 0 } };
  const alerts: HeldAlert[] = [];
  while (alerts.length < count) alerts.push(...drawCase(draw, count - alerts.length));
  return alerts;
}

interface Draw {
  readonly random: Random;
  readonly population: Population;
  readonly today: Date;
  readonly drawn: { alerts: number; batches: number };
}

const WARNINGS = ['armed', 'violent', 'absconded', 'suicideRisk', 'publicHealth', 'terrorism'] as const;

/** What belongs together, and no more of it than there is room for. */
function drawCase(draw: Draw, room: number): HeldAlert[] {
  const { random } = draw;
  if (random.chance(0.12)) return [documentAlert(draw, stateOf(random))];
  if (random.chance(0.07) && room >= 2) return linkedAlerts(draw);
  const subject = drawSubject(draw);
  const many = random.chance(0.15) ? random.between(2, 3) : 1;
  return drawStates(random, Math.min(many, room)).map((state) => alertOn(draw, subject, state));
}

/** A state links its own alerts (2018/1861 Art. 48): two people who belong together, or a person and a paper. */
function linkedAlerts(draw: Draw): HeldAlert[] {
  const state = stateOf(draw.random);
  const one = alertOn(draw, drawSubject(draw), state);
  const other = draw.random.chance(0.3) ? documentAlert(draw, state) : alertOn(draw, drawSubject(draw), state);
  const linkTo = ({ SchengenId, Category }: HeldAlert): HeldAlert['Link'] => [{ SchengenId, Category }];
  return [
    { ...one, Link: linkTo(other) },
    { ...other, Link: linkTo(one) },
  ];
}

const stateOf = (random: Random): string => drawStates(random, 1)[0] ?? 'DE';

interface Subject {
  readonly person: SyntheticPerson;
  readonly identities: readonly HeldIdentity[];
  readonly documents: readonly HeldDocument[];
}

function drawSubject({ random, population }: Draw): Subject {
  const person = population.person();
  return { person, identities: drawIdentities(random, person, population), documents: person.documents.map(documentOf) };
}

/** One literal with every field: a hundred thousand alerts of one shape are quickly made and small. */
function alertOn(draw: Draw, { person, identities, documents }: Subject, state: string): HeldAlert {
  const { random, today } = draw;
  const kind = drawKind(random, person);
  const reason = kind.childReason !== undefined && isChild(person, today) ? kind.childReason : random.pick(kind.reasons);
  const { EnteredOn, ExpiresOn } = drawValidity(draw, kind);
  return {
    SchengenId: nextId(draw, state),
    IssuingState: state,
    Category: kind.category,
    LegalArticle: kind.article,
    Reason: reason,
    Action: kind.action,
    Warning: random.chance(0.12) ? [random.pick(WARNINGS)] : NONE,
    OffenceType: kind.offences && random.pick(kind.offences),
    Identity: identities,
    Document: documents,
    Nationality: person.citizenships,
    HasPhoto: random.chance(0.6),
    HasFingerprints: random.chance(0.5),
    HasEaw: reason === ARREST_WARRANT,
    Link: NONE,
    FlaggedBy: kind.mayBeFlagged && random.chance(0.05) ? ['PL'] : NONE,
    EnteredOn,
    ExpiresOn,
  };
}

function documentAlert(draw: Draw, state: string): HeldAlert {
  const { random } = draw;
  const paper = random.chance(0.3) ? undefined : draw.population.person().documents[0];
  const kind = paper === undefined ? BLANK_DOCUMENT : ISSUED_DOCUMENT;
  const { EnteredOn, ExpiresOn } = drawValidity(draw, kind);
  return {
    SchengenId: nextId(draw, state),
    IssuingState: state,
    Category: kind.category,
    LegalArticle: kind.article,
    Reason: random.pick(kind.reasons),
    Action: kind.action,
    Warning: NONE,
    OffenceType: undefined,
    Identity: NONE,
    Document: [paper === undefined ? drawBatch(draw) : documentOf(paper)],
    Nationality: NONE,
    HasPhoto: false,
    HasFingerprints: false,
    HasEaw: false,
    Link: NONE,
    FlaggedBy: NONE,
    EnteredOn,
    ExpiresOn,
  };
}

const NONE: readonly never[] = [];

/** A stolen batch of blanks is entered as a range of numbers; each has a thousand to itself. */
function drawBatch({ random, drawn }: Draw): HeldDocument {
  const first = 1_000_000 + drawn.batches * 1000;
  drawn.batches += 1;
  return {
    Category: 'P',
    Number: `QBX${first}`,
    NumberTo: `QBX${first + random.between(49, 999)}`,
    Country: random.pick(['DEU', 'FRA', 'ITA']),
  };
}

/** Opaque but for the state; the running number makes it one of its own. */
function nextId({ random, drawn }: Draw, state: string): string {
  drawn.alerts += 1;
  return `${state}${String(drawn.alerts).padStart(11, '0')}${random.between(100, 999)}`;
}

const drawValidity = ({ random, today }: Draw, kind: AlertKind): Validity =>
  validityOn(today, random.pick(kind.reviewYears), random.next());

const TOTAL_WEIGHT = PERSON_KINDS.reduce((sum, kind) => sum + kind.weight, 0);

/** Refusal, return and their like are on third-country nationals only; Poles are the only others that are generated. */
function drawKind(random: Random, person: SyntheticPerson): AlertKind {
  let left = random.next() * TOTAL_WEIGHT;
  const kind = PERSON_KINDS.find(({ weight }) => (left -= weight) < 0) ?? ARREST;
  return kind.notOnUnionCitizens && person.citizenships.includes('POL') ? drawKind(random, person) : kind;
}

const isChild = ({ dateOfBirth }: SyntheticPerson, today: Date): boolean => today.getUTCFullYear() - Number(dateOfBirth.slice(0, 4)) < 18;
