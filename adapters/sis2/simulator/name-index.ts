/** Finds the alerts that bear a name, without a look at all of them. */
import type { HeldAlert } from './alert.ts';
import { isNear, lookupKeys } from './matching.ts';
import { nameKey } from './name-key.ts';

export class NameIndex {
  readonly #byKey = new Map<string, HeldAlert[]>();

  constructor(alerts: readonly HeldAlert[]) {
    for (const alert of alerts) for (const key of new Set(lookupKeys(alert))) this.#list(key).push(alert);
  }

  /** Alerts with this name as surname, forename or name at birth, in any usual spelling. */
  named(name: string): readonly HeldAlert[] {
    return this.#byKey.get(nameKey(name)) ?? [];
  }

  /** As named, one letter off at most. Compares different names, of which there are a few thousand however many alerts there are. */
  nearlyNamed(name: string): readonly HeldAlert[] {
    const asked = nameKey(name);
    const near = [...this.#byKey].filter(([key]) => isNear(asked, key));
    return [...new Set(near.flatMap(([, alerts]) => alerts))];
  }

  #list(key: string): HeldAlert[] {
    const known = this.#byKey.get(key) ?? [];
    this.#byKey.set(key, known);
    return known;
  }
}
