/** What operators do to dead letters, lanes and destinations, as drawn steps. */
import { laneId } from '../../broker/delivery/lanes.ts';
import * as rules from './delivery-model.ts';
import type { Model, ModelDelivery } from './delivery-model.ts';
import { ask, NO_AUDIT, pick, pushed, step, which } from './delivery-world.ts';
import { LEASE_MS } from './message-path.ts';

const dead = (model: Model, index: number): ModelDelivery | undefined =>
  pick(
    rules.all(model).filter(({ state }) => state === 'dead'),
    index,
  );

const putsBack = step('put back', which, async (index, world, model) => {
  const one = dead(model, index);
  if (one === undefined) return;
  await ask(world, 'SELECT * FROM hub_retry_dead($1, $2, $3)', [world.writers[0], [one.id], NO_AUDIT]);
  rules.putBack(model, one);
});

const discards = step('discard', which, async (index, world, model) => {
  const one = dead(model, index);
  if (one === undefined) return;
  await ask(world, `SELECT * FROM hub_discard_dead($1, $2, 'test', $3, $4)`, [world.writers[0], [one.id], NO_AUDIT, LEASE_MS]);
  rules.discarded(model, one);
});

const releases = step('release', which, async (index, world, model) => {
  const blocking = rules.all(model).filter((one) => one.state === 'dead' && rules.blocks(one));
  const { key, destination, ...one } = pick(blocking, index) ?? { key: null, destination: '' };
  if (key === null || !('id' in one)) return;
  const lane = laneId({ destination, sender: 'PL-SG', sequenceKey: key });
  await ask(world, 'SELECT * FROM hub_release_lanes($1, $2, $3, $4)', [world.writers[0], [lane], NO_AUDIT, LEASE_MS]);
  rules.released(model, { key, destination, ...one });
});

const holds = step('hold', pushed, async (to, world, model) => {
  await ask(world, 'UPDATE destination SET held_since = hub_now() WHERE name = $1', [to]);
  await ask(world, 'SELECT hub_unlease($1, $2)', [world.writers[0], to]);
  rules.held(model, to);
});
const resumes = step('resume', pushed, async (to, world, model) => {
  await ask(world, 'UPDATE destination SET held_since = NULL WHERE name = $1', [to]);
  model.held.delete(to);
});

export const operatorSteps = [putsBack, discards, releases, holds, resumes, resumes];
