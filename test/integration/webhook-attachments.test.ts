/** Attachments of messages by webhook: pushed before the message, judged by the reference libraries, or by reference alone; and what stops them. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { HTTP, type CloudEvent } from 'cloudevents';
import { before, describe, it } from 'mocha';
import { Webhook } from 'standardwebhooks';
import { pdf, referenceTo, useAttachments, type Uploaded } from '../support/attachment-room.ts';
import { eventually, mayReceive } from '../support/running-hub.ts';
import type { Received } from '../support/webhook-sink.ts';

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const ATTACHMENT = 'pl.gov.udsc.exchange.attachment.v1';
const MOST = 900_000;

const PARTIES: Readonly<Record<string, object>> = {
  'PL-PUSH': { attachments: 'push', maxAttachmentBytes: MOST },
  'PL-BINARY': { attachments: 'push', mode: 'binary' },
  'PL-FETCH': {},
  'PL-WITHHELD': { attachments: 'push', fields: { 'pl.gov.udsc.exchange.inquiry': ['/title', '/replyBy', '/attachments/*/name'] } },
};

describe('attachments of a message by webhook', () => {
  const room = useAttachments();
  const given = (): ReturnType<typeof room.hub> => room.hub();
  before('parties with webhooks', async () => {
    for (const [code, more] of Object.entries(PARTIES)) {
      const settings = { url: `${given().sink.url}/${code}`, secrets: [SECRET], ...more };
      await given().administration.createParty({
        code,
        name: code,
        roles: ['receive'],
        destination: { adapter: 'rest-consumers', settings },
      });
      await mayReceive(given(), code);
    }
    await given().running.hub.registry.refresh();
  });
  const send = async (to: string, uploads: readonly Uploaded[]): Promise<string> => {
    const { status, json } = await room.submit(
      'ASKER',
      to,
      uploads.map((one, n) => referenceTo(one, `kopia ${n} „ż”.pdf`)),
    );
    assert.equal(status, 202, JSON.stringify(json));
    return String(json['id']);
  };
  const cameTo = (code: string): readonly Received[] => given().sink.at(`/${code}`);
  const delivered = (id: string): Promise<true> =>
    eventually('it is delivered', async () => {
      const rows = await room.rows<{ state: string }>('SELECT state FROM delivery WHERE message_id = $1', [id]);
      return rows[0]?.state === 'delivered' || undefined;
    });
  const causeOf = (id: string): Promise<string> =>
    eventually(
      'a dead letter',
      async () =>
        (await room.rows<{ cause: string }>('SELECT cause FROM dead_letter WHERE message_id = $1', [id])).map(({ cause }) => cause)[0],
    );
  /** What happens between the acceptance and the delivery. */
  const meanwhile = async (to: string, uploads: readonly Uploaded[], happens: () => Promise<unknown>): Promise<string> => {
    await given().administration.holdDestination(to, { party: 'OPERATOR' }, 'test');
    await given().running.hub.registry.refresh();
    const id = await send(to, uploads);
    await happens();
    await given().administration.resumeDestination(to, { party: 'OPERATOR' }, 'test');
    await given().running.hub.registry.refresh();
    return id;
  };
  /** On a busy machine an attempt may run out of time and come again. */
  const onceEach = (all: readonly Received[]): readonly Received[] =>
    all.filter(({ webhookId }, n) => all.findIndex((other) => other.webhookId === webhookId) === n);
  const asEvent = ({ headers, body }: Received): CloudEvent<unknown> =>
    HTTP.toEvent({ headers, body: body.toString('utf8') }) as CloudEvent<unknown>;

  for (const code of ['PL-PUSH', 'PL-BINARY'])
    it(`come to ${code} before it, each an event whose signature and bytes the reference libraries accept`, async () => {
      const files = [pdf('one'), Buffer.concat([pdf('two'), randomBytes(700_000)]), Buffer.concat([pdf('3'), randomBytes(1)])];
      const uploads = await Promise.all(files.map((bytes) => room.uploaded('ASKER', bytes)));
      await delivered(await send(code, uploads));
      const came = onceEach(cameTo(code));
      assert.equal(came.length, files.length + 1);
      for (const one of came) assert.doesNotThrow(() => new Webhook(SECRET).verify(one.body.toString('utf8'), one.headers));
      const events = came.map(asEvent);
      files.forEach((bytes, n) => {
        const { id, type, subject, datacontenttype, sha256, data } = events[n] as CloudEvent<Uint8Array> & { sha256: string };
        const said = { id, type, subject, datacontenttype, sha256 };
        const upload = uploads[n] ?? assert.fail();
        const wanted = {
          id: upload.id,
          type: ATTACHMENT,
          subject: `kopia ${n} „ż”.pdf`,
          datacontenttype: 'application/pdf',
          sha256: upload.sha256,
        };
        assert.deepEqual(said, wanted);
        assert.ok(Buffer.from(data ?? []).equals(bytes));
      });
      const message = came.at(-1) ?? assert.fail();
      const ids = (events.at(-1)?.data as { attachments: { id: string }[] }).attachments.map(({ id }) => id);
      assert.deepEqual(
        ids,
        uploads.map(({ id }) => id),
      );
      assert.deepEqual(
        came.slice(0, -1).map(({ webhookId }) => webhookId),
        ids.map((id) => `${message.webhookId}-${id}`),
      );
    });

  it('stay with the hub where the party fetches them, and it alone may', async () => {
    const upload = await room.uploaded('ASKER', pdf('fetched'));
    await delivered(await send('PL-FETCH', [upload]));
    assert.deepEqual(
      onceEach(cameTo('PL-FETCH')).map((one) => asEvent(one).type),
      ['pl.gov.udsc.exchange.inquiry.v1'],
    );
    const { apiKey } = await given().administration.issueKey('PL-FETCH');
    await given().administration.addOfficer({ party: 'PL-FETCH', id: 'OFF-1', name: 'Officer', unit: 'Unit' });
    await given().running.hub.registry.refresh();
    const { status, bytes } = await room.fetchIt('PL-FETCH', upload.id, { headers: { authorization: `Bearer ${apiKey}` } });
    assert.deepEqual([status, bytes.equals(pdf('fetched'))], [200, true]);
    assert.equal((await room.fetchIt('OTHER', upload.id)).status, 404);
  });

  it('come again under the same ids when the message was not taken, and the message only after them', async () => {
    const before = cameTo('PL-PUSH').length;
    given().sink.answer('/PL-PUSH', { status: 500 });
    const id = await send('PL-PUSH', [await room.uploaded('ASKER', pdf('again'))]);
    await eventually('a vain attempt', () => cameTo('PL-PUSH').length > before || undefined);
    given().sink.answer('/PL-PUSH', { status: 200 });
    await delivered(id);
    const came = cameTo('PL-PUSH').slice(before);
    const types = came.map((one) => asEvent(one).type);
    assert.deepEqual(
      [types.lastIndexOf(ATTACHMENT), types.indexOf('pl.gov.udsc.exchange.inquiry.v1')],
      [types.length - 2, types.length - 1],
    );
    assert.equal(new Set(came.slice(0, -1).map(({ webhookId, body }) => `${webhookId} ${body.toString()}`)).size, 1);
  });

  it('are not kept a second time with a vain attempt', async () => {
    const rows = await room.rows<{ sent: Buffer | null }>("SELECT sent FROM attempt WHERE destination = 'PL-PUSH'");
    assert.notEqual(rows.length, 0);
    for (const { sent } of rows) assert.equal(sent?.includes('data_base64') ?? false, false);
  });

  it('that the party refuses make the message a dead letter, which does not come by itself', async () => {
    const before = cameTo('PL-PUSH').length;
    given().sink.answer('/PL-PUSH', { status: 413 });
    const id = await send('PL-PUSH', [await room.uploaded('ASKER', pdf('refused'))]);
    assert.equal(await causeOf(id), 'RECIPIENT_REJECTED');
    given().sink.answer('/PL-PUSH', { status: 200 });
    assert.deepEqual(
      cameTo('PL-PUSH')
        .slice(before)
        .map((one) => asEvent(one).type),
      [ATTACHMENT],
    );
  });

  it('larger together than the party takes make it a dead letter, and nothing is sent', async () => {
    const before = cameTo('PL-PUSH').length;
    const half = async (): Promise<Uploaded> => room.uploaded('ASKER', Buffer.concat([pdf('half'), Buffer.alloc(MOST / 2)]));
    assert.equal(await causeOf(await send('PL-PUSH', [await half(), await half()])), 'ATTACHMENT_TOO_LARGE');
    assert.equal(cameTo('PL-PUSH').length, before);
  });

  it('that are gone or spoilt make it a dead letter that says so, and nothing of them is sent', async () => {
    const before = cameTo('PL-PUSH').length;
    const large = (): Promise<Uploaded> => room.uploaded('ASKER', Buffer.concat([pdf('x'), randomBytes(600_000)]));
    const [gone, cut, spoilt] = [await large(), await large(), await large()];
    const causes = [
      await meanwhile('PL-PUSH', [gone], () => room.rows('DELETE FROM attachment_piece WHERE attachment_id = $1', [gone.id])),
      await meanwhile('PL-PUSH', [cut], () => room.rows('DELETE FROM attachment_piece WHERE attachment_id = $1 AND n = 2', [cut.id])),
      await meanwhile('PL-PUSH', [spoilt], () =>
        room.rows('UPDATE attachment_piece SET sealed = set_byte(sealed, 9, get_byte(sealed, 9) # 1) WHERE attachment_id = $1 AND n = 1', [
          spoilt.id,
        ]),
      ),
    ].map(causeOf);
    assert.deepEqual(await Promise.all(causes), ['ATTACHMENT_GONE', 'ATTACHMENT_SPOILT', 'ATTACHMENT_SPOILT']);
    assert.equal(cameTo('PL-PUSH').length, before);
  });

  it('that the settings of the party withhold are not pushed either', async () => {
    await delivered(await send('PL-WITHHELD', [await room.uploaded('ASKER', pdf('withheld'))]));
    const [message, ...more] = cameTo('PL-WITHHELD');
    assert.deepEqual([message?.body.includes('sha256'), more.length], [false, 0]);
  });
});
