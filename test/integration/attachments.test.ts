/** Attachments over HTTP: what is taken and refused, who may read them, and that every reading is recorded before its first byte. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import { digestOf, pdf, referenceTo, sha256, useAttachments } from '../support/attachment-room.ts';
import { eventually } from '../support/running-hub.ts';

const MAX = 3_000_000;

describe('an attachment', () => {
  const room = useAttachments((settings) => ({ ...settings, maxBytes: MAX }));
  const stored = async (): Promise<number> => (await room.rows<{ n: number }>('SELECT count(*)::int AS n FROM attachment'))[0]?.n ?? -1;
  const readings = (id: string): Promise<{ officer: string; purpose: string; party: string }[]> =>
    room.rows(`SELECT party, officer, purpose FROM audit_entry WHERE event = 'message.attachment-read' AND payload LIKE '%' || $1 || '%'`, [
      id,
    ]);

  it('is answered with what was stored, and comes back byte by byte with its type and digest', async () => {
    for (const size of [1, 262_136, 262_144, 262_145, 1_000_000]) {
      const bytes = Buffer.concat([pdf('x'), randomBytes(size)]);
      const { status, headers, json } = await room.upload('ASKER', bytes);
      assert.equal(status, 201);
      assert.equal(headers.get('location'), `/api/v1/attachments/${String(json['id'])}`);
      const { id: _id, expiresAt: _until, ...said } = json;
      assert.deepEqual(said, { sha256: sha256(bytes), sizeBytes: bytes.length, mediaType: 'application/pdf' });
      const form = '_attachments/attachment.schema.json';
      assert.deepEqual(room.hub().running.hub.schemas.faults(form, json), []);
      const back = await room.fetchIt('ASKER', String(json['id']));
      assert.ok(back.bytes.equals(bytes));
      const told = ['content-type', 'content-length', 'content-digest', 'cache-control', 'content-disposition'].map((name) =>
        back.headers.get(name),
      );
      assert.deepEqual(told, ['application/pdf', String(bytes.length), digestOf(bytes), 'no-store', 'attachment']);
    }
  });

  it('is stored without a byte of its content in the clear', async () => {
    const secret = 'Kowalska-1987-synthetic';
    const { id } = await room.uploaded('ASKER', pdf(secret));
    const rows = await room.rows<{ sealed: Buffer }>('SELECT sealed FROM attachment_piece WHERE attachment_id = $1', [id]);
    assert.equal(rows.length, 1);
    assert.equal(rows[0]?.sealed.includes(secret), false);
  });

  it('is a new one under another id when the same bytes come again', async () => {
    const [first, second] = [await room.uploaded('ASKER', pdf('same')), await room.uploaded('ASKER', pdf('same'))];
    assert.equal(first.sha256, second.sha256);
    assert.notEqual(first.id, second.id);
  });

  it('may name its digest in hex instead, and must name it once and rightly', async () => {
    const bytes = pdf('digest');
    const hex = { 'content-digest': undefined, 'hub-sha256': sha256(bytes).toUpperCase() };
    assert.equal((await room.upload('ASKER', bytes, hex)).status, 201);
    const wrong: Readonly<Record<string, string | undefined>>[] = [
      { 'content-digest': undefined },
      { 'content-digest': 'sha-512=:AAAA:' },
      { 'content-digest': undefined, 'hub-sha256': 'abc' },
      { 'hub-sha256': sha256(pdf('other')) },
    ];
    const before = await stored();
    for (const headers of wrong) assert.equal((await room.upload('ASKER', bytes, headers)).json['code'], 'INVALID_PARAMETER');
    assert.equal(await stored(), before);
  });

  it('is refused, and nothing of it stays, when the bytes are not those declared, not of the type, or none', async () => {
    const before = await stored();
    const wrong: [Buffer, Record<string, string>][] = [
      [pdf('a'), { 'content-digest': digestOf(pdf('b')) }],
      [Buffer.from('PK\u0003\u0004 not a pdf'), {}],
      [pdf('a'), { 'content-type': 'image/png' }],
      [Buffer.from('%PD'), {}],
      [Buffer.alloc(0), {}],
    ];
    for (const [bytes, headers] of wrong) {
      const { status, json } = await room.upload('ASKER', bytes, { 'content-digest': digestOf(bytes), ...headers });
      assert.deepEqual([status, json['code']], [422, 'ATTACHMENT_DIFFERS'], String(headers['content-type']));
    }
    assert.equal(await stored(), before);
    const recorded = await room.rows(`SELECT FROM audit_entry WHERE event = 'message.attachment-refused'`);
    assert.equal(recorded.length, wrong.length);
  });

  it('is refused before its bytes are read when its type is not allowed, it is too large, compressed, or from nobody', async () => {
    const before = await stored();
    const large = Buffer.concat([pdf('x'), Buffer.alloc(MAX)]);
    const answers = [
      await room.upload('ASKER', pdf('x'), { 'content-type': 'application/x-msdownload' }),
      await room.upload('ASKER', pdf('x'), { 'content-type': undefined }),
      await room.upload('ASKER', large),
      await room.upload('ASKER', pdf('x'), { 'content-encoding': 'gzip' }),
      await room.upload('NOBODY', pdf('x')),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [415, 415, 413, 415, 401],
    );
    assert.equal(await stored(), before);
  });

  it('is asked for only when it is wanted', async () => {
    assert.deepEqual(await room.askFirst('ASKER', pdf('wanted'), 'application/pdf'), { wanted: true, status: 201 });
    assert.deepEqual(await room.askFirst('ASKER', pdf('unwanted'), 'application/zip'), { wanted: false, status: 415 });
  });

  it('is refused at the limit when its length was not announced', async () => {
    const before = await stored();
    const bytes = Buffer.concat([pdf('x'), Buffer.alloc(MAX)]);
    const body = new ReadableStream({
      start: (controller) => {
        for (let from = 0; from < bytes.length; from += 100_000) controller.enqueue(new Uint8Array(bytes.subarray(from, from + 100_000)));
        controller.close();
      },
    });
    const headers = { 'content-type': 'application/pdf', 'content-digest': digestOf(bytes) };
    const { status, json } = await room.call('ASKER', '/attachments', { method: 'POST', body, headers, duplex: 'half' });
    assert.deepEqual([status, json['code']], [413, 'BODY_TOO_LARGE']);
    assert.equal(await stored(), before);
  });

  it('leaves nothing behind when its sender stops in the middle', async () => {
    const before = await stored();
    const cutting = room.cutOff('ASKER', Buffer.concat([pdf('x'), Buffer.alloc(600_000)]), 2_000_000);
    await eventually('it has begun', async () => (await stored()) > before);
    await cutting;
    await eventually('it is gone', async () => (await stored()) === before);
  });

  it('is read by its uploader and the parties of a message that refers to it, and by nobody else', async () => {
    const uploaded = await room.uploaded('ASKER', pdf('for ONE'));
    const statuses = async (): Promise<number[]> =>
      Promise.all(['ASKER', 'ONE', 'OTHER'].map(async (party) => (await room.fetchIt(party, uploaded.id)).status));
    assert.deepEqual(await statuses(), [200, 404, 404]);
    const { status, json } = await room.submit('ASKER', 'ONE', [referenceTo(uploaded)]);
    assert.equal(status, 202, JSON.stringify(json));
    assert.deepEqual(await statuses(), [200, 200, 404]);
    assert.ok((await room.fetchIt('ONE', uploaded.id)).bytes.equals(pdf('for ONE')));
    for (const unknown of [randomUUID(), 'no-uuid']) assert.equal((await room.fetchIt('ONE', unknown)).status, 404);
  });

  it('is not read without saying who and why, and each reading is recorded with it', async () => {
    const { id } = await room.uploaded('ASKER', pdf('recorded'));
    assert.equal((await room.call('ASKER', `/attachments/${id}`)).json['code'], 'WHO_AND_WHY_REQUIRED');
    assert.deepEqual(await readings(id), []);
    await room.fetchIt('ASKER', id);
    assert.deepEqual(await readings(id), [{ party: 'ASKER', officer: 'OFF-1', purpose: 'CASE' }]);
    const head = await room.fetchIt('ASKER', id, { method: 'HEAD' });
    assert.deepEqual([head.status, head.bytes.length, head.headers.get('content-length')], [200, 0, String(pdf('recorded').length)]);
  });

  it('is withheld when the reading cannot be recorded', async () => {
    const { id } = await room.uploaded('ASKER', pdf('withheld'));
    const rename = (from: string, to: string): Promise<unknown> => room.rows(`ALTER FUNCTION ${from}(json) RENAME TO ${to}`);
    await rename('hub_append_audit', 'hub_append_audit_away');
    try {
      const { status, json, bytes } = await room.fetchIt('ASKER', id);
      assert.deepEqual([status, json['code'], bytes.includes('%PDF')], [503, 'AUDIT_UNAVAILABLE', false]);
    } finally {
      await rename('hub_append_audit_away', 'hub_append_audit');
    }
  });

  it('is never handed out in part as the whole: a spoilt, missing or swapped piece ends the answer', async () => {
    const bytes = Buffer.concat([pdf('spoilt'), randomBytes(700_000)]);
    const [one, two] = [await room.uploaded('ASKER', bytes), await room.uploaded('ASKER', bytes)];
    await room.rows('DELETE FROM attachment_piece WHERE attachment_id = $1 AND n = 2', [one.id]);
    await assert.rejects(room.fetchIt('ASKER', one.id));
    await room.rows('UPDATE attachment_piece SET n = CASE n WHEN 0 THEN 11 ELSE 10 END WHERE attachment_id = $1 AND n < 2', [two.id]);
    await room.rows('UPDATE attachment_piece SET n = n - 10 WHERE attachment_id = $1 AND n > 9', [two.id]);
    const { status, json } = await room.fetchIt('ASKER', two.id);
    assert.deepEqual([status, json['code']], [500, 'ATTACHMENT_SPOILT']);
  });

  it('is read by an adapter for a message that refers to it, and for no other', async () => {
    const uploaded = await room.uploaded('ASKER', pdf('door'));
    const { json } = await room.submit('ASKER', 'ONE', [referenceTo(uploaded)]);
    const { attachments } = room.hub().running.hub;
    const read = async (messageId: string): Promise<Buffer> => {
      const pieces: Buffer[] = [];
      for await (const piece of attachments.read(messageId, uploaded.id)) pieces.push(piece);
      return Buffer.concat(pieces);
    };
    assert.ok((await read(String(json['id']))).equals(pdf('door')));
    await assert.rejects(read(randomUUID()), { hubCode: 'ATTACHMENT_GONE' });
  });
});

describe('a node that takes one upload at a time', () => {
  const room = useAttachments((settings) => ({ ...settings, uploadsAtOnce: 1 }));

  it('sends the others away to come back, and takes the next when the first has ended', async () => {
    const slow = room.cutOff('ASKER', Buffer.concat([pdf('slow'), Buffer.alloc(1000)]), 5_000);
    await eventually('it has begun', async () => (await room.rows('SELECT FROM attachment')).length === 1);
    assert.equal((await room.upload('ONE', pdf('x'))).json['code'], 'ACCEPT_QUEUE_FULL');
    await slow;
    await eventually('there is room', async () => (await room.upload('ONE', pdf('x'))).status === 201);
  });
});
