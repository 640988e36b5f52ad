/**
 * What one destination may have in hand: as many sends at a time as it has slots, as many claimed ahead of them, and a bounded
 * number of outcomes being committed behind them. Work that waits beyond that is not begun, and so not claimed.
 */
export interface Desk {
  /** Begins the work as soon as there is room; it must settle without throwing. */
  add(work: Work): void;
  /** Begun and not ended. */
  inFlight(): number;
}

/** Runs a send in one of the slots, first come, first served. */
export type InSlot = <T>(send: () => Promise<T>) => Promise<T>;
export type Work = (inSlot: InSlot) => Promise<void>;

/** One claimed ahead for each slot waits for one send at most, which its claim lease has room for. */
const AHEAD = 2;
const IN_HAND = 4;

export function createDesk(slots: number, isStopping: () => boolean): Desk {
  const waiting: Work[] = [];
  const sends = createSlots(slots);
  let unsent = 0;
  let inFlight = 0;

  const pump = (): void => {
    while (unsent < AHEAD * slots && inFlight < IN_HAND * slots && !isStopping()) {
      const work = waiting.shift();
      if (work === undefined) return;
      void begin(work);
    }
  };

  const begin = async (work: Work): Promise<void> => {
    unsent += 1;
    inFlight += 1;
    const sent = once(() => (unsent -= 1));
    await work(async (send) => {
      try {
        return await sends(send);
      } finally {
        sent();
        pump();
      }
    });
    sent();
    inFlight -= 1;
    pump();
  };

  const add = (work: Work): void => {
    waiting.push(work);
    pump();
  };
  return { add, inFlight: () => inFlight };
}

function createSlots(count: number): InSlot {
  const queue: (() => void)[] = [];
  let free = count;
  const enter = (): Promise<void> | undefined => {
    if (free === 0) return new Promise((resolve) => queue.push(resolve));
    free -= 1;
    return undefined;
  };
  const leave = (): void => {
    const next = queue.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return async (send) => {
    await enter();
    try {
      return await send();
    } finally {
      leave();
    }
  };
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}
