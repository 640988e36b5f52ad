/** Holds the alerts and finds them; looks only at the categories asked for, and counts its limit over these alone. */
import type { Finding, HeldAlert } from './alert.ts';
import { lookupKeys, matchDocument, matchIdentity, type Mode, type PersonQuery } from './matching.ts';
import { nameKey } from './name-key.ts';

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
  readonly #alerts: readonly HeldAlert[];
  readonly #byName = new Map<string, HeldAlert[]>();
  readonly #byId: ReadonlyMap<string, HeldAlert>;
  readonly #withDocuments: readonly HeldAlert[];

  constructor(alerts: readonly HeldAlert[]) {
    this.#alerts = alerts;
    this.#withDocuments = alerts.filter((alert) => alert.Document.length > 0);
    this.#byId = new Map(alerts.map((alert) => [alert.SchengenId, alert]));
    for (const alert of alerts) for (const key of new Set(lookupKeys(alert))) this.#nameList(key).push(alert);
  }

  search(search: Search): Finding[] {
    const found = this.#candidates(search).filter((alert) => search.categories.includes(alert.Category));
    return found.flatMap((alert) => find(search, alert) ?? []);
  }

  /** Some alert of a category that was not asked for: what a faulty SIS would leak. */
  outside(categories: readonly string[]): HeldAlert | undefined {
    return this.#alerts.find((alert) => alert.Identity.length > 0 && !categories.includes(alert.Category));
  }

  #candidates(search: Search): readonly HeldAlert[] {
    if (search.kind === 'alert') return [this.#byId.get(search.schengenId)].flatMap((alert) => alert ?? []);
    if (search.kind === 'document') return this.#withDocuments;
    if (search.mode === 'fuzzy') return this.#alerts;
    return this.#byName.get(nameKey(search.person.surname)) ?? [];
  }

  #nameList(key: string): HeldAlert[] {
    const known = this.#byName.get(key) ?? [];
    this.#byName.set(key, known);
    return known;
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
  const plain = (number: string): string => number.replaceAll('O', '0').replaceAll('I', '1');
  const near = alert.Document.some((document) => document.NumberTo === undefined && plain(document.Number) === plain(search.number));
  return near ? { alert, ...identity, fields: ['documentNumber~'], score: 60 } : undefined;
}
