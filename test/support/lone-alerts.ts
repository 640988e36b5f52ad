/** Searches of the simulated SIS that find one alert and no other, for each category; taken from its base on generated people and papers. */
import { readFileSync } from 'node:fs';
import type { HeldAlert } from '../../adapters/sis2/simulator/alert.ts';
import { AlertStore, type Search } from '../../adapters/sis2/simulator/alert-store.ts';
import { generateAlerts, type BaseOptions } from '../../adapters/sis2/simulator/alerts.ts';
import { wireDay } from '../../adapters/sis2/simulator/wire-date.ts';

export interface LoneAlert {
  readonly schengenId: string;
  /** The body of a search, without who asks and why. */
  readonly search: { readonly kind: 'person'; readonly person: object } | { readonly kind: 'document'; readonly document: object };
}

/** From the hub's name of a category to what SIS calls it. */
export function categoryCodes(): ReadonlyMap<string, string> {
  const file = readFileSync(new URL('../../adapters/sis2/codes.json', import.meta.url), 'utf8');
  return new Map(Object.entries((JSON.parse(file) as { alertCategories: Record<string, string> }).alertCategories));
}

/** By the hub's name of the category, every one that a search by data can reveal. */
export function loneAlerts(base: BaseOptions): ReadonlyMap<string, LoneAlert> {
  const alerts = generateAlerts(base);
  const store = new AlertStore(alerts);
  const codes = categoryCodes();
  const today = wireDay(base.today);
  const isLone = (alert: HeldAlert): boolean => store.search(wireSearch(alert, [...codes.values()]), today).length === 1;
  const found = [...codes].map(([word, code]): [string, LoneAlert] => {
    const alert = alerts.find((one) => one.Category === code && isWhole(one) && isLone(one));
    if (alert === undefined) throw new Error(`The generated base has no alert of ${word} alone.`);
    return [word, { schengenId: alert.SchengenId, search: bodyOf(alert) }];
  });
  return new Map(found);
}

/** A paper, or a person with a forename and a whole date of birth. */
const isWhole = ({ Identity: [identity] }: HeldAlert): boolean =>
  identity === undefined || (identity.Forename !== undefined && /[^0].$|.[^0]$/.test(identity.DateOfBirth ?? ''));

function wireSearch({ Identity: [identity], Document: [document] }: HeldAlert, categories: readonly string[]): Search {
  const how = { mode: 'anyName', categories } as const;
  if (identity === undefined) return { ...how, kind: 'document', number: document?.Number ?? '' };
  const { Surname: surname = '', Forename: forename = '', DateOfBirth: dateOfBirth = '' } = identity;
  return { ...how, kind: 'person', person: { surname, forename, dateOfBirth } };
}

function bodyOf({ Identity: [identity], Document: [document] }: HeldAlert): LoneAlert['search'] {
  if (identity === undefined) return { kind: 'document', document: { number: document?.Number } };
  const { Surname: surname, Forename: forename, DateOfBirth = '' } = identity;
  return { kind: 'person', person: { surname, forename, dateOfBirth: DateOfBirth.replace(/(....)(..)(..)/, '$1-$2-$3') } };
}
