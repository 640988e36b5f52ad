/** Copies of documents beside consular messages, both ways over real SMTP, in both dialects: as they were, once each, or a dead letter that says why. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import {
  visionMail,
  visMailMessage,
  withFiles,
  type From,
  type Outgoing,
  type WrittenFile,
} from '../../adapters/visa-consultation-network/simulator/written-forms.ts';
import { pdf, sha256 } from '../support/attachment-room.ts';
import { networkExample, OURS, THEIRS } from '../support/network.ts';
import { openNetworkRoom, type Arrived, type NetworkRoom } from '../support/network-room.ts';
import { eventually } from '../support/running-hub.ts';
import { useDatabase } from '../support/suite-database.ts';

const TYPE = 'pl.gov.udsc.visa.consular-message.v1';
const FROM: From = { state: 'DEU', address: THEIRS, to: OURS };
const MOST = 700_000;

interface Reference {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

const messages: Readonly<Record<'vision' | 'vis-mail', (unifier: string) => Outgoing>> = {
  vision: (unifier) => {
    const lines = ['001:DEU0000000000000401', '002:20260204', '003:DEU;Sample', '070:Copies', '071:As asked for.'];
    return visionMail(FROM, 'DEU0000000000000401.M', [`000:${unifier}`, ...lines]);
  },
  'vis-mail': (unifier) => visMailMessage(FROM, unifier),
};

for (const dialect of ['vision', 'vis-mail'] as const)
  describe(`files beside a consular message in ${dialect}`, function () {
    this.timeout(60_000);
    const database = useDatabase();
    let room: NetworkRoom;
    before(async () => {
      room = await openNetworkRoom(database.url, { dialect, peer: { maxAttachmentBytes: MOST }, listen: { maxBytes: 2_000_000 } });
    });
    after(() => room.close());

    const upload = async (bytes: Buffer, name = 'kopia „ż” 王.pdf', mediaType = 'application/pdf'): Promise<Reference> => {
      const stored = await room.hub.hub.takeAttachment('PL-UDSC', { mediaType }, one(bytes));
      const { id, sha256: digest, sizeBytes } = stored;
      return { id, name, mediaType, sha256: digest, sizeBytes };
    };
    const send = async (id: string, attachments: readonly Reference[]): Promise<string> => {
      const data = { ...networkExample('CONSULAR_MESSAGE'), attachments };
      const event = { specversion: '1.0', id, source: '/parties/PL-UDSC', type: TYPE, destination: 'DEU-VISION', data };
      const { body } = await room.hub.call<{ id: string }>('exchange.submit', { party: 'PL-UDSC', roles: ['submit'], body: event });
      return body.id;
    };
    const forms = (): typeof room.state.received => room.state.received.filter(({ isSignal }) => !isSignal);
    const causeOf = (id: string): Promise<string> =>
      eventually('a dead letter', async () => {
        const rows = await room.query<{ cause: string }>('SELECT cause FROM dead_letter WHERE message_id = $1', [id]);
        return rows[0]?.cause;
      });
    /** Between acceptance and delivery. */
    const meanwhile = async (happens: () => Promise<unknown>, work: () => Promise<string>): Promise<string> => {
      const { administration, hub } = room.hub;
      await administration.holdDestination('DEU-VISION', { party: 'OPERATOR' }, 'test');
      await hub.registry.refresh();
      const id = await work();
      await happens();
      await administration.resumeDestination('DEU-VISION', { party: 'OPERATOR' }, 'test');
      await hub.registry.refresh();
      return id;
    };
    const arrival = (unifier: string): Promise<Arrived> =>
      eventually(`the message ${unifier}`, async () => (await room.mailbox()).find(({ id }) => id === `DEU-${unifier}`));
    const readAs = async (party: string, { id }: Reference): Promise<Buffer | undefined> => {
      const { attachments } = room.hub.hub;
      return (await attachments.readable(party, id)) === undefined ? undefined : all(attachments.open(id));
    };
    const isKept = async (reason: RegExp): Promise<boolean> =>
      (await room.query<{ reason: string }>('SELECT reason FROM network_unreadable')).some((kept) => reason.test(kept.reason));
    const complained = (words: RegExp): Promise<unknown> =>
      eventually(`a technical error: ${String(words)}`, () =>
        room.state.received.find(({ isSignal, text }) => isSignal && words.test(text)),
      );

    it('reach the other state as they were, named and with their digests, and the form tells nothing of them', async () => {
      const files = [Buffer.concat([pdf('one'), randomBytes(300_000)]), pdf('two'), Buffer.from('Zażółć.\r\n')];
      const references = [await upload(files[0] ?? assert.fail()), await upload(files[1] ?? assert.fail(), 'two.pdf')];
      references.push(await upload(files[2] ?? assert.fail(), 'note.txt', 'text/plain'));
      await send('F-1', references);
      const form = await eventually('the form', () => forms()[0]);
      const seen = form.files.map(({ name, mediaType, bytes }) => [name, mediaType, sha256(bytes)]);
      assert.deepEqual(
        seen,
        references.map(({ name, mediaType, sha256: digest }) => [name, mediaType, digest]),
      );
      assert.deepEqual(
        form.files.map(({ sha256: digest }) => Buffer.from(digest, 'base64').toString('hex')),
        files.map(sha256),
      );
      assert.doesNotMatch(form.text, new RegExp(`${references[0]?.id}|[Aa]ttachments`));
      await eventually('form R', async () => (await room.mailbox()).find(({ type }) => type.includes('form-received')));
    });

    it('larger together than the state takes make the message a dead letter, and no mail goes out', async () => {
      const before_ = room.state.received.length;
      const half = (): Promise<Reference> => upload(Buffer.concat([pdf('half'), Buffer.alloc(MOST / 2)]));
      assert.equal(await causeOf(await send('F-2', [await half(), await half()])), 'ATTACHMENT_TOO_LARGE');
      assert.equal(room.state.received.length, before_);
    });

    it('that are gone or spoilt make the message a dead letter that says so, and no mail goes out', async () => {
      const before_ = forms().length;
      const [gone, spoilt] = [await upload(pdf('gone')), await upload(Buffer.concat([pdf('x'), randomBytes(400_000)]))];
      const ids = [
        await meanwhile(
          () => room.query('DELETE FROM attachment_piece WHERE attachment_id = $1', [gone.id]),
          () => send('F-3', [gone]),
        ),
        await meanwhile(
          () =>
            room.query(
              'UPDATE attachment_piece SET sealed = set_byte(sealed, 5, get_byte(sealed, 5) # 1) WHERE attachment_id = $1 AND n = 1',
              [spoilt.id],
            ),
          () => send('F-4', [spoilt]),
        ),
      ];
      assert.deepEqual(await Promise.all(ids.map(causeOf)), ['ATTACHMENT_GONE', 'ATTACHMENT_SPOILT']);
      assert.equal(forms().length, before_);
    });

    const files: readonly WrittenFile[] = [
      { name: 'zaproszenie „ż”.pdf', mediaType: 'application/pdf', bytes: Buffer.concat([pdf('in'), randomBytes(400_000)]) },
      { name: '../../b.xml', mediaType: 'application/xml', bytes: Buffer.from('<a/>'), sha256: sha256(Buffer.from('<a/>')) },
    ];

    it('of the other state are stored for the parties of the message, and for nobody else', async () => {
      await room.state.send(withFiles(messages[dialect]('DEUF1'), files));
      const { data } = await arrival('DEUF1');
      const references = data['attachments'] as readonly Reference[];
      const seen = references.map(({ id: _id, ...said }) => said);
      const wanted = files.map(({ name, mediaType, bytes }) => ({
        name: name.replace(/^.*\//, ''),
        mediaType,
        sha256: sha256(bytes),
        sizeBytes: bytes.length,
      }));
      assert.deepEqual(seen, wanted);
      for (const [n, reference] of references.entries()) {
        for (const party of ['PL-UDSC', 'DEU-VISION'])
          assert.ok((await readAs(party, reference))?.equals(files[n]?.bytes ?? Buffer.alloc(0)));
        assert.equal(await readAs('PL-OTHER', reference), undefined);
      }
    });

    it('in the same mail twice are one message with the same files, and the notice goes out again', async () => {
      const notices = (): number => room.state.received.filter(({ isSignal, text }) => isSignal && text.includes('DEUF2')).length;
      const mail = withFiles(messages[dialect]('DEUF2'), files);
      await room.state.send(mail);
      await eventually('a notice', () => notices() > 0 || undefined);
      await room.state.send(mail);
      await eventually('a second notice', () => notices() > 1 || undefined);
      await arrival('DEUF2');
      assert.equal((await room.mailbox()).filter(({ id }) => id === 'DEU-DEUF2').length, 1);
      const stored = await room.query('SELECT FROM attachment_use u JOIN message m ON m.id = u.message_id WHERE m.event_id = $1', [
        'DEU-DEUF2',
      ]);
      assert.equal(stored.length, files.length);
      assert.ok(!(await isKept(/came before/)));
    });

    it('of a mail whose message was never accepted are stored anew when they have expired meanwhile', async () => {
      for (const { bytes } of files)
        await room.query('INSERT INTO network_file VALUES ($1, $2, $3, gen_random_uuid(), hub_now())', ['DEU', 'DEUF3', sha256(bytes)]);
      await room.state.send(withFiles(messages[dialect]('DEUF3'), files));
      const [reference] = (await arrival('DEUF3')).data['attachments'] as readonly Reference[];
      assert.ok((await readAs('PL-UDSC', reference ?? assert.fail()))?.equals(files[0]?.bytes ?? Buffer.alloc(0)));
    });

    for (const [what, file, reason] of [
      ['with another digest than their bytes have', { sha256: 'ab'.repeat(32) }, /not those of its digest/],
      ['of a type that is not taken', { mediaType: 'application/zip' }, /UNSUPPORTED_MEDIA_TYPE/],
      ['that are not what they are called', { mediaType: 'image/png' }, /ATTACHMENT_DIFFERS/],
    ] as const)
      it(`${what} are kept with their mail, told to its sender, and make no message`, async () => {
        const unifier = `DEUBAD${reason.source.length}`;
        await room.state.send(
          withFiles(messages[dialect](unifier), [{ name: 'x.pdf', mediaType: 'application/pdf', bytes: pdf(what), ...file }]),
        );
        await complained(reason);
        assert.ok(await isKept(reason));
        assert.ok(!(await room.mailbox()).some(({ id }) => id === `DEU-${unifier}`));
      });

    it('too large for the mail server are refused with 552', async () => {
      const bytes = Buffer.concat([pdf('large'), randomBytes(2_000_000)]);
      await assert.rejects(
        room.state.send(withFiles(messages[dialect]('DEUF4'), [{ name: 'x.pdf', mediaType: 'application/pdf', bytes }])),
        /552|larger/,
      );
    });

    it('beside a form that carries none are kept with it', async () => {
      const lines = ['000:DEUF5', '001:DEU5', '002:20260204', '003:DEU;S', '069:A copy'];
      const form = dialect === 'vision' ? visionMail(FROM, 'DEU5.K', lines) : visMailMessage(FROM, 'DEUF5', 'CANCEL');
      await room.state.send(withFiles(form, files));
      assert.ok(await isKept(/attachments that no such form has/));
    });
  });

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

async function all(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const read: Buffer[] = [];
  for await (const part of parts) read.push(part);
  return Buffer.concat(read);
}
