/**
 * The mail server of another state's visa authority: demands STARTTLS, and reads the form by itself, from the description of the mail
 * form, without a line of the adapter.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { certificateFile } from './certificates.ts';
import { digestOf } from './ledger.ts';
import { listenOn, readAll } from './listening.ts';
import type { Came, OpenFront } from './visit.ts';

const OURS = 'crash-hub@pl.visionmail.eu';
const THEIRS = 'crash-sink@de.visionmail.eu';
const STATE = 'DEU';

export const openMailFront: OpenFront = async (receive) => {
  const sockets = new Map<number, Socket>();
  const [cert, key] = [readFileSync(certificateFile('server.cert.pem')), readFileSync(certificateFile('server.key.pem'))];
  const smtp = new SMTPServer({
    ...{ cert, key, authOptional: true, disabledCommands: ['AUTH'], disableReverseLookup: true, logger: false },
    onMailFrom: (_from, { secure }, done) => done(secure ? null : answer(530)),
    onData: (stream, session, done) => {
      const cut = (): void => void sockets.get(session.remotePort)?.destroy();
      const receiveIt = (raw: Buffer): void =>
        receive({ came: readMail(raw, session), confirm: () => done(), refuse: () => done(answer(451)), cut });
      void readAll(stream).then(receiveIt, cut);
    },
  });
  smtp.on('error', () => undefined);
  smtp.server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.once('close', () => sockets.delete(port));
  });
  const port = await listenOn(smtp.server);
  return {
    destination: { adapter: 'visa-consultation-network', settings: { state: STATE } },
    node: nodeSettings(port, cert),
    close: async () => {
      for (const socket of sockets.values()) socket.destroy();
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
    },
  };
};

const answer = (responseCode: number): Error => Object.assign(new Error('Not now.'), { responseCode });

const nodeSettings = (port: number, certificate: Buffer): Readonly<Record<string, unknown>> => {
  const fingerprint = createHash('sha256').update(new X509Certificate(certificate).raw).digest('hex');
  const place = { host: '127.0.0.1', port, hosts: ['127.0.0.1'], certificateSha256: [fingerprint] };
  return {
    own: { state: 'POL', address: OURS, cert: certificateFile('client.cert.pem'), key: certificateFile('client.key.pem') },
    peers: [{ state: STATE, party: 'CRASH-MAIL', dialect: 'vision', address: THEIRS, ...place }],
    connectTimeoutMs: 500,
  };
};

/** All that a form says, but for the key against repeats. */
export interface Sheet {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  /** Number and value of each heading, in order. */
  readonly headings: readonly (readonly [string, string])[];
}

const UNIFIER = '000';

export const sheetOf = (subject: string, headings: Sheet['headings']): Sheet => ({ from: OURS, to: THEIRS, subject, headings });

function readMail(raw: Buffer, { envelope }: SMTPServerSession): Came {
  const text = raw.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const field = (name: string): string => new RegExp(`^${name}: (.*?)\r?$`, 'im').exec(text.slice(0, end))?.[1] ?? '';
  const headings = headingsIn(decoded(text.slice(end + 4)));
  const said: Sheet = {
    from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    to: envelope.rcptTo.map(({ address }) => address).join(),
    subject: field('Subject'),
    headings: headings.filter(([number]) => number !== UNIFIER),
  };
  const key = headings.find(([number]) => number === UNIFIER)?.[1] ?? '';
  return { key: `${key} ${field('Message-ID')}`, eventId: said.subject.split('.')[0] ?? '', digest: digestOf({ ...said }) };
}

const EUROPEAN = new TextDecoder('iso-8859-15');

/** Quoted-printable (RFC 2045 section 6.7). */
function decoded(body: string): string {
  const parts = body.replaceAll(/=\r\n/g, '').split('=');
  const signs = parts.map((part, index) => (index === 0 ? part : String.fromCharCode(Number(`0x${part.slice(0, 2)}`)) + part.slice(2)));
  return EUROPEAN.decode(Buffer.from(signs.join(''), 'latin1'));
}

/** A line that begins with a blank goes on with the heading before it. */
const headingsIn = (sheet: string): [string, string][] =>
  sheet
    .replace(/(?:\r\n)+$/, '')
    .split(/\r\n(?! )/)
    .map((row) => [row.slice(0, 3), row.slice(4).replaceAll('\r\n ', '\n')]);
