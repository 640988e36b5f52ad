/** Several things that happened, each to one consultation: a consultation is locked once and stepped by its own things, in their order. */
import { stepEach, type LedgerHub } from './ledger.ts';
import { andThen, unchanged, type Consultation, type Stepped } from './process/consultation.ts';
import { byKeys, type Found } from './stored.ts';

export interface Work<Item> {
  readonly items: readonly Item[];
  /** The id or the reference of the consultation. */
  readonly keyOf: (item: Item) => string;
  /** With the instant at which the consultation was locked. What it throws undoes the steps of all. */
  readonly step: (consultation: Consultation, item: Item, now: number) => Stepped;
  /** After the last thing of each consultation. */
  readonly atLast?: (consultation: Consultation) => Stepped;
}

/** Things about no consultation are left alone. */
export function stepItems<Item>(hub: LedgerHub, { items, keyOf, step, atLast = unchanged }: Work<Item>): Promise<readonly Stepped[]> {
  return stepEach(hub, byKeys([...new Set(items.map(keyOf))]), (found) => {
    const own = items.filter((item) => isAbout(found, keyOf(item)));
    const stepped = own.reduce((before, item) => andThen(before, (now) => step(now, item, found.now)), unchanged(found.consultation));
    return andThen(stepped, atLast);
  });
}

const isAbout = ({ consultation: { id, reference } }: Found, key: string): boolean => key === reference || key.toLowerCase() === id;
