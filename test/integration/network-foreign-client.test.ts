/** A foreign mail program hands in a form, over STARTTLS with its certificate: the hub's mail server speaks SMTP, not a private language. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { X509Certificate } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import { needSwaks, swaks } from '../support/foreign-mail.ts';
import { OURS, THEIRS } from '../support/network.ts';
import { openNetworkRoom, type NetworkRoom } from '../support/network-room.ts';
import { eventually } from '../support/running-hub.ts';
import { useDatabase } from '../support/suite-database.ts';

const path = (name: string): string => fileURLToPath(new URL(`../support/sis-tls/${name}`, import.meta.url));
const pem = (name: string): string => readFileSync(path(name), 'utf8');
const pinOf = (name: string): string => new X509Certificate(pem(name)).fingerprint256.replaceAll(':', '').toLowerCase();
/** A file of some size that is there. */
const WSDL = fileURLToPath(new URL('../../adapters/sis2/wsdl/sis2.wsdl', import.meta.url));

describe('swaks, a mail program of Debian', function () {
  this.timeout(400_000);
  const database = useDatabase();
  let room: NetworkRoom;
  before('swaks is installed', needSwaks);
  before(async () => {
    room = await openNetworkRoom(database.url, {
      tls: { cert: pem('server.cert.pem'), key: pem('server.key.pem') },
      peer: { certificateSha256: [pinOf('server.cert.pem')], clientSha256: [pinOf('client.cert.pem'), pinOf('server.cert.pem')] },
      settings: { own: { state: 'POL', address: OURS, cert: path('server.cert.pem'), key: path('server.key.pem') } },
    });
  });
  after(() => room.close());

  const body = [
    '000:DEUSWAKS1',
    '001:DEU0000000000000901',
    '002:20260204',
    '003:DEU;Zentrale Beh=F6rde',
    '070:=D6ffnungszeiten',
    '071:Am Donnerstag',
    ' geschlossen.',
  ];
  const form = [
    '--server',
    `127.0.0.1:${0}`,
    '--ehlo',
    'de.visionmail.eu',
    '--from',
    THEIRS,
    '--to',
    OURS,
    '--header',
    'Subject: DEU0000000000000901.M',
    '--add-header',
    'MIME-Version: 1.0',
    '--add-header',
    'Content-Type: text/plain; charset=iso-8859-15',
    '--add-header',
    'Content-Transfer-Encoding: quoted-printable',
    '--body',
    body.join('\\n'),
  ];
  const to = (port: number): string[] => form.map((word) => (word === '127.0.0.1:0' ? `127.0.0.1:${port}` : word));

  it('is told to use STARTTLS, and refused without a certificate', async () => {
    assert.match((await swaks(to(room.hubPort))).transcript, /530/);
    const bare = await swaks([...to(room.hubPort), '--tls']);
    assert.match(bare.transcript, /550/);
    assert.notEqual(bare.exitCode, 0);
  });

  it('hands in a form, which reaches the party, and gets its form R', async () => {
    const { exitCode, transcript } = await swaks([
      ...to(room.hubPort),
      '--tls',
      '--tls-cert',
      path('client.cert.pem'),
      '--tls-key',
      path('client.key.pem'),
    ]);
    assert.equal(exitCode, 0, transcript);
    const arrived = await eventually('the message', async () => (await room.mailbox()).find(({ id }) => id === 'DEU-DEUSWAKS1'));
    assert.deepEqual(arrived.data, {
      reference: 'DEU0000000000000901',
      sentOn: '2026-02-04',
      sendingAuthority: { country: 'DEU', name: 'Zentrale Behörde' },
      subject: 'Öffnungszeiten',
      text: 'Am Donnerstag\ngeschlossen.',
    });
    const receipt = await eventually('form R', () => room.state.received.find(({ subject }) => subject === 'DEU0000000000000901.R'));
    assert.equal(receipt.headings.get('000'), 'DEUSWAKS1');
  });

  it('hands in a form with a file beside it, which reaches the party as it was', async () => {
    const lines = ['000:DEUSWAKS2', '001:DEU0000000000000902', '002:20260204', '003:DEU;Sample', '070:A copy', '071:See beside.'];
    const { exitCode, transcript } = await swaks([
      ...['--server', `127.0.0.1:${room.hubPort}`, '--ehlo', 'de.visionmail.eu', '--from', THEIRS, '--to', OURS],
      ...['--tls', '--tls-cert', path('client.cert.pem'), '--tls-key', path('client.key.pem')],
      ...['--header', 'Subject: DEU0000000000000902.M', '--body', `${lines.join('\\n')}\\n`],
      ...['--attach-type', 'application/xml', '--attach-name', 'wsdl.xml', '--attach', `@${WSDL}`],
    ]);
    assert.equal(exitCode, 0, transcript);
    const { data } = await eventually('the message', async () => (await room.mailbox()).find(({ id }) => id === 'DEU-DEUSWAKS2'));
    const [file] = data['attachments'] as readonly { id: string; name: string; mediaType: string }[];
    assert.deepEqual([file?.name, file?.mediaType], ['wsdl.xml', 'application/xml']);
    const parts: Buffer[] = [];
    for await (const part of room.hub.hub.attachments.open(file?.id ?? '')) parts.push(part);
    assert.ok(Buffer.concat(parts).equals(readFileSync(WSDL)));
  });
});
