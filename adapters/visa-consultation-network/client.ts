/**
 * Hands mails to the mail servers of other states: STARTTLS with the pinned certificate where one is set, no mail before the certificate
 * is seen. Settles when the server took or refused the mail, or the signal aborts. A connection over which a mail went well carries the
 * next one, for the greeting and the handshake cost ten times as much as the mail.
 */
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { TLSSocket, type ConnectionOptions } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { HubError } from '../../broker/contract/errors.ts';
import { createIdleConnections } from './idle-connections.ts';
import { domainOf, type Own, type Peer } from './settings.ts';

export interface OutgoingMail {
  readonly sizeBytes: number;
  readonly content: Buffer | Readable;
}

export interface MailClient {
  /** Rejects with the library's error, or with {@link WrongCertificate}. */
  send(peer: Peer, mail: OutgoingMail, signal: AbortSignal): Promise<void>;
  /** Resolves when the server greets and, where it must, shows the right certificate. */
  greet(peer: Peer, signal: AbortSignal): Promise<void>;
  /** Ends connections in use. */
  close(): void;
}

/** Much shorter than mail servers wait for the next mail (RFC 5321 section 4.5.3.2.7: five minutes), so that they hardly ever hang up first. */
const KEPT_MS = 2000;

export class WrongCertificate extends Error {
  override readonly name = 'WrongCertificate';
}

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export async function readCertificate({ cert, key }: Own): Promise<Certificate | undefined> {
  if (cert === undefined || key === undefined) return undefined;
  const read = (path: string): Promise<Buffer> =>
    readFile(path).catch(() => {
      throw new HubError('CONFIG_INVALID', { detail: `adapters.visa-consultation-network: the file ${path} cannot be read.` });
    });
  return { cert: await read(cert), key: await read(key) };
}

interface ClientOptions {
  readonly own: Own;
  readonly certificate: Certificate | undefined;
  readonly connectTimeoutMs: number;
}

export function createMailClient({ own, certificate, connectTimeoutMs }: ClientOptions): MailClient {
  const busy = new Set<SMTPConnection>();
  const idle = createIdleConnections(Math.min(KEPT_MS, connectTimeoutMs));
  const connectionTo = ({ host, port, certificateSha256 }: Peer): SMTPConnection => {
    // Its authority does not count, the pin does: see assertPinned.
    const tls: ConnectionOptions = { rejectUnauthorized: false, minVersion: 'TLSv1.2', ...certificate };
    const times = { connectionTimeout: connectTimeoutMs, greetingTimeout: connectTimeoutMs, dnsTimeout: connectTimeoutMs };
    const starttls = certificateSha256 === undefined ? { ignoreTLS: true } : { requireTLS: true };
    const socket = { socketTimeout: 2 * connectTimeoutMs, socketCloseTimeout: 0, maxResponseSize: 64 * 1024 };
    const options = { host, port, name: domainOf(own.address), logger: false, tls, ...times, ...starttls, ...socket };
    // It may say more errors after the first, which nobody waits for.
    return new SMTPConnection(options).on('error', () => undefined);
  };
  /** Opens one unless one is given. Afterwards it is open if all went well, and closed otherwise. */
  const talk = async (peer: Peer, signal: AbortSignal, { kept, say }: Talk): Promise<SMTPConnection> => {
    signal.throwIfAborted();
    const connection = kept ?? connectionTo(peer);
    const open = kept === undefined ? connect(connection).then(() => assertPinned(connection, peer)) : Promise.resolve();
    busy.add(connection);
    try {
      await endedBy(
        signal,
        connection,
        open.then(() => say(connection)),
      );
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    } finally {
      busy.delete(connection);
    }
  };
  return {
    send: async (peer, mail, signal) => {
      const say = (connection: SMTPConnection): Promise<void> => handOver(connection, { from: own.address, to: peer.address, mail });
      idle.keep(peer.state, await talk(peer, signal, { kept: idle.take(peer.state), say }));
    },
    greet: async (peer, signal) => (await talk(peer, signal, { say: () => Promise.resolve() })).close(),
    close: () => {
      idle.close();
      for (const connection of busy) connection.close();
    },
  };
}

interface Talk {
  readonly kept?: SMTPConnection | undefined;
  readonly say: (connection: SMTPConnection) => Promise<void>;
}

const connect = (connection: SMTPConnection): Promise<void> =>
  new Promise((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve()));
  });

/** Fails closed: without a TLS socket whose certificate is pinned nothing is sent. */
function assertPinned({ _socket: socket }: SMTPConnection, { certificateSha256 }: Peer): void {
  if (certificateSha256 === undefined) return;
  const shown = socket instanceof TLSSocket ? fingerprintOf(socket) : undefined;
  if (shown === undefined || !certificateSha256.includes(shown)) throw new WrongCertificate('The certificate is not the pinned one.');
}

/** Undefined when none was shown. */
export const fingerprintOf = (socket: TLSSocket): string | undefined =>
  (socket.getPeerCertificate() as { fingerprint256?: string } | null)?.fingerprint256?.replaceAll(':', '').toLowerCase();

interface Handed {
  readonly from: string;
  readonly to: string;
  readonly mail: OutgoingMail;
}

const handOver = (connection: SMTPConnection, { from, to, mail }: Handed): Promise<void> =>
  new Promise((resolve, reject) => {
    connection.send({ from, to: [to], size: mail.sizeBytes }, mail.content, (error) => (error ? reject(error) : resolve()));
  });

/** Settles when the signal aborts or the connection ends, whatever the library does. */
function endedBy(signal: AbortSignal, connection: SMTPConnection, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => settle(() => reject(error));
    const closed = (): void => fail(Object.assign(new Error('The connection was closed.'), { code: 'ECONNECTION' }));
    const late = (): void => fail(new DOMException('The time for the mail is over.', 'TimeoutError'));
    const settle = (say: () => void): void => {
      signal.removeEventListener('abort', late);
      connection.off('error', fail).off('end', closed);
      say();
    };
    signal.addEventListener('abort', late, { once: true });
    // First here: the library says 'end' right after 'error', before a promise could pass the error on.
    connection.on('error', fail).on('end', closed);
    work.then(() => settle(resolve), fail);
  });
}
