/** Finds the alerts that may hold a document number, alone or in a range of blanks, without a look at all of them. */
import type { HeldAlert } from './alert.ts';
import { plainNumber } from './matching.ts';

interface Range {
  readonly from: string;
  readonly alert: HeldAlert;
}

export class NumberIndex {
  readonly #byNumber = new Map<string, HeldAlert[]>();
  /** By length, then in order; ranges do not overlap. */
  readonly #ranges = new Map<number, Range[]>();

  constructor(alerts: readonly HeldAlert[]) {
    for (const alert of alerts) this.#add(alert);
    for (const ranges of this.#ranges.values()) ranges.sort((a, b) => (a.from < b.from ? -1 : 1));
  }

  /** Alerts with this number or one that could be mistaken for it, and the one whose range begins nearest below it. */
  candidates(number: string): readonly HeldAlert[] {
    const below = lastFrom(this.#ranges.get(number.length) ?? [], number);
    return [...(this.#byNumber.get(plainNumber(number)) ?? []), ...(below === undefined ? [] : [below.alert])];
  }

  #add(alert: HeldAlert): void {
    for (const { Number: from, NumberTo } of alert.Document)
      if (NumberTo !== undefined) push(this.#ranges, from.length, { from, alert });
      else push(this.#byNumber, plainNumber(from), alert);
  }
}

function push<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** The last range that begins at the number or before it. */
function lastFrom(ranges: readonly Range[], number: string): Range | undefined {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.from ?? '') <= number) low = middle + 1;
    else high = middle;
  }
  return ranges[low - 1];
}
