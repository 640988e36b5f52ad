/** Holds the alerts and finds them; looks only at the categories asked for, and counts its limit over these alone. */
import type { Finding, HeldAlert } from './alert.ts';
import { matchDocument, matchIdentity, plainNumber, type Mode, type PersonQuery } from './matching.ts';
import { NameIndex } from './name-index.ts';
import { NumberIndex } from './number-index.ts';

export type Search =
  | { readonly kind: 'person'; readonly person: PersonQuery; readonly mode: Mode; readonly categories: readonly string[] }
  | {
      readonly kind: 'document';
      readonly number: string;
      readonly country?: string;
      readonly mode: Mode;
      readonly categories: readonly string[];
    }
  | { readonly kind: 'alert'; readonly schengenId: string; readonly categories: readonly string[] };

export class AlertStore {
  readonly #names: NameIndex;
  readonly #numbers: NumberIndex;
  readonly #byId: ReadonlyMap<string, HeldAlert>;
  /** An alert on a person of each category. */
  readonly #samples: readonly HeldAlert[];

  constructor(alerts: readonly HeldAlert[]) {
    this.#names = new NameIndex(alerts);
    this.#numbers = new NumberIndex(alerts);
    this.#byId = new Map(alerts.map((alert) => [alert.SchengenId, alert]));
    const onPersons = alerts.filter(({ Identity }) => Identity.length > 0);
    this.#samples = [...new Map(onPersons.map((alert) => [alert.Category, alert])).values()];
  }

  /** `today` is YYYYMMDD; an alert beyond its last day is no more. */
  search(search: Search, today: string): Finding[] {
    const asked = new Set(search.categories);
    const standing = this.#candidates(search).filter((alert) => asked.has(alert.Category) && today <= alert.ExpiresOn);
    return standing.flatMap((alert) => find(search, alert) ?? []);
  }

  /** Some alert of a category that was not asked for: what a faulty SIS would leak. */
  outside(categories: readonly string[]): HeldAlert | undefined {
    return this.#samples.find((alert) => !categories.includes(alert.Category));
  }

  #candidates(search: Search): readonly HeldAlert[] {
    if (search.kind === 'alert') return [this.#byId.get(search.schengenId)].flatMap((alert) => alert ?? []);
    if (search.kind === 'document') return this.#numbers.candidates(search.number);
    return search.mode === 'fuzzy' ? this.#names.nearlyNamed(search.person.surname) : this.#names.named(search.person.surname);
  }
}

function find(search: Search, alert: HeldAlert): Finding | undefined {
  if (search.kind === 'person') return findPerson(search, alert);
  if (search.kind === 'document') return findDocument(search, alert);
  return { alert, ...firstIdentity(alert), fields: ['schengenId'], score: 100 };
}

const firstIdentity = (alert: HeldAlert): { identity?: number } => (alert.Identity.length > 0 ? { identity: 0 } : {});

function findPerson(search: Extract<Search, { kind: 'person' }>, alert: HeldAlert): Finding | undefined {
  for (const [index, identity] of alert.Identity.entries()) {
    const fields = matchIdentity(search.person, identity, search.mode);
    if (fields !== undefined) return { alert, identity: index, fields, score: Math.min(100, 40 + fields.length * 15) };
  }
  return undefined;
}

/** O and 0, I and 1 are confused only when asked to be fuzzy, and then it shows in the score. */
function findDocument(search: Extract<Search, { kind: 'document' }>, alert: HeldAlert): Finding | undefined {
  const identity = firstIdentity(alert);
  const country = search.mode === 'anyNumber' ? undefined : search.country;
  if (alert.Document.some((document) => matchDocument(search.number, country, document))) {
    return { alert, ...identity, fields: ['documentNumber'], score: 100 };
  }
  if (search.mode !== 'fuzzy') return undefined;
  const asked = plainNumber(search.number);
  const near = alert.Document.some(({ Number: number, NumberTo }) => NumberTo === undefined && plainNumber(number) === asked);
  return near ? { alert, ...identity, fields: ['documentNumber~'], score: 60 } : undefined;
}
