/** Messages into a RabbitMQ queue of the party's own: delivered when the party says so over its own exchange, and never before. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import type { QueueParty } from '../support/queue-party.ts';
import { useQueueRoom } from '../support/queue-room.ts';
import { eventually, NOTE } from '../support/running-hub.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a message into the queue of a party', () => {
  const { room, join, send, delivery, consume, administer } = useQueueRoom();
  const parties: QueueParty[] = [];
  const joined = async (settings: Record<string, unknown> = {}, policy: Record<string, unknown> = {}): Promise<[string, QueueParty]> => {
    const code = await join(settings, policy);
    return [code, await consumed(code)];
  };
  const consumed = async (code: string, eager = false): Promise<QueueParty> => {
    const party = await consume(code, eager);
    parties.push(party);
    return party;
  };
  const nth = (party: QueueParty, index: number): Promise<QueueParty['taken'][number]> =>
    eventually(`message ${index} arrives`, () => party.taken[index]);
  const reaches = (messageId: string, state: string): Promise<unknown> =>
    eventually(`it is ${state}`, async () => (await delivery(messageId)).state === state || undefined);
  const errorsOf = async (ids: readonly string[]): Promise<readonly string[]> =>
    (await Promise.all(ids.map(delivery))).flatMap(({ failedAttempts }) => failedAttempts.map(({ errorCode }) => errorCode));
  after('leave', async () => void (await Promise.all(parties.map((party) => party.leave().catch(() => undefined)))));

  for (const [words, settings] of [
    ['structured mode', { mode: 'structured' }],
    ['binary mode', { mode: 'binary' }],
    ['binary mode with the older prefix', { mode: 'binary', attributePrefix: 'cloudEvents:' }],
  ] as const)
    it(`is an event to the reference library in ${words}, and delivered once it is acknowledged`, async () => {
      const [code, party] = await joined(settings);
      const id = await send(code, { subject: 'sprawa 7 „ż”', sequencekey: 'k' });
      const one = await nth(party, 0);
      const { type, source, subject, data, sequence } = one.event;
      assert.deepEqual(
        { type, source, subject, data, sequence: Number(sequence) },
        {
          type: NOTE,
          source: '/parties/PL-SG',
          subject: 'sprawa 7 „ż”',
          data: { title: 'Zmiana adresu', text: 'Ulica „Żółta” 5' },
          sequence: 1,
        },
      );
      assert.deepEqual([(await delivery(id)).state, (await delivery(id)).id], ['delivering', one.deliveryId]);
      await party.acknowledge(one);
      await reaches(id, 'delivered');
    });

  it('is not delivered because RabbitMQ was told so: what the hub does not hear did not happen', async () => {
    const [code, party] = await joined({ acknowledgeWithinMs: 600 });
    const id = await send(code);
    const first = await nth(party, 0);
    party.channel.ack(first.message);
    const second = await nth(party, 1);
    assert.deepEqual([second.deliveryId, (await delivery(id)).state], [first.deliveryId, 'delivering']);
    const { attempts, failedAttempts } = await delivery(id);
    assert.deepEqual([attempts, failedAttempts.map(({ errorCode }) => errorCode)], [2, ['NOT_ACKNOWLEDGED']]);
    await party.acknowledge(second);
    await reaches(id, 'delivered');
  });

  it('comes again under the same id after its lease when the queue was emptied', async () => {
    const code = await join({ acknowledgeWithinMs: 1500 });
    const id = await send(code);
    const { messageCount } = await eventually('it lies in the queue', () => administer(code, 'purgeQueue'));
    assert.equal(messageCount, 1);
    const party = await consumed(code);
    assert.equal(party.taken.length, 0);
    const again = await nth(party, 0);
    assert.deepEqual([again.deliveryId, (await delivery(id)).attempts], [(await delivery(id)).id, 2]);
    await party.acknowledge(again);
    await reaches(id, 'delivered');
  });

  it('comes again when the queue was deleted with all that lay in it, into a queue made anew', async () => {
    const code = await join({ acknowledgeWithinMs: 1500 });
    const id = await send(code);
    await eventually('it lies in the queue', () => administer(code, 'deleteQueue'));
    const later = await send(code);
    await eventually(
      'the next publish finds no queue',
      async () => (await errorsOf([id, later])).includes('PARTY_QUEUE_MISSING') || undefined,
    );
    const party = await consumed(code);
    await eventually('both arrive', () => party.taken.length === 2 || undefined);
    for (const one of party.taken) await party.acknowledge(one);
    for (const each of [id, later]) await reaches(each, 'delivered');
  });

  it('waits with the hub while the queue is full, and fills it again when the party consumes', async () => {
    const code = await join({ maxMessages: 2 }, { breakerOpenAfter: 2 });
    // A quorum queue counts a moment late: one after the other.
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const id = await send(code);
      await eventually('it was tried', async () => (await delivery(id)).attempts > 0 || undefined);
      ids.push(id);
    }
    await eventually('the queue is full', async () => (await errorsOf(ids)).includes('PARTY_QUEUE_FULL') || undefined);
    const party = await consumed(code, true);
    for (const id of ids) await reaches(id, 'delivered');
    assert.equal(new Set(party.taken.map(({ deliveryId }) => deliveryId)).size, ids.length);
  });

  it('lies in the queue no longer than its lease, so that copies do not pile up while nobody consumes', async () => {
    const code = await join({ acknowledgeWithinMs: 400 });
    const id = await send(code);
    await eventually('it was published three times', async () => (await delivery(id)).attempts >= 3 || undefined);
    const party = await consumed(code);
    await nth(party, 0);
    await pause(100);
    assert.equal(party.taken.length, 1);
  });

  it('waits for the acknowledgement of the one before it in its lane, and others do not', async () => {
    const [code, party] = await joined();
    const lane = [await send(code, { sequencekey: 'a' }), await send(code, { sequencekey: 'a' }), await send(code, { sequencekey: 'a' })];
    const free = await send(code);
    await eventually('the first of the lane and the free one', () => party.taken.length === 2 || undefined);
    await pause(200);
    assert.deepEqual(
      new Set(party.taken.map(({ deliveryId }) => deliveryId)),
      new Set([(await delivery(lane[0] ?? '')).id, (await delivery(free)).id]),
    );
    const order: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      const one = await nth(party, index);
      if (one.event['sequencekey'] === 'a') order.push(one.deliveryId);
      await party.acknowledge(one);
    }
    for (const id of [...lane, free]) await reaches(id, 'delivered');
    assert.deepEqual(order, await Promise.all(lane.map(async (id) => (await delivery(id)).id)));
  });

  it('becomes a dead letter when it stays unacknowledged for too long, and is delivered by an acknowledgement all the same', async () => {
    const [code, party] = await joined({ acknowledgeWithinMs: 200 }, { maxAgeMs: 500 });
    const id = await send(code, { sequencekey: 'z' });
    const next = await send(code, { sequencekey: 'z' });
    await reaches(id, 'dead');
    assert.equal((await delivery(id)).reason, 'TOO_OLD');
    await party.acknowledge(await nth(party, 0));
    await reaches(id, 'delivered');
    await eventually('its lane goes on', async () => (await delivery(next)).attempts > 0 || undefined);
  });

  it('expires at its time, unacknowledged, and an acknowledgement is too late then', async () => {
    const [code, party] = await joined();
    const id = await send(code, { expirytime: new Date(Date.now() + 3000).toISOString() });
    const one = await nth(party, 0);
    await reaches(id, 'expired');
    const { body, contentType } = await party.say(one.deliveryId);
    assert.deepEqual([body['code'], contentType], ['ACKNOWLEDGEMENT_TOO_LATE', 'application/problem+json']);
  });

  it('may be acknowledged twice, with the same answer', async () => {
    const [code, party] = await joined();
    const id = await send(code);
    const { deliveryId } = await nth(party, 0);
    const answers = [await party.say(deliveryId), await party.say(deliveryId)];
    assert.deepEqual(
      answers.map(({ body }) => body),
      [
        { deliveryId, result: 'acknowledged' },
        { deliveryId, result: 'acknowledged' },
      ],
    );
    assert.equal((await delivery(id)).state, 'delivered');
  });

  it('cannot be acknowledged by another party, nor before it was sent, nor by what is no id', async () => {
    const [code, party] = await joined();
    const [, stranger] = await joined();
    const first = await send(code, { sequencekey: 'q' });
    const second = await send(code, { sequencekey: 'q' });
    const { deliveryId } = await nth(party, 0);
    const parked = (await delivery(second)).id;
    const said = [await stranger.say(deliveryId), await party.say('99999999999'), await party.say(parked), await party.say('no id')];
    assert.deepEqual(
      said.map(({ body }) => body['code']),
      ['ACKNOWLEDGEMENT_UNKNOWN', 'ACKNOWLEDGEMENT_UNKNOWN', 'ACKNOWLEDGEMENT_TOO_EARLY', 'ACKNOWLEDGEMENT_UNREADABLE'],
    );
    assert.deepEqual([(await delivery(first)).state, (await delivery(second)).state], ['delivering', 'parked']);
    const { rows } = await room.running.hub.database.reads.query<{ subject: string }>(
      `SELECT subject FROM problem WHERE kind = 'ACKNOWLEDGEMENT_REFUSED' AND subject = $1`,
      [code],
    );
    assert.equal(rows.length, 1);
  });
});
