/** What can happen to deliveries, each as a command that fast-check draws: it is done in the database and told to the model. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as rules from './delivery-model.ts';
import type { Model } from './delivery-model.ts';
import { ask, MAILBOX, move, NO_AUDIT, pick, pushed, step, which, type Step, type World } from './delivery-world.ts';
import { mailboxSteps } from './mailbox-steps.ts';
import { accept, claimAs, deliver, fail, handOver, LEASE_MS, type ClaimedDelivery, type NewMessage } from './message-path.ts';
import { operatorSteps } from './operator-steps.ts';

const batches = fc.record({
  to: fc.constantFrom(['FAST'], ['FAST'], ['SLOW'], [MAILBOX], ['FAST', 'SLOW'], ['FAST', MAILBOX]),
  key: fc.option(fc.constantFrom('k1', 'k2'), { freq: 4 }),
  lease: fc.constantFrom(true, true, false),
  /** One message each. */
  expiresInMs: fc.array(fc.option(fc.constantFrom(LEASE_MS / 2, 3 * LEASE_MS), { freq: 2 }), { minLength: 1, maxLength: 4 }),
});
type Batch = typeof batches extends fc.Arbitrary<infer T> ? T : never;

const accepts = step('accept', batches, async (batch, world, model) => {
  const { to, key, lease } = batch;
  const expiries = batch.expiresInMs.map((inMs) => (inMs === null ? null : model.now + inMs));
  const messages = expiries.map((expiresAt) => newMessage(batch, expiresAt === null ? null : world.beganMs + expiresAt));
  const rows = await accept(world.pool, world.writers[0], messages);
  const wanted = expiries.flatMap((expiresAt) => to.map((destination) => ({ destination, expiresAt })));
  for (const [index, { destination, expiresAt }] of wanted.entries()) {
    const isPull = destination === MAILBOX;
    const { delivery_id: id = '', message_id: messageId = '' } = rows[index] ?? {};
    rules.accepted(model, { id, messageId, destination, key, isPull, expiresAt, lease: lease && !isPull });
  }
});

function newMessage({ to, key, lease }: Batch, expiresAtMs: number | null): NewMessage {
  const toOne = (destination: string): NewMessage => ({
    ...{ destination, sequenceKey: key, pull: destination === MAILBOX, lease: lease && destination !== MAILBOX },
    ...(expiresAtMs === null ? {} : { expiresAt: new Date(expiresAtMs).toISOString() }),
  });
  const [first = '', second] = to;
  return { ...toOne(first), ...(second === undefined ? {} : { also: toOne(second) }) };
}

const claims = step('claim', fc.record({ which, most: fc.constantFrom(1, 9), alone: fc.boolean() }), async (given, world, model) => {
  const queued = rules.all(model).filter(({ state }) => state === 'queued');
  const from = queued.length === 0 ? 0 : given.which % queued.length;
  const ids = queued.slice(from, from + given.most).map(({ id }) => id);
  await claimThem(world, model, { ids, alone: given.alone });
});

async function claimThem(
  world: World,
  model: Model,
  { ids, alone }: { ids: readonly string[]; alone: boolean },
): Promise<ClaimedDelivery[]> {
  const got = await claimAs(world.pool, world.writers[1], { ids, alone });
  const foretold = rules.claimed(model, ids, { token: got[0]?.claim ?? '', alone });
  assert.deepEqual(got.map(({ id }) => id).sort(), foretold.sort(), 'what the claim got');
  world.claims.push(...got);
  return got;
}

const ends = fc.constantFrom<rules.Settled['end']>(
  'delivered',
  'delivered',
  'dead',
  'dead',
  { retryMs: LEASE_MS / 2 },
  { retryMs: 2 * LEASE_MS },
  { awaitMs: LEASE_MS / 2 },
  { awaitMs: 2 * LEASE_MS },
);
const settles = step('settle', fc.record({ which, end: ends }), async ({ which: index, end }, world, model) => {
  const holds = world.claims.filter(({ id, claim }) => model.deliveries.get(id)?.claim === claim);
  const one = pick(holds, index);
  if (one !== undefined) await settle(world, model, { one, end });
});

/** An outcome of a claim that was lost, of all the rather where another one has the delivery in hand now. */
const settlesLate = step('settle late', fc.record({ which, end: ends }), async ({ which: index, end }, world, model) => {
  const lost = world.claims.filter(({ id, claim }) => model.deliveries.get(id)?.claim !== claim);
  const taken = lost.filter(({ id }) => model.deliveries.get(id)?.state === 'delivering');
  const one = pick(taken, index) ?? pick(lost, index);
  if (one !== undefined) await settle(world, model, { one, end });
});

/** As it mostly goes: claimed and settled at once. */
const attempts = step('attempt', fc.record({ which, end: ends }), async ({ which: index, end }, world, model) => {
  const leased = rules.all(model).filter(({ state, leased }) => state === 'queued' && leased);
  const ids = [pick(leased, index)?.id ?? '0'];
  for (const one of await claimThem(world, model, { ids, alone: true })) await settle(world, model, { one, end });
});

async function settle(world: World, model: Model, { one, end }: { one: ClaimedDelivery; end: rules.Settled['end'] }): Promise<void> {
  if (end === 'delivered') await deliver(world.pool, world.writers[1], [one]);
  else if (typeof end === 'object' && 'awaitMs' in end)
    await handOver(world.pool, world.writers[1], { delivery: one, withinMs: end.awaitMs });
  else await fail(world.pool, world.writers[1], { delivery: one, ...(end === 'dead' ? {} : { delayMs: end.retryMs }) });
  rules.settled(model, { id: one.id, claim: one.claim, end });
}

const dispatches = step('dispatch', fc.record({ to: pushed, window: fc.constantFrom(2, 1000) }), ({ to, window }, world, model) =>
  dispatch(world, model, { to, window }),
);

/** Which of the due ones a narrow window takes is the database's to say; how many, the model's. */
async function dispatch(world: World, model: Model, { to, window }: { to: string; window: number }): Promise<void> {
  const text = 'SELECT kind, id::text, claim FROM hub_dispatch($1, $2, 100, $3, $4, 1000)';
  const rows = await ask<{ kind: string; id: string; claim: string }>(world, text, [world.writers[0], to, window, LEASE_MS]);
  const { poison, unacknowledged } = rules.lapsed(model, to);
  const room = Math.max(0, window - rules.all(model).filter(({ destination, leased }) => destination === to && leased).length);
  const due = rules.sendable(model, to);
  const lapses = rows.filter(({ kind }) => kind === 'poison' || kind === 'unacknowledged');
  const sent = rows.filter((row) => !lapses.includes(row)).map(({ id }) => due.find((one) => one.id === id));
  assert.equal(sent.length, Math.min(room, due.length), 'how many are dispatched');
  for (const one of sent) rules.dispatched(model, one ?? assert.fail('one was dispatched that was not due'));
  const foretold = [...poison.map(({ id }) => `poison ${id}`), ...unacknowledged.map(({ id }) => `unacknowledged ${id}`)];
  assert.deepEqual(lapses.map(({ kind, id }) => `${kind} ${id}`).sort(), foretold.sort(), 'whose lapse is an outcome');
  for (const { kind, id, claim } of lapses)
    await settle(world, model, { one: { id, claim, laneId: null, position: null }, end: kind === 'poison' ? 'dead' : { retryMs: 0 } });
}

/** Nodes that die with all they have in hand: every lease runs out, and others may take the same in hand. */
const crashes = step('crash', fc.record({ to: pushed, taken: fc.boolean() }), async ({ to, taken }, world, model) => {
  const leased = (): string[] =>
    rules.all(model).flatMap((one) => (one.destination === to && one.leased && one.state === 'queued' ? [one.id] : []));
  await claimThem(world, model, { ids: leased(), alone: true });
  await move(world, model, LEASE_MS);
  await dispatch(world, model, { to, window: 1000 });
  if (taken) await claimThem(world, model, { ids: leased(), alone: true });
});

/** Recipients say that they have something: what was sent to them, what was not, what is another's; some of it twice. */
const acknowledges = step(
  'acknowledge sent',
  fc.record({ to: pushed, which, most: fc.constantFrom(1, 3) }),
  async (given, world, model) => {
    const from = given.which % Math.max(1, model.deliveries.size);
    const asked = rules
      .all(model)
      .filter(({ destination }) => destination !== MAILBOX)
      .slice(from, from + given.most);
    const open = asked.filter((one) => one.destination === given.to && rules.isAcknowledgeable(one));
    const ids = (some: typeof asked): string[] => some.map(({ id }) => id);
    const text = 'SELECT kind, id::text FROM hub_acknowledge($1, $2, $3, $4, $5, $6)';
    const rows = await ask<{ kind: string; id: string }>(world, text, [
      world.writers[1],
      given.to,
      ids(asked),
      ids(open),
      NO_AUDIT,
      LEASE_MS,
    ]);
    const told = rows.filter(({ kind }) => kind !== 'promoted').map(({ kind, id }) => `${kind} ${id}`);
    const foretold = asked.map((one) => `${rules.acknowledgedByQueue(model, given.to, one)} ${one.id}`);
    assert.deepEqual(told.sort(), foretold.sort(), 'what the recipient is told');
  },
);

const waits = step('wait', fc.constantFrom(LEASE_MS / 2, LEASE_MS, 2 * LEASE_MS), (byMs, world, model) => move(world, model, byMs));

const expires = step('expire after', fc.constantFrom(0, LEASE_MS / 2), async (afterMs, world, model) => {
  await move(world, model, afterMs);
  await ask(world, 'SELECT * FROM hub_expire($1, 100, $2)', [world.writers[0], LEASE_MS]);
  rules.expired(model);
});

const folds = step('fold', fc.constant(''), async (_, world) => void (await ask(world, 'SELECT hub_fold_tallies(0)', [])));

const often = [accepts, accepts, claims, settles, settlesLate, dispatches, attempts, attempts, attempts].flatMap((one) => [one, one]);
const sometimes = [acknowledges, acknowledges, crashes, waits, expires, folds, ...operatorSteps, ...mailboxSteps];
export const steps: fc.Arbitrary<Step>[] = [...often, ...sometimes];
