/**
 * Of a heading that stood twice the first was taken and the other lost in silence, so that a form R for two forms confirmed one; headings of
 * other forms were overlooked; and a VIS Mail technical error about nothing was answered by another, to and fro for ever.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { isAnswer } from '../../adapters/visa-consultation-network/read-mail.ts';
import { visionMail, type From } from '../../adapters/visa-consultation-network/simulator/written-forms.ts';
import { consultationData, OURS, THEIRS } from '../support/network.ts';
import { openNetworkRoom, type NetworkRoom } from '../support/network-room.ts';
import { eventually } from '../support/running-hub.ts';
import { useDatabase } from '../support/suite-database.ts';

const FROM: From = { state: 'DEU', address: THEIRS, to: OURS };
const MESSAGE = ['001:DEU7', '002:20260204', '003:DEU;S', '070:H', '071:T'];
const REPLY = ['000:DEUB1', '001:POL7', '003:DEU;S', '041:0', '042:20260203'];

const keptReasons = async (room: NetworkRoom): Promise<readonly string[]> =>
  (await room.query<{ reason: string }>('SELECT reason FROM network_unreadable')).map(({ reason }) => reason);

describe('a VISION form that contradicts itself', function () {
  this.timeout(60_000);
  const database = useDatabase();
  let room: NetworkRoom;
  before(async () => {
    room = await openNetworkRoom(database.url);
  });
  after(() => room.close());

  for (const [what, subject, lines, reason] of [
    ['names itself twice', 'DEU7.M', ['000:DEUA1', '000:DEUA2', ...MESSAGE], 'heading 000 stands too often'],
    [
      'has the first entry of an application in a letter',
      'DEU7.M',
      ['000:DEUA3', '023:UKR', ...MESSAGE],
      'heading 023 does not belong to this form',
    ],
    ['has the reference of a reply in a letter', 'DEU7.M', ['000:DEUA4', '040:X', ...MESSAGE], 'heading 040 does not belong to this form'],
    ['has the reference of form E in a letter', 'DEU7.M', ['000:DEUA5', '048:X', ...MESSAGE], 'heading 048 does not belong to this form'],
    ['is a reply without its own reference', 'POL7.B', REPLY, 'heading 040 is missing'],
  ] as const)
    it(`for it ${what} is kept, and its sender is told`, async () => {
      await room.state.send(visionMail(FROM, subject, lines));
      assert.ok((await keptReasons(room)).includes(reason));
      const told = await eventually('a technical error', () =>
        room.state.received.find(({ headings }) => headings.get('095') === lines[0]?.slice(4)),
      );
      assert.deepEqual([told.subject, told.headings.get('096')], [subject.replace(/.$/, 'T'), reason]);
      assert.deepEqual(await room.mailbox(), []);
    });

  it('as a form R for two forms confirms neither, and is kept and never answered', async () => {
    room.state.behave({ confirms: false });
    const references = ['POL0000000000000701', 'POL0000000000000702'];
    for (const reference of references) await room.submit(`K-${reference}`, consultationData(reference));
    const forms = await eventually('both forms', () => {
      const found = room.state.received.filter(({ subject }) => subject.endsWith('.A'));
      return found.length === 2 ? found : undefined;
    });
    const unifiers = forms.map(({ headings }) => `000:${headings.get('000') ?? ''}`);
    const before = room.state.received.length;
    await room.state.send(visionMail(FROM, `${references[0]}.R`, [...unifiers, `001:${references[0]}`]));
    assert.deepEqual(await room.query('SELECT 1 FROM network_form WHERE received_at IS NOT NULL'), []);
    assert.deepEqual(await room.mailbox(), []);
    for (const [n, unifier] of unifiers.entries())
      await room.state.send(visionMail(FROM, `${references[n]}.R`, [unifier, `001:${references[n]}`]));
    await eventually('both are confirmed', async () => (await room.mailbox()).length === 2 || undefined);
    assert.equal(room.state.received.length, before);
  });
});

describe('a VIS Mail document that contradicts itself', function () {
  this.timeout(60_000);
  const database = useDatabase();
  let room: NetworkRoom;
  before(async () => {
    room = await openNetworkRoom(database.url, { dialect: 'vis-mail' });
  });
  after(() => room.close());

  const document = (header: string): string => `<?xml version="1.0"?><VisMail version="1"><Header>${header}</Header></VisMail>`;
  const send = (subject: string, xml: string): Promise<void> =>
    room.state.sendRaw(
      [`From: ${THEIRS}`, `To: ${OURS}`, `Subject: ${subject}`, 'MIME-Version: 1.0', 'Content-Type: application/xml; charset=utf-8'].join(
        '\r\n',
      ) + `\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(xml).toString('base64')}\r\n`,
    );
  const error = '<Kind>TECHNICAL_ERROR</Kind><About>POLNOTHING</About><Words>what is this</Words>';

  for (const [what, subject, header] of [
    ['a technical error about nothing we sent', 'NONE', `<MessageId>DEUT1</MessageId>${error}`],
    ['a technical error that names itself twice', 'NONE', `<MessageId>DEUT2</MessageId><MessageId>DEUT3</MessageId>${error}`],
    ['a notice of delivery for two forms', 'A1', '<MessageId>POL1</MessageId><MessageId>POL2</MessageId><Kind>DELIVERY_NOTICE</Kind>'],
  ] as const)
    it(`or is ${what} is kept and never answered`, async () => {
      const count = (await keptReasons(room)).length;
      await send(subject, document(header));
      assert.equal((await keptReasons(room)).length, count + 1);
      assert.deepEqual(await room.query('SELECT 1 FROM network_answer'), []);
      assert.deepEqual(room.state.received, []);
    });

  it('is answered with its identifier and its application, where they can be read', async () => {
    await send('POL2026/1', document('<MessageId>DEUX1</MessageId><Kind>CANCEL</Kind><ApplicationNumber>POL2026/1</ApplicationNumber>'));
    const told = await eventually('a technical error', () => room.state.received.at(-1));
    assert.equal(told.subject, 'POL2026/1');
    assert.match(told.text, /<About>DEUX1<\/About>/);
  });
});

describe('a mail that is itself an answer', () => {
  const mail = (letter: string): Buffer => Buffer.from(visionMail(FROM, `DEU7.${letter}`, ['000:DEU7']).raw);
  it('is known by the letters of the settings, for which letter carries which kind is not certain', () => {
    const letters = { DELIVERY_NOTICE: 'Q', TECHNICAL_ERROR: 'X', CONSULAR_MESSAGE: 'T' };
    assert.deepEqual(
      ['Q', 'X', 'T', 'R'].map((letter) => isAnswer(mail(letter), letters)),
      [true, true, false, false],
    );
  });
});
