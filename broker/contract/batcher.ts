/**
 * Group commit: items that arrive while every line is busy share the next batch. A line has one batch in flight, so a lone
 * caller pays one round trip and a crowd shares it. `run` answers one result an item, in order; an Error in the list rejects
 * its item only, a throw rejects the whole batch.
 */
export interface Batcher<Item, Result> {
  add(item: Item): Promise<Result>;
  /** Items that wait for the next batch. */
  waiting(): number;
  /** Resolves when nothing waits and nothing is in flight. */
  idle(): Promise<void>;
}

interface BatcherOptions<Item, Result> {
  readonly maxBatch: number;
  /** How long the first item of a batch waits for company. */
  readonly lingerMs: number;
  /** What runs a batch; each has one in flight at a time. */
  readonly lines: readonly Line<Item, Result>[];
}

export type Line<Item, Result> = (items: Item[]) => Promise<(Result | Error)[]>;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export function createBatcher<Item, Result>(options: BatcherOptions<Item, Result>): Batcher<Item, Result> {
  let queue: Waiting<Item, Result>[] = [];
  const free = [...options.lines];
  let idlers: (() => void)[] = [];

  const add = (item: Item): Promise<Result> =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      const line = free.shift();
      if (line !== undefined) begin(line);
    });

  const begin = (line: Line<Item, Result>): void => {
    if (options.lingerMs > 0) setTimeout(() => void work(line), options.lingerMs);
    else setImmediate(() => void work(line));
  };

  const work = async (line: Line<Item, Result>): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.slice(0, options.maxBatch);
      queue = queue.slice(options.maxBatch);
      await settle(batch, line);
    }
    free.push(line);
    if (isBusy()) return;
    for (const wake of idlers) wake();
    idlers = [];
  };

  const isBusy = (): boolean => free.length < options.lines.length;
  const idle = (): Promise<void> => (isBusy() ? new Promise((resolve) => idlers.push(resolve)) : Promise.resolve());

  return { add, waiting: () => queue.length, idle };
}

async function settle<Item, Result>(batch: Waiting<Item, Result>[], run: Line<Item, Result>): Promise<void> {
  try {
    const results = await run(batch.map((waiting) => waiting.item));
    batch.forEach((waiting, index) => {
      const result = results[index];
      if (result instanceof Error) waiting.reject(result);
      else waiting.resolve(result as Result);
    });
  } catch (error) {
    for (const waiting of batch) waiting.reject(error);
  }
}
