/** Mail that is not as it must be: each has its answer, and nothing is lost. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { createTransport } from 'nodemailer';
import { after, before, describe, it } from 'mocha';
import { visionMail, type From, type Outgoing } from '../../adapters/visa-consultation-network/simulator/written-forms.ts';
import { createVault } from '../../broker/store/vault.ts';
import { consultationData, OURS, THEIRS } from '../support/network.ts';
import { openNetworkRoom, type NetworkRoom } from '../support/network-room.ts';
import { eventually } from '../support/running-hub.ts';
import { useDatabase } from '../support/suite-database.ts';

const FROM: From = { state: 'DEU', address: THEIRS, to: OURS };
const message = (unifier: string, text = 'Closed.'): Outgoing =>
  visionMail(FROM, 'DEU0000000000000301.M', [
    `000:${unifier}`,
    '001:DEU0000000000000301',
    '002:20260204',
    '003:DEU;Sample',
    '070:Hours',
    `071:${text}`,
  ]);

describe('mail of another state that cannot be used', function () {
  this.timeout(60_000);
  const database = useDatabase();
  let room: NetworkRoom;
  before(async () => {
    const other = {
      state: 'CZE',
      party: 'CZE-VISION',
      dialect: 'vision',
      address: 'opercz@cz.visionmail.eu',
      host: '127.0.0.1',
      port: 9,
      hosts: ['127.0.0.1'],
    } as const;
    room = await openNetworkRoom(database.url, { settings: {}, listen: { maxBytes: 20_000 }, others: [other] });
  });
  after(() => room.close());

  interface Kept {
    readonly state: string;
    readonly reason: string;
    readonly sha256: string;
    readonly key_id: string;
    readonly sealed: Buffer;
    readonly delete_after: Date;
  }
  const kept = async (reason: RegExp): Promise<readonly Kept[]> =>
    (await room.query<Kept>('SELECT * FROM network_unreadable')).filter((one) => reason.test(one.reason));
  const opened = ({ state, sha256, key_id: keyId, sealed }: Kept): string =>
    createVault({ masterKeys: room.hub.hub.config.masterKeys, randomBytes: Buffer.alloc })
      .open(`${state} ${sha256}`, { keyId, bytes: sealed })
      .toString();
  const complaint = (words: RegExp): Promise<(typeof room.state.received)[number]> =>
    eventually(`a technical error: ${String(words)}`, () =>
      room.state.received.find(({ subject, text }) => subject.endsWith('.T') && words.test(text)),
    );
  const hasProblem = async (kind: string, subject: string): Promise<boolean> =>
    (await room.problems()).some((one) => one.kind === kind && one.subject === subject);

  for (const [what, mail, reason] of [
    [
      'with a broken heading',
      visionMail(FROM, 'DEU1.M', ['000:DEUB1', '001:DEU1', '002:2026ab04', '003:DEU;S', '070:H', '071:T']),
      /date has not the form/,
    ],
    ['without a mandatory heading', visionMail(FROM, 'DEU2.A', ['000:DEUB2', '001:DEU2']), /heading 002 is missing/],
    ['with a heading that no form has', visionMail(FROM, 'DEU3.M', ['000:DEUB3', '001:DEU3', '083:?']), /heading 083 does not belong/],
    ['whose subject is no file number', visionMail(FROM, 'Hello', ['000:DEUB4']), /the subject is not/],
    ['with a letter that is not in use', visionMail(FROM, 'DEU5.D', ['000:DEUB5']), /letter D is not in use/],
    [
      'that answers nothing that was asked',
      visionMail(FROM, 'POL9.B', ['000:DEUB6', '001:POL9', '003:DEU;S', '040:X', '041:0', '042:20260203']),
      /was not asked/,
    ],
    [
      'with a value that the canonical form does not take',
      visionMail(FROM, 'DEU7.M', ['000:DEUB7', '001:DEU7', '002:20260231', '003:DEU;S', '070:H', '071:T']),
      /sentOn/,
    ],
  ] as const)
    it(`${what} is taken, kept as it came, told to its sender and to operators`, async () => {
      await room.state.send(mail);
      const [found] = await kept(reason);
      assert.ok(found !== undefined, 'it is not kept');
      assert.equal(
        opened(found)
          .trimEnd()
          .replace(/^Received:[\s\S]*?\r\n(?=\S)/, ''),
        mail.raw.trimEnd(),
      );
      assert.ok(!found.sealed.includes('000:DEUB'), 'it lies in the clear');
      const told = await complaint(reason);
      assert.match(told.head, /^Auto-Submitted: auto-replied$/m);
      if (!/Hello/.test(mail.raw)) assert.equal(told.headings.get('095'), /000:(DEUB\d)/.exec(mail.raw)?.[1]);
      assert.ok(await hasProblem('NETWORK_UNREADABLE', 'DEU'));
      assert.ok(found.delete_after.getTime() > Date.now() + 29 * 86_400_000);
    });

  it('with other content under a number that came before is kept, and the first stands', async () => {
    await room.state.send(message('DEUSAME'));
    await room.state.send(message('DEUSAME', 'Open.'));
    assert.equal((await kept(/came before with other content/)).length, 1);
    await complaint(/came before/);
    const arrived = (await room.mailbox()).filter(({ id }) => id === 'DEU-DEUSAME');
    assert.deepEqual(
      arrived.map(({ data }) => data['text']),
      ['Closed.'],
    );
  });

  it('the same broken mail twice is kept once', async () => {
    const mail = visionMail(FROM, 'DEU8.Z', ['000:DEUB8']);
    await room.state.send(mail);
    await room.state.send(mail);
    assert.equal((await kept(/letter Z/)).length, 1);
  });

  it('a notice of delivery or a technical error for nothing we sent is kept and never answered', async () => {
    await room.state.send(visionMail(FROM, 'POL404.R', ['000:POLNOTHING', '001:POL404']));
    await room.state.send(visionMail(FROM, 'POL404.T', ['000:DEUT1', '001:POL404', '095:POLNOTHING', '096:what is this']));
    await room.state.send(visionMail(FROM, 'POL404.R', ['000:broken/identifier']));
    await room.state.sendRaw('Subject: Undelivered\r\nAuto-Submitted: auto-generated\r\n\r\nno such host\r\n', '');
    assert.equal((await kept(/confirms something|complains of something|heading 000|subject is not/)).length >= 4, true);
    await room.state.send(message('DEULAST'));
    await eventually('the notice for the last mail', () => room.state.received.find(({ headings }) => headings.get('000') === 'DEULAST'));
    const about = room.state.received.map(({ headings }) => headings.get('095'));
    for (const never of ['POLNOTHING', 'DEUT1']) assert.ok(!about.includes(never), never);
    assert.equal((await room.query('SELECT 1 FROM network_answer')).length, 0);
  });

  it('a technical error of the other state is told to the party whose form it is about, and ends the wait', async () => {
    const reference = 'POL0000000000000310';
    room.state.behave({ confirms: false });
    await room.submit('K-T', consultationData(reference));
    const form = await eventually('the form', () => room.state.received.find(({ subject }) => subject === `${reference}.A`));
    room.state.behave({ confirms: true });
    await room.state.send(
      visionMail(FROM, `${reference}.T`, [
        '000:DEUT2',
        `001:${reference}`,
        `095:${form.headings.get('000')}`,
        '096:heading 023 is no code',
      ]),
    );
    const told = await eventually('the event', async () =>
      (await room.mailbox()).find(({ type }) => type === 'pl.gov.udsc.visa.network-error.v1'),
    );
    assert.deepEqual(told.data, { state: 'DEU', eventId: 'K-T', kind: 'CONSULTATION_REQUEST', reference, words: 'heading 023 is no code' });
  });

  it('from a host that is not in the list is refused at the door, and operators hear of it', async () => {
    const stranger = createTransport({ host: '127.0.0.1', port: room.hubPort, localAddress: '127.0.0.2', ignoreTLS: true });
    await assert.rejects(stranger.sendMail({ envelope: { from: THEIRS, to: [OURS] }, raw: message('DEUX').raw }), /554/);
    assert.ok(await hasProblem('NETWORK_STRANGER', '127.0.0.2'));
  });

  it('for another domain than its own, or for another mailbox than ours, is refused', async () => {
    await assert.rejects(room.state.sendRaw(message('DEUX').raw, 'operfr@fr.visionmail.eu'), /550/);
    const hand = createTransport({ host: '127.0.0.1', port: room.hubPort, ignoreTLS: true });
    await assert.rejects(hand.sendMail({ envelope: { from: THEIRS, to: ['other@pl.visionmail.eu'] }, raw: message('DEUX').raw }), /550/);
  });

  it('larger than allowed is refused when it is announced, and its beginning is kept when it is not', async () => {
    assert.match(await say(room.hubPort, ['EHLO de', `MAIL FROM:<${THEIRS}> SIZE=30000`, 'QUIT']), /^552 /m);
    assert.equal((await kept(/too large/)).length, 0);
    const raw = message('DEUBIG2', `${'x'.repeat(70)}=\r\n`.repeat(400)).raw;
    const answers = await say(room.hubPort, ['EHLO de', `MAIL FROM:<${THEIRS}>`, `RCPT TO:<${OURS}>`, 'DATA', `${raw}\r\n.`, 'QUIT']);
    assert.match(answers, /^552 /m);
    const [found] = await kept(/too large/);
    assert.match(opened(found ?? assert.fail('it is not kept')), /^000:DEUBIG2\r$/m);
  });

  it('in order but without a grant here is refused for now, until the hub lets it in', async () => {
    const mail = visionMail({ ...FROM, address: 'opercz@cz.visionmail.eu' }, 'CZE1.M', [
      '000:CZEM1',
      '001:CZE1',
      '002:20260204',
      '003:CZE;S',
      '070:H',
      '071:T',
    ]);
    await assert.rejects(room.state.sendRaw(mail.raw, 'opercz@cz.visionmail.eu'), /451/);
    assert.ok(await hasProblem('NETWORK_REFUSED_HERE', 'CZE-VISION'));
    const { administration, hub } = room.hub;
    await administration.createParty({ code: 'CZE-VISION', name: 'Czechia', roles: ['submit'], destination: null });
    await administration.grant({ party: 'CZE-VISION', operation: 'submit', messageType: 'pl.gov.udsc.visa.*', legalBasis: 'test' });
    await hub.registry.refresh();
    await room.state.sendRaw(mail.raw, 'opercz@cz.visionmail.eu');
    await eventually('the message', async () => (await room.mailbox()).find(({ id }) => id === 'CZE-CZEM1'));
    assert.ok(!(await hasProblem('NETWORK_REFUSED_HERE', 'CZE-VISION')));
  });

  it('our text outside the character set is transliterated, and the mail says in which headings', async () => {
    const reference = 'POL0000000000000311';
    await room.submit('K-L9', { ...consultationData(reference), reason: 'Łódź – 王', remarks: 'Prošu €' });
    const form = await eventually('the form', () => room.state.received.find(({ subject }) => subject === `${reference}.A`));
    assert.equal(form.headings.get('062'), 'Lódz - ?');
    assert.equal(form.headings.get('064'), 'Prošu €');
    assert.match(form.head, /^X-Transliterated-Headings:.*\b062\b/m);
    assert.doesNotMatch(form.head, /^X-Transliterated-Headings:.*\b064\b/m);
  });
});

/** A client without a library: says one line after another, each after an answer. */
function say(port: number, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const left = [...lines];
    let heard = '';
    const socket = connect(port, '127.0.0.1');
    socket
      .setEncoding('utf8')
      .on('error', reject)
      .on('close', () => resolve(heard));
    socket.on('data', (part: string) => {
      heard += part;
      const isComplete = /^\d{3} .*\r\n$/m.test(part);
      if (isComplete && left.length > 0) socket.write(`${left.shift() ?? ''}\r\n`);
    });
  });
}
