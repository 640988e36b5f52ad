/** Connections of the mail client: kept for the next mail while all is well, never used again after a failure. Against a real mail server. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { SMTPServer } from 'smtp-server';
import { createMailClient, type MailClient } from '../../adapters/visa-consultation-network/client.ts';
import type { Peer } from '../../adapters/visa-consultation-network/settings.ts';
import { waitFor } from '../../local/wait-for.ts';
import { networkSettings } from '../support/network.ts';

const MAIL = Buffer.from('Subject: L1.M\r\n\r\n000:X\r\n');
const CONNECT_MS = 400;

describe('the connections of the consultation network', () => {
  let server: SMTPServer;
  let client: MailClient;
  let peer: Peer;
  let opened = 0;
  let taken = 0;
  let refusal: number | undefined;
  const sockets = new Set<Socket>();

  beforeEach(async () => {
    [opened, taken, refusal] = [0, 0, undefined];
    server = new SMTPServer({
      ...{ authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], disableReverseLookup: true, logger: false },
      onData: (stream, _session, done) => {
        stream.resume().once('end', () => {
          if (refusal !== undefined) return done(Object.assign(new Error('No.'), { responseCode: refusal }));
          taken += 1;
          done();
        });
      },
    });
    server.on('error', () => undefined);
    server.server.on('connection', (socket: Socket) => {
      opened += 1;
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    const { own, peers } = networkSettings({ host: '127.0.0.1', port: (server.server.address() as AddressInfo).port });
    peer = peers[0] as Peer;
    client = createMailClient({ own, certificate: undefined, connectTimeoutMs: CONNECT_MS });
  });

  afterEach(async () => {
    client.close();
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  const send = (): Promise<void> => client.send(peer, { content: MAIL, sizeBytes: MAIL.length }, AbortSignal.timeout(5000));
  const allClosed = (): Promise<unknown> =>
    waitFor(async () => sockets.size === 0 || undefined, { timeoutMs: 5000, what: 'the connections to be closed' });

  it('carry one mail after the other', async () => {
    for (let mail = 0; mail < 5; mail += 1) await send();
    assert.deepEqual({ opened, taken }, { opened: 1, taken: 5 });
  });

  it('are as many as mails are on their way at a time, and are used again afterwards', async () => {
    await Promise.all([send(), send(), send()]);
    await Promise.all([send(), send(), send()]);
    assert.deepEqual({ opened, taken }, { opened: 3, taken: 6 });
  });

  it('are opened anew after the other server hung up on one that waited', async () => {
    await send();
    for (const socket of sockets) socket.destroy();
    await allClosed();
    await send();
    assert.deepEqual({ opened, taken }, { opened: 2, taken: 2 });
  });

  it('are closed after a mail that was refused, and the next mail gets another', async () => {
    refusal = 451;
    await assert.rejects(send, { responseCode: 451 });
    await allClosed();
    refusal = undefined;
    await send();
    assert.deepEqual({ opened, taken }, { opened: 2, taken: 1 });
  });

  it('are closed when no mail comes for a while, and when the client is closed', async () => {
    await send();
    await allClosed();
    await send();
    client.close();
    await allClosed();
    assert.equal(opened, 2);
  });

  it('are not kept by a look whether the server is there', async () => {
    await client.greet(peer, AbortSignal.timeout(5000));
    await allClosed();
    assert.deepEqual({ opened, taken }, { opened: 1, taken: 0 });
  });

  it('carry no more than a hundred mails each', async () => {
    for (let mail = 0; mail < 101; mail += 1) await send();
    assert.deepEqual({ opened, taken }, { opened: 2, taken: 101 });
  });
});
