/** Things that take a moment to make and are kept by name: whoever asks meanwhile waits for the same one; what failed is made anew. */
import { HubError } from '../../broker/contract/errors.ts';

export interface Shelf<Thing> {
  get(name: string): Promise<Thing>;
  forget(name: string): void;
  clear(): void;
  /** Answers what is kept; nothing is made any more. */
  end(): readonly Promise<Thing>[];
}

export function createShelf<Thing>(make: (name: string) => Promise<Thing>): Shelf<Thing> {
  const made = new Map<string, Promise<Thing>>();
  let ended = false;
  return {
    forget: (name) => void made.delete(name),
    clear: () => made.clear(),
    end: () => {
      ended = true;
      return [...made.values()];
    },
    get: (name) => {
      const known = made.get(name);
      if (known !== undefined) return known;
      const thing = ended ? Promise.reject(new HubError('SHUTTING_DOWN')) : make(name);
      made.set(name, thing);
      thing.catch(() => {
        if (made.get(name) === thing) made.delete(name);
      });
      return thing;
    },
  };
}
