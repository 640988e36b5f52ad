/** VIS Mail from end to end, and STARTTLS with pinned certificates on the way out. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'mocha';
import { consultationData } from '../support/network.ts';
import { openNetworkRoom, type NetworkRoom } from '../support/network-room.ts';
import { eventually } from '../support/running-hub.ts';
import { useDatabase } from '../support/suite-database.ts';

const pem = (name: string): string => readFileSync(fileURLToPath(new URL(`../support/sis-tls/${name}`, import.meta.url)), 'utf8');
const pinOf = (name: string): string => new X509Certificate(pem(name)).fingerprint256.replaceAll(':', '').toLowerCase();
const SERVER = { cert: pem('server.cert.pem'), key: pem('server.key.pem') };

describe('a state that writes VIS Mail', function () {
  this.timeout(60_000);
  const database = useDatabase();
  let room: NetworkRoom;
  before(async () => {
    room = await openNetworkRoom(database.url, { dialect: 'vis-mail' });
  });
  after(() => room.close());

  it('gets a consultation by the number of the application, acknowledges it and answers it', async () => {
    room.state.behave({ answer: { code: '0', afterMs: 50 } });
    await room.submit('K-V1', consultationData('POL-V/1'));
    const told = await eventually('the acknowledgement', async () =>
      (await room.mailbox()).find(({ type }) => type.includes('form-received')),
    );
    assert.equal(told.data['reference'], 'POL-V/1');
    const answer = await eventually('the answer', async () =>
      (await room.mailbox()).find(({ type }) => type.includes('consultation-answer')),
    );
    assert.deepEqual([answer.data['answer'], answer.data['applicationNumber']], ['NO_OBJECTION', 'POL202600001234']);
    const [form] = room.state.received;
    assert.equal(form?.subject, 'POL202600001234');
    assert.match(form?.text ?? '', /<Original>Демченко-Приклад<\/Original>/);
    assert.doesNotMatch(form?.text ?? '', /PL-MSZ-CONS-LVIV/, 'a party code of the hub went abroad');
    await eventually('our acknowledgement', () => room.state.received.find(({ headings }) => headings.get('Kind') === 'DELIVERY_NOTICE'));
  });

  for (const [what, xml] of [
    ['an entity', '<!DOCTYPE a [<!ENTITY b "c">]><VisMail version="1"/>'],
    ['endless nesting', `${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`],
    ['a cut end', '<VisMail version="1"><Header>'],
    ['a strange root', '<Other version="1"/>'],
    [
      'a prototype',
      '<VisMail version="1"><Header><MessageId>X</MessageId><Kind>CANCEL</Kind><ApplicationNumber>A1</ApplicationNumber><Reference>R</Reference></Header><Body><__proto__><a>1</a></__proto__></Body></VisMail>',
    ],
  ] as const)
    it(`sends XML with ${what}: kept, and answered with a technical error`, async () => {
      const before_ = (await room.query('SELECT 1 FROM network_unreadable')).length;
      const errors = (): number => room.state.received.filter(({ headings }) => headings.get('Kind') === 'TECHNICAL_ERROR').length;
      const told = errors();
      await room.state.sendRaw(`Subject: A1\r\nMIME-Version: 1.0\r\nContent-Type: application/xml\r\n\r\n${xml}\r\n`);
      assert.equal((await room.query('SELECT 1 FROM network_unreadable')).length, before_ + 1);
      await eventually('a technical error', () => errors() > told || undefined);
    });
});

describe('a state whose certificate is pinned', function () {
  this.timeout(60_000);
  const database = useDatabase();
  let room: NetworkRoom | undefined;
  after(() => room?.close());

  it('gets nothing while it shows another certificate, and operators hear of it', async () => {
    room = await openNetworkRoom(database.url, { tls: SERVER, peer: { certificateSha256: ['0'.repeat(64)] }, settings: own() });
    await room.submit('K-P1', consultationData('POLPIN1'));
    const found = await eventually('a problem', async () => (await room?.problems())?.find(({ kind }) => kind === 'NETWORK_CERTIFICATE'));
    assert.equal(found.subject, 'DEU');
    assert.deepEqual(room.state.received, []);
    await room.close();
  });

  it('gets its forms over TLS when it shows the pinned one, and the problem is over', async () => {
    room = await openNetworkRoom(database.url, { tls: SERVER, peer: { certificateSha256: [pinOf('server.cert.pem')] }, settings: own() });
    await room.submit('K-P3', consultationData('POLPIN3'));
    await eventually('form R', async () => (await room?.mailbox())?.find(({ data }) => data['reference'] === 'POLPIN3'));
    await eventually(
      'the end of the problem',
      async () => !(await room?.problems())?.some(({ kind }) => kind === 'NETWORK_CERTIFICATE') || undefined,
    );
  });
});

describe('a state whose certificate is pinned and that offers no STARTTLS', function () {
  this.timeout(60_000);
  const database = useDatabase();
  let room: NetworkRoom | undefined;
  after(() => room?.close());

  it('gets nothing from us', async () => {
    room = await openNetworkRoom(database.url, { peer: { certificateSha256: [pinOf('server.cert.pem')] }, settings: own() });
    const id = await room.submit('K-P2', consultationData('POLPIN2'));
    await eventually('a failed attempt', async () => {
      const rows = await room?.query<{ error_code: string }>('SELECT error_code FROM attempt WHERE message_id = $1', [id]);
      return rows?.some(({ error_code }) => error_code === 'CONNECTION_FAILED') === true || undefined;
    });
    assert.deepEqual(room.state.received, []);
  });
});

const own = (): { readonly own: { state: string; address: string; cert: string; key: string } } => {
  const path = (name: string): string => fileURLToPath(new URL(`../support/sis-tls/${name}`, import.meta.url));
  return { own: { state: 'POL', address: 'operpl@pl.visionmail.eu', cert: path('server.cert.pem'), key: path('server.key.pem') } };
};
