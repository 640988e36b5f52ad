/**
 * Consumers that take, lose, put back, repeat and forget what lies in their queue, as drawn: nothing is ever delivered that was not
 * acknowledged, a lane goes on only past what was, and in the end everything arrives.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { useQueueRoom } from '../support/queue-room.ts';
import type { QueueParty, TakenMessage } from '../support/queue-party.ts';
import { eventually } from '../support/running-hub.ts';

/** forget: RabbitMQ is told that the message was taken, and the hub is not. */
type Deed = 'acknowledge' | 'acknowledge twice' | 'forget' | 'put back';
const deeds = fc.array(fc.constantFrom<Deed>('acknowledge', 'acknowledge twice', 'forget', 'forget', 'put back'), { maxLength: 12 });
const lanes = fc.array(fc.constantFrom('a', 'a', 'b', null), { minLength: 1, maxLength: 6 });

describe('a queue of a party, whatever its consumer does', function () {
  this.timeout(120_000);
  const { room, join, consume, send, delivery } = useQueueRoom();

  it('has nothing delivered without its acknowledgement, keeps the order of lanes, and loses nothing', async () => {
    await fc.assert(fc.asyncProperty(lanes, deeds, consumeBadly), { numRuns: 8, endOnFailure: true });
  });

  async function consumeBadly(keys: readonly (string | null)[], plan: readonly Deed[]): Promise<void> {
    const code = await join({ acknowledgeWithinMs: 300 });
    const party = await consume(code);
    const ids: string[] = [];
    for (const sequencekey of keys) ids.push(await send(code, sequencekey === null ? {} : { sequencekey }));
    const acknowledged = new Set<string>();
    const firsts: { readonly key: unknown; readonly id: string; readonly after: ReadonlySet<string> }[] = [];
    let done = 0;
    const work = async (): Promise<true | undefined> => {
      for (; done < party.taken.length; done += 1) {
        const one = party.taken[done];
        if (one === undefined) break;
        if (!firsts.some(({ id }) => id === one.deliveryId))
          firsts.push({ key: one.event['sequencekey'], id: one.deliveryId, after: new Set(acknowledged) });
        await perform(plan[done] ?? 'acknowledge', one, { party, acknowledged });
      }
      for (const id of await delivered(code)) assert.ok(acknowledged.has(id), `${id} is delivered, and nobody acknowledged it`);
      return (await delivered(code)).length === ids.length || undefined;
    };
    await eventually('all are delivered', work, 30_000);
    await party.leave();
    const deliveries = await Promise.all(ids.map(delivery));
    for (const key of new Set(keys.filter((one) => one !== null))) {
      const lane = deliveries.flatMap(({ id }, index) => (keys[index] === key ? [id] : []));
      const came = firsts.filter((one) => one.key === key);
      assert.deepEqual(
        came.map(({ id }) => id),
        lane,
        'the order of acceptance',
      );
      for (const [index, { after }] of came.entries())
        for (const id of lane.slice(0, index)) assert.ok(after.has(id), 'the one before is acknowledged');
    }
  }

  async function delivered(destination: string): Promise<string[]> {
    const text = `SELECT id::text FROM delivery WHERE destination = $1 AND state = 'delivered'`;
    return (await room.running.hub.database.reads.query<{ id: string }>(text, [destination])).rows.map(({ id }) => id);
  }
});

interface Hands {
  readonly party: QueueParty;
  readonly acknowledged: Set<string>;
}

async function perform(deed: Deed, one: TakenMessage, { party, acknowledged }: Hands): Promise<void> {
  if (deed === 'forget') return party.channel.ack(one.message);
  if (deed === 'put back') return party.channel.nack(one.message, false, true);
  acknowledged.add(one.deliveryId);
  if (deed === 'acknowledge twice') await party.say(one.deliveryId);
  await party.acknowledge(one);
}
