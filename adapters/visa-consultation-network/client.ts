/**
 * Hands one mail to the mail server of another state: a connection a mail, STARTTLS with the pinned certificate where one is set, no mail
 * before the certificate is seen. Settles when the server took or refused it, or the signal aborts.
 */
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { TLSSocket, type ConnectionOptions } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { HubError } from '../../broker/contract/errors.ts';
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
  const open = new Set<SMTPConnection>();
  const connectionTo = ({ host, port, certificateSha256 }: Peer): SMTPConnection => {
    // Its authority does not count, the pin does: see assertPinned.
    const tls: ConnectionOptions = { rejectUnauthorized: false, minVersion: 'TLSv1.2', ...certificate };
    const times = { connectionTimeout: connectTimeoutMs, greetingTimeout: connectTimeoutMs, dnsTimeout: connectTimeoutMs };
    const starttls = certificateSha256 === undefined ? { ignoreTLS: true } : { requireTLS: true };
    const socket = { socketTimeout: 2 * connectTimeoutMs, socketCloseTimeout: 0, maxResponseSize: 64 * 1024 };
    return new SMTPConnection({ host, port, name: domainOf(own.address), logger: false, tls, ...times, ...starttls, ...socket });
  };
  const talk = async (peer: Peer, signal: AbortSignal, say: (connection: SMTPConnection) => Promise<void>): Promise<void> => {
    signal.throwIfAborted();
    const connection = connectionTo(peer);
    open.add(connection);
    try {
      await endedBy(
        signal,
        connection,
        connect(connection)
          .then(() => assertPinned(connection, peer))
          .then(() => say(connection)),
      );
    } finally {
      open.delete(connection);
      connection.close();
    }
  };
  return {
    send: (peer, mail, signal) => talk(peer, signal, (connection) => handOver(connection, { from: own.address, to: peer.address, mail })),
    greet: (peer, signal) => talk(peer, signal, () => Promise.resolve()),
    close: () => {
      for (const connection of open) connection.close();
    },
  };
}

const connect = (connection: SMTPConnection): Promise<void> =>
  new Promise((resolve, reject) => {
    connection.once('error', reject);
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
    connection.once('error', reject);
    connection.send({ from, to: [to], size: mail.sizeBytes }, mail.content, (error) => (error ? reject(error) : resolve()));
  });

/** Settles when the signal aborts, whatever the library does; it may say more errors afterwards, which nobody waits for. */
function endedBy(signal: AbortSignal, connection: SMTPConnection, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      connection.close();
      reject(new DOMException('The time for the mail is over.', 'TimeoutError'));
    };
    signal.addEventListener('abort', end, { once: true });
    // First here: the library says 'end' right after 'error', before a promise could pass the error on.
    connection.on('error', reject);
    connection.once('end', () => reject(Object.assign(new Error('The connection was closed.'), { code: 'ECONNECTION' })));
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}
