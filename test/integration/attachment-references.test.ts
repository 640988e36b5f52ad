/** Messages that refer to attachments: what is checked at submit, and that an attachment lives as long as the content that names it. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import { createHousekeeping } from '../../broker/retention/housekeeping.ts';
import { pdf, referenceTo, useAttachments, type HttpAnswer } from '../support/attachment-room.ts';

describe('a message that refers to attachments', () => {
  const room = useAttachments();
  const pointers = ({ json }: HttpAnswer): string[] => ((json['errors'] ?? []) as { pointer: string }[]).map(({ pointer }) => pointer);
  const refused = async (from: string, attachments: readonly unknown[]): Promise<string[]> => {
    const answer = await room.submit(from, from === 'ONE' ? 'ASKER' : 'ONE', attachments);
    assert.deepEqual([answer.status, answer.json['code']], [422, 'INVALID_MESSAGE']);
    return pointers(answer);
  };
  const turn = (): Promise<void> => createHousekeeping(room.hub().running.hub).turn();
  const exists = async (id: string): Promise<boolean> => (await room.rows('SELECT FROM attachment WHERE id = $1', [id])).length === 1;
  const pieces = async (id: string): Promise<number> =>
    (await room.rows('SELECT FROM attachment_piece WHERE attachment_id = $1', [id])).length;
  const moveClock = (hours: number): Promise<unknown> =>
    room.rows('UPDATE hub_clock SET offset_ms = offset_ms + $1', [Math.round(hours * 3_600_000)]);
  const endContent = async (id: unknown): Promise<void> => {
    for (const table of ['delivery_open', 'dead_letter']) await room.rows(`DELETE FROM ${table} WHERE message_id = $1`, [id]);
    await room.rows(`UPDATE message SET delete_after = hub_now() - interval '1 second' WHERE id = $1`, [id]);
    await turn();
  };

  it('names what the sender uploaded, as it was uploaded; each fault has its place', async () => {
    const [mine, theirs] = [await room.uploaded('ASKER', pdf('mine')), await room.uploaded('ONE', pdf('theirs'))];
    const right = referenceTo(mine);
    assert.deepEqual(await refused('ASKER', [referenceTo(theirs)]), ['/data/attachments/0/id']);
    assert.deepEqual(await refused('ASKER', [right, { ...right, id: randomUUID() }]), ['/data/attachments/1/id']);
    const changed = { ...right, sha256: 'a'.repeat(64), sizeBytes: 7, mediaType: 'image/png' };
    const wrong = ['mediaType', 'sha256', 'sizeBytes'].map((key) => `/data/attachments/0/${key}`);
    assert.deepEqual(await refused('ASKER', [changed]), wrong);
    assert.equal((await room.submit('ASKER', 'ONE', [right, { ...right, id: mine.id.toUpperCase(), name: 'twice.pdf' }])).status, 202);
  });

  it('cannot name an upload that was not finished', async () => {
    const { attachments } = room.hub().running.hub;
    const bytes = (async function* () {
      yield pdf('unfinished');
    })();
    const stored = await attachments.store({ party: 'ASKER', mediaType: 'application/pdf' }, bytes);
    const reference = referenceTo({ ...stored, mediaType: 'application/pdf', expiresAt: '' });
    assert.deepEqual(await refused('ASKER', [reference]), ['/data/attachments/0/id']);
    assert.equal((await room.fetchIt('ASKER', stored.id)).status, 404);
    await moveClock(1.1);
    await turn();
    assert.equal(await exists(stored.id), false);
  });

  it('keeps its attachment while its content is kept, and both go together', async () => {
    const uploaded = await room.uploaded('ASKER', pdf('together'));
    const { json } = await room.submit('ASKER', 'ONE', [referenceTo(uploaded)]);
    await moveClock(25);
    await turn();
    assert.equal((await room.fetchIt('ONE', uploaded.id)).status, 200);
    await endContent(json['id']);
    assert.deepEqual([await exists(uploaded.id), await pieces(uploaded.id)], [false, 0]);
    assert.equal((await room.fetchIt('ONE', uploaded.id)).status, 404);
    const [body] = await room.rows<{ body: unknown }>('SELECT body FROM message WHERE id = $1', [json['id']]);
    assert.equal(body?.body, null);
  });

  it('leaves an attachment that another message refers to as well', async () => {
    const uploaded = await room.uploaded('ASKER', pdf('shared'));
    const [first, second] = [
      await room.submit('ASKER', 'ONE', [referenceTo(uploaded)]),
      await room.submit('ASKER', 'OTHER', [referenceTo(uploaded)]),
    ];
    await endContent(first.json['id']);
    assert.deepEqual(
      await Promise.all(['ONE', 'OTHER', 'ASKER'].map(async (party) => (await room.fetchIt(party, uploaded.id)).status)),
      [404, 200, 200],
    );
    await endContent(second.json['id']);
    assert.equal(await exists(uploaded.id), false);
  });

  it('comes too late after a day: without a message an attachment expires and is deleted', async () => {
    const uploaded = await room.uploaded('ASKER', pdf('late'));
    await moveClock(23.9);
    await turn();
    assert.equal(await exists(uploaded.id), true);
    await moveClock(0.2);
    assert.deepEqual(await refused('ASKER', [referenceTo(uploaded)]), ['/data/attachments/0/id']);
    assert.equal((await room.fetchIt('ASKER', uploaded.id)).status, 404);
    await turn();
    assert.deepEqual([await exists(uploaded.id), await pieces(uploaded.id)], [false, 0]);
  });

  it('gets its first receipt again when it is repeated after its attachment expired', async () => {
    const uploaded = await room.uploaded('ASKER', pdf('repeat'));
    const id = randomUUID();
    const body = JSON.stringify({
      ...{ specversion: '1.0', id, source: '/parties/ASKER', type: 'pl.gov.udsc.exchange.inquiry.v1', destination: 'ONE' },
      data: {
        title: 'A',
        question: 'B',
        replyBy: new Date(Date.now() + 200 * 3_600_000).toISOString(),
        attachments: [referenceTo(uploaded)],
      },
    });
    const send = (): Promise<HttpAnswer> =>
      room.call('ASKER', '/messages', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    const first = await send();
    assert.equal(first.status, 202, JSON.stringify(first.json));
    await moveClock(25);
    const again = await send();
    assert.deepEqual([again.status, again.json['id']], [200, first.json['id']]);
  });

  it('is refused alone when its attachment goes between the look and the commit, and its neighbours are accepted', async () => {
    const { deliveries } = room.hub().running.hub;
    const uploaded = await room.uploaded('ASKER', pdf('gone'));
    const submission = (id: string, attachment?: string): Parameters<typeof deliveries.accept>[0] => ({
      ...{ id, party: 'ASKER', source: '/parties/ASKER', eventId: id, type: 'test', keepDays: 90, sha256: 'ab', body: Buffer.from('{}') },
      ...{ subject: null, sequenceKey: null, correlationId: null, causationId: null, purpose: null, traceParent: null, expiresAt: null },
      recipients: [{ destination: 'ONE', pull: true }],
      ...(attachment === undefined ? {} : { attachments: [{ ...uploaded, id: attachment }] }),
    });
    const gone = submission(randomUUID(), randomUUID());
    const rest = [submission(randomUUID()), submission(randomUUID(), uploaded.id)];
    const results = await Promise.allSettled([gone, ...rest].map((one) => deliveries.accept(one)));
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'fulfilled', 'fulfilled'],
    );
    assert.equal((await room.rows('SELECT FROM attachment_use WHERE message_id = $1', [rest[1]?.id])).length, 1);
  });
});
