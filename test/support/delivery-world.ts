/** Where drawn steps of deliveries happen: the real statements on one side, the model on the other, and the laws after each. */
import fc from 'fast-check';
import type pg from 'pg';
import type { Model, ModelDelivery } from './delivery-model.ts';
import type { ClaimedDelivery } from './message-path.ts';

export interface World {
  readonly pool: pg.Pool;
  /** When the run began, by the database's clock. */
  readonly beganMs: number;
  readonly writers: readonly [string, string];
  /** All claims that were ever given out, late ones too. */
  readonly claims: ClaimedDelivery[];
  readonly leases: { readonly token: string; readonly held: readonly ModelDelivery[] }[];
  readonly check: (model: Model) => Promise<void>;
}

export type Step = fc.AsyncCommand<Model, World>;

export const NO_AUDIT = JSON.stringify({ entries: [] });
export const MAILBOX = 'MAILBOX';
/** The destinations that are sent to. */
export const pushed = fc.constantFrom('FAST', 'SLOW');
/** Which of many, modulo their number. */
export const which = fc.nat(99);

/** A drawn thing that happens: after it all laws hold and the model foretold the tables. */
export function step<T>(
  name: string,
  drawn: fc.Arbitrary<T>,
  run: (given: T, world: World, model: Model) => Promise<void>,
): fc.Arbitrary<Step> {
  return drawn.map((given) => ({
    check: () => true,
    run: async (model, world) => {
      await run(given, world, model);
      await world.check(model);
    },
    toString: () => `${name} ${JSON.stringify(given)}`,
  }));
}

export const pick = <T>(among: readonly T[], index: number): T | undefined => among[index % among.length];
export const ask = async <Row extends object>({ pool }: World, text: string, values: readonly unknown[]): Promise<Row[]> =>
  (await pool.query<Row & Record<string, unknown>>(text, [...values])).rows;
export async function move(world: World, model: Model, byMs: number): Promise<void> {
  model.now += byMs;
  await ask(world, 'UPDATE hub_clock SET offset_ms = $1', [model.now]);
}
