/** The change feed: every change gets the next number. Can be told to hold numbers back, to leave some unused, to spoil records, and to repeat itself. */

interface FeedChange {
  readonly number: number;
  readonly at: string;
  /** The entry as it was then. */
  readonly xml: string;
}

export interface FeedAsked {
  readonly after: number;
  readonly upTo: number | undefined;
  readonly limit: number;
}

export class Feed {
  readonly #changes: FeedChange[] = [];
  readonly #unused: number[] = [];
  readonly #hidden = new Set<number>();
  #last = 0;
  #toHide = 0;
  #toSpoil = 0;
  readonly #spoilt = new Set<number>();
  #repeats = false;

  get last(): number {
    return this.#last;
  }

  add(xml: string, at: string): void {
    this.#last += 1;
    this.#changes.push({ number: this.#last, at, xml });
    if (this.#toHide > 0) {
      this.#toHide -= 1;
      this.#hidden.add(this.#last);
    }
    if (this.#toSpoil > 0) {
      this.#toSpoil -= 1;
      this.#spoilt.add(this.#last);
    }
  }

  /** The records of the next changes are none of the interface: whatever page they stand in is no valid document. */
  spoilNext(count: number): void {
    this.#toSpoil = count;
  }

  mend(): void {
    this.#toSpoil = 0;
    this.#spoilt.clear();
  }

  /** The next changes get numbers and are not shown: a gap, as where a transaction commits late. */
  hideNext(count: number): void {
    this.#toHide = count;
  }

  reveal(): void {
    this.#toHide = 0;
    this.#hidden.clear();
  }

  /** Numbers that no change will ever have, as where a transaction was rolled back; told when they are asked for. */
  skip(count: number): void {
    for (let n = 0; n < count; n += 1) this.#unused.push((this.#last += 1));
  }

  /** Every change of an answer stands in it twice. */
  repeat(isOn: boolean): void {
    this.#repeats = isOn;
  }

  read({ after, upTo = Infinity, limit }: FeedAsked): { readonly unused: readonly number[]; readonly changes: readonly FeedChange[] } {
    const isAsked = (number: number): boolean => number > after && number <= upTo;
    const shown = this.#changes.filter(({ number }) => isAsked(number) && !this.#hidden.has(number)).slice(0, limit);
    const end = shown.length === limit ? (shown.at(-1)?.number ?? after) : upTo;
    const unused = this.#unused.filter((number) => isAsked(number) && number <= end);
    const told = shown.map((change) => (this.#spoilt.has(change.number) ? { ...change, xml: '<Visa><Half' } : change));
    return { unused, changes: this.#repeats ? told.flatMap((change) => [change, change]) : told };
  }
}
