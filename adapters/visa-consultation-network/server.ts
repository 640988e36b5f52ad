/**
 * The mail server for other states: who may hand in what, and how large. A mail is answered with 250 after the inbox has it, with 451 when
 * it must come again, with 5xx when the sender must change something. No login: the list of hosts and certificates decide.
 */
import type { TLSSocket } from 'node:tls';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { HubError } from '../../broker/contract/errors.ts';
import type { Logger } from '../../broker/contract/doors.ts';
import type { Alarms } from './alarms.ts';
import { fingerprintOf, type Certificate } from './client.ts';
import type { Inbox } from './inbox.ts';
import { domainOf, type Listen, type Own, type Peer } from './settings.ts';

interface ServerParts {
  readonly own: Own;
  readonly listen: Listen;
  readonly peers: readonly Peer[];
  readonly certificate: Certificate | undefined;
  readonly inbox: Inbox;
  readonly alarms: Alarms;
  readonly log: Logger;
}

export interface MailServer {
  readonly port: number;
  close(): Promise<void>;
}

const MAX_BYTES = 8 * 1024 * 1024;
/** Each may hold a mail of that size in memory. */
const MOST_CLIENTS = 32;
const KEPT_OF_TOO_LARGE = 16 * 1024;
const IDLE_MS = 60_000;
const CLOSE_MS = 5000;

/** Throws CONFIG_INVALID when the port cannot be had. */
export async function startMailServer(parts: ServerParts): Promise<MailServer> {
  const { own, listen, certificate, log } = parts;
  const shown = new WeakMap<SMTPServerSession, string>();
  const gate = createGate(parts, shown);
  const server = new SMTPServer({
    ...(certificate === undefined ? { hideSTARTTLS: true } : { ...certificate, requestCert: true, rejectUnauthorized: false }),
    name: domainOf(own.address),
    banner: 'visa consultation network',
    size: listen.maxBytes ?? MAX_BYTES,
    maxClients: MOST_CLIENTS,
    disabledCommands: ['AUTH', ...(certificate === undefined ? ['STARTTLS'] : [])],
    authOptional: true,
    disableReverseLookup: true,
    hideSMTPUTF8: true,
    logger: false,
    socketTimeout: IDLE_MS,
    closeTimeout: CLOSE_MS,
    onSecure: (socket, session, done) => {
      const fingerprint = fingerprintOf(socket as TLSSocket);
      if (fingerprint !== undefined) shown.set(session, fingerprint);
      done();
    },
    onConnect: (session, done) => settle(gate.connect(session), done),
    onMailFrom: ({ address }, session, done) => settle(gate.from(session, address), done),
    onRcptTo: ({ address }, _session, done) => settle(gate.to(address), done),
    onData: (stream, session, done) => settle(gate.data(session, stream), done),
  });
  // Broken connections and handshakes: the other side hears of them by itself.
  server.on('error', (error) => log.debug({ reason: error.message }, 'a mail connection failed'));
  const port = await opened(server, listen);
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

interface Gate {
  connect(session: SMTPServerSession): Promise<void>;
  from(session: SMTPServerSession, address: string): Promise<void>;
  to(address: string): Promise<void>;
  data(session: SMTPServerSession, stream: SMTPServerDataStream): Promise<void>;
}

function createGate({ own, listen, peers, inbox, alarms, log }: ServerParts, shown: WeakMap<SMTPServerSession, string>): Gate {
  const named = new WeakMap<SMTPServerSession, Peer>();
  return {
    connect: async (session) => {
      if (peersAt(peers, session).length > 0) return;
      await alarms.stranger(hostOf(session));
      throw refusal(554, 'This host is not in the list of hosts.');
    },
    from: async (session, address) => {
      const candidates = peersAt(peers, session);
      // A mail without a sender reports a failure of a mail server; it is nobody's form, but it is kept.
      const peer = address === '' ? candidates[0] : candidates.find((one) => domainOf(one.address) === domainOf(address));
      if (peer === undefined) {
        await alarms.stranger(hostOf(session));
        throw refusal(550, 'This host does not send for this address.');
      }
      assertSecure(peer, session, shown.get(session));
      named.set(session, peer);
    },
    to: async (address) => {
      if (address.toLowerCase() !== own.address.toLowerCase()) throw refusal(550, 'There is no such mailbox.');
    },
    data: async (session, stream) => {
      const peer = named.get(session);
      const { bytes, isTooLarge } = await collect(stream, listen.maxBytes ?? MAX_BYTES);
      if (peer === undefined) throw refusal(503, 'Who sends has not been said.');
      await take({ inbox, log }, peer, { bytes, isTooLarge });
      await alarms.known(hostOf(session));
    },
  };
}

async function take({ inbox, log }: Pick<ServerParts, 'inbox' | 'log'>, peer: Peer, mail: Collected): Promise<void> {
  try {
    if (!mail.isTooLarge) return await inbox.take(peer, mail.bytes);
    await inbox.keepTooLarge(peer, mail.bytes.subarray(0, KEPT_OF_TOO_LARGE));
  } catch (error) {
    const code = error instanceof HubError ? error.hubCode : 'INTERNAL';
    log.warn({ state: peer.state, code }, 'a mail could not be taken; the other state sends it again');
    throw refusal(451, 'Not taken now; send it again.');
  }
  throw refusal(552, 'The mail is larger than a form may be.');
}

function assertSecure({ certificateSha256, clientSha256 }: Peer, session: SMTPServerSession, fingerprint: string | undefined): void {
  if ((certificateSha256 ?? clientSha256) !== undefined && !session.secure) throw refusal(530, 'Issue STARTTLS first.');
  if (clientSha256 === undefined || (fingerprint !== undefined && clientSha256.includes(fingerprint))) return;
  throw refusal(550, 'The certificate of the client is not the known one.');
}

interface Collected {
  readonly bytes: Buffer;
  readonly isTooLarge: boolean;
}

/** The library lets a mail that is too large stream on: it is read to its end, and no more of it is held than is kept. */
async function collect(stream: SMTPServerDataStream, most: number): Promise<Collected> {
  const parts: Buffer[] = [];
  let held = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    if (held <= most) parts.push(part);
    held += part.length;
  }
  return { bytes: Buffer.concat(parts), isTooLarge: stream.sizeExceeded };
}

const hostOf = ({ remoteAddress }: SMTPServerSession): string => remoteAddress.replace(/^::ffff:/, '');
const peersAt = (peers: readonly Peer[], session: SMTPServerSession): readonly Peer[] =>
  peers.filter(({ hosts }) => hosts.includes(hostOf(session)));

const refusal = (responseCode: number, words: string): Error => Object.assign(new Error(words), { responseCode });

function settle(work: Promise<void>, done: (error?: Error | null) => void): void {
  work.then(
    () => done(),
    (error: unknown) => done(error instanceof Error && 'responseCode' in error ? error : refusal(451, 'Not taken now; send it again.')),
  );
}

function opened(server: SMTPServer, { host = '127.0.0.1', port }: Listen): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void =>
      reject(
        new HubError('CONFIG_INVALID', { detail: `adapters.visa-consultation-network: port ${port} of ${host} cannot be used.`, cause }),
      );
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      const address = server.server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
