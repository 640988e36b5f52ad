/** The visas and refusals of the base, from a seed: the same for the same seed and day. No sticker number and no application twice. */
import { createGenerator, type SyntheticPerson } from '../../../generator/people.ts';
import { createRandom, type Random } from '../../../generator/random.ts';
import { escape } from './documents.ts';
import type { Held, HeldEvent, HeldPerson, HeldVisa } from './held.ts';

export interface PopulationAsked {
  readonly seed: number;
  readonly visas: number;
  readonly today: Date;
}

const DAY_MS = 86_400_000;
const ISSUER = '<Country>POL</Country><Name>Konsulat RP (demo)</Name>';

export function* generateHeld({ seed, visas, today }: PopulationAsked): Generator<Held> {
  const generator = createGenerator(seed);
  const random = createRandom(seed + 1);
  for (let n = 0; n < visas; n += 1) {
    const person = travellerOf(generator);
    const application = `POLV026${String(n).padStart(8, '0')}`;
    yield drawVisa(random, { person, application, number: `PL${String(1_000_000 + n)}`, today });
    if (random.chance(0.03)) yield refusalOf(random, { person, application: `POLR026${String(n).padStart(8, '0')}`, today });
  }
}

type Traveller = SyntheticPerson & { readonly paper: SyntheticPerson['documents'][number] };

/** The next person with a paper that a visa can be glued into. */
function travellerOf(generator: ReturnType<typeof createGenerator>): Traveller {
  for (;;) {
    const person = generator.person();
    const paper = person.documents.find(({ category }) => category === 'PASSPORT' || category === 'TRAVEL_DOCUMENT');
    if (paper !== undefined) return { ...person, paper };
  }
}

interface Drawn {
  readonly person: Traveller;
  readonly application: string;
  readonly today: Date;
}

function drawVisa(random: Random, { person, application, number, today }: Drawn & { readonly number: string }): HeldVisa {
  const type = random.chance(0.3) ? 'D' : random.chance(0.02) ? 'A' : 'C';
  const stayDays = type === 'D' ? random.between(91, 365) : random.between(3, 90);
  const from = random.between(-900, 40);
  const to = from + stayDays - 1 + (type === 'D' ? 0 : random.between(0, 120));
  const day = (offset: number): string => new Date(today.getTime() + offset * DAY_MS).toISOString().slice(0, 10);
  const issued = from - random.between(1, 60);
  const visa = { type, validFrom: day(from), validTo: day(to), stayDays, issuedOn: day(Math.min(issued, 0)) };
  const entries = random.pick(['1', '2', 'MULT']);
  const events = drawEvents(random, { number, from, to, day });
  const registeredAt = `${visa.issuedOn}T09:00:00.000Z`;
  return {
    ...{ is: 'visa', number, application, ...visa, person: heldPerson(person), registeredAt, events },
    head: () =>
      `<StickerNumber>${number}</StickerNumber><ApplicationNumber>${application}</ApplicationNumber><Type>${type}</Type>` +
      `<Purpose>${type === 'D' ? '6' : '2'}</Purpose><Territory><Extent>schengen</Extent></Territory><ValidFrom>${visa.validFrom}</ValidFrom>` +
      `<ValidTo>${visa.validTo}</ValidTo><Entries>${entries}</Entries><StayDays>${stayDays}</StayDays><IssuedBy>${ISSUER}</IssuedBy>` +
      `<IssuedOn>${visa.issuedOn}</IssuedOn><Holder>${personXml(person)}</Holder>${paperXml(person)}<Carrier>sticker</Carrier>`,
  };
}

function refusalOf(random: Random, { person, application, today }: Drawn): Held {
  const refusedOn = new Date(today.getTime() - random.between(1, 900) * DAY_MS).toISOString().slice(0, 10);
  const ground = random.between(1, 16);
  return {
    ...{ is: 'refusal', application, person: heldPerson(person), registeredAt: `${refusedOn}T09:00:00.000Z` },
    head: () =>
      `<ApplicationNumber>${application}</ApplicationNumber><Type>C</Type><Applicant>${personXml(person)}</Applicant>${paperXml(person)}` +
      `<RefusedBy>${ISSUER}</RefusedBy><RefusedOn>${refusedOn}</RefusedOn><Grounds><Ground><Number>${ground}</Number>` +
      `${ground === 6 ? '<State>DEU</State>' : ''}</Ground></Grounds>`,
  };
}

interface Life {
  readonly number: string;
  readonly from: number;
  readonly to: number;
  readonly day: (offset: number) => string;
}

/** One visa in ten that has begun has a history. */
function drawEvents(random: Random, life: Life): HeldEvent[] {
  if (!random.chance(0.1) || life.from > 0) return [];
  const at = random.between(life.from, Math.min(life.to, 0));
  const kind = random.pick(['annulment', 'revocation', 'extension', 'shortening', 'stickerReplacement', 'stickerInvalidation'] as const);
  if (kind === 'shortening' && at >= life.to) return [];
  const { grounds = '', newValidTo, newNumber } = CHANGES[kind]?.(life, at) ?? {};
  const xml =
    `<Event><Kind>${kind}</Kind><On>${life.day(at)}</On><Authority><Country>POL</Country><Code>PL-SG</Code></Authority>${grounds}` +
    `${optional('NewValidTo', newValidTo)}${optional('NewStickerNumber', newNumber)}</Event>`;
  return [{ kind, on: life.day(at), newValidTo, newNumber, xml, registeredAt: `${life.day(at)}T12:00:00.000Z` }];
}

interface EventChange {
  readonly grounds?: string;
  readonly newValidTo?: string;
  readonly newNumber?: string;
}

const FIRST_GROUND = '<Grounds><Ground><Number>2</Number></Ground></Grounds>';

const CHANGES: Readonly<Record<string, (life: Life, at: number) => EventChange>> = {
  annulment: () => ({ grounds: FIRST_GROUND }),
  revocation: () => ({ grounds: FIRST_GROUND }),
  extension: ({ to, day }) => ({ newValidTo: day(to + 30) }),
  shortening: ({ day }, at) => ({ newValidTo: day(at) }),
  stickerReplacement: ({ number }) => ({ newNumber: `PX${number.slice(2)}` }),
};

const optional = (element: string, text: string | undefined): string => (text === undefined ? '' : `<${element}>${text}</${element}>`);

const heldPerson = ({ latin, original, dateOfBirth, paper }: Traveller): HeldPerson => ({
  surnames: [latin.surname, original.surname],
  forenames: [latin.forename, original.forename].filter((name) => name !== undefined),
  born: dateOfBirth,
  document: { number: paper.number, country: paper.country },
});

const STATUSES: Readonly<Record<string, string>> = { XXA: 'stateless', XXB: 'refugee', XXC: 'otherRefugee' };

function personXml({ latin, original, dateOfBirth, sex, citizenships }: Traveller): string {
  const name = (element: string, from: string | undefined, home: string | undefined): string =>
    from === undefined
      ? ''
      : `<${element}><Original>${escape(home ?? from)}</Original><Script>${original.script}</Script>` +
        `<Transliterated>${escape(capitals(from))}</Transliterated></${element}>`;
  const states = citizenships.filter((state) => STATUSES[state] === undefined).map((state) => `<Citizenship>${state}</Citizenship>`);
  const status = citizenships.map((state) => STATUSES[state]).find((one) => one !== undefined);
  return (
    `<Name>${name('Surname', latin.surname, original.surname)}${name('Forenames', latin.forename, original.forename)}</Name>` +
    `<Birth><Date>${dateXml(dateOfBirth)}</Date></Birth><Sex>${sex}</Sex><Citizenships>${states.join('')}</Citizenships>` +
    (status === undefined ? '' : `<BearerStatus>${status}</BearerStatus>`)
  );
}

const capitals = (latin: string): string =>
  latin
    .toUpperCase()
    .normalize('NFKD')
    .replaceAll('Ł', 'L')
    .replaceAll(/[^A-Z' -]/g, '');

function dateXml(value: string): string {
  const [, month = 'XX', day = 'XX'] = value.replace(/[?~%]$/, '').split('-');
  const precision = month === 'XX' ? 'year' : day === 'XX' ? 'month' : 'day';
  return `<Value>${value}</Value><Precision>${precision}</Precision><Basis>${/[?%]$/.test(value) ? 'probable' : 'document'}</Basis>`;
}

const paperXml = ({ paper }: Traveller): string =>
  `<TravelDocument><Kind>${paper.category === 'PASSPORT' ? 'PASSPORT_ORDINARY' : 'TRAVEL_DOCUMENT'}</Kind><Number>${escape(paper.number)}</Number>` +
  `<Country>${paper.country}</Country><IssuedOn>${paper.issuedOn}</IssuedOn><ExpiresOn>${paper.expiresOn}</ExpiresOn></TravelDocument>`;
