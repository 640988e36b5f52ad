/** How a mailbox is emptied, as drawn steps: a lease at a time, acknowledged wholly, in part, late or twice. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import * as rules from './delivery-model.ts';
import { ask, MAILBOX, NO_AUDIT, step, which } from './delivery-world.ts';
import { LEASE_MS } from './message-path.ts';

const fetches = step('fetch', fc.integer({ min: 1, max: 3 }), async (most, world, model) => {
  const token = randomUUID();
  const text = 'SELECT id::text FROM hub_mailbox_lease($1, $2, $3, $4, $5)';
  const rows = await ask<{ id: string }>(world, text, [world.writers[0], MAILBOX, most, token, LEASE_MS]);
  const held = rules.mailboxLeased(model, MAILBOX, { most, token });
  assert.deepEqual(
    rows.map(({ id }) => id),
    held.map(({ id }) => id),
    'what the mailbox hands out',
  );
  world.leases.push({ token, held });
});

const acknowledges = step('acknowledge', fc.record({ which, without: fc.nat(3) }), async (given, world, model) => {
  const { token, held } = world.leases.at(-1 - (given.which % 2)) ?? { token: randomUUID(), held: [] };
  const asked = held.filter((_, index) => index + 1 !== given.without);
  const ids = asked.map(({ messageId }) => messageId);
  await ask(world, 'SELECT * FROM hub_mailbox_acknowledge($1, $2, $3, $4, $5)', [world.writers[1], MAILBOX, token, ids, NO_AUDIT]);
  rules.acknowledged(model, asked, token);
});

export const mailboxSteps = [fetches, fetches, acknowledges, acknowledges];
