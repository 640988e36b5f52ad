/**
 * The visa authority of another state: a mail server of its own, an application that confirms forms and answers consultations, and every
 * way in which both can fail. Written from the public description of the mail form; shares no code with the adapter.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { readForm, type ReceivedForm } from './received-form.ts';
import { visionAnswer, visionReceipt, visMailAnswer, visMailReceipt, type Outgoing } from './written-forms.ts';

export interface Behaviour {
  /** What its mail server does with a connection. */
  readonly server: 'takes' | 'keeps-silent' | 'talks-garbage' | 'refuses-for-now' | 'refuses' | 'hangs-up-after-data';
  /** Its mail server waits so long before it takes a mail. */
  readonly slowMs: number;
  /** Whether its application confirms forms. */
  readonly confirms: boolean;
  /** What its application answers to a consultation, and after how long; nothing when absent. */
  readonly answer?: { readonly code: string; readonly afterMs: number };
}

const WELL_BEHAVED: Behaviour = { server: 'takes', slowMs: 0, confirms: true };

export interface SimulatorOptions {
  readonly port?: number;
  readonly state: string;
  readonly address: string;
  readonly dialect: 'vision' | 'vis-mail';
  /** The mail server of the hub. */
  readonly hub: { readonly host: string; readonly port: number; readonly address: string };
  /** Certificate of this server; with it STARTTLS is offered, and shown to the hub as client. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

export interface StateSimulator {
  readonly port: number;
  /** Forms that its mail server took, in order. */
  readonly received: readonly ReceivedForm[];
  behave(behaviour: Partial<Behaviour>): void;
  /** Hands a mail to the hub; rejects with the answer of its mail server. */
  send(mail: Outgoing): Promise<void>;
  sendRaw(raw: Buffer | string, from?: string): Promise<void>;
  close(): Promise<void>;
}

export async function startStateSimulator(options: SimulatorOptions): Promise<StateSimulator> {
  let behaviour = WELL_BEHAVED;
  const now = (): Behaviour => behaviour;
  const received: ReceivedForm[] = [];
  const later = createLater();
  const sockets = new Set<Socket>();
  const hand = handTo(options);
  const sendRaw = async (raw: Buffer | string, from = options.address): Promise<void> =>
    void (await hand.sendMail({ envelope: { from, to: [options.hub.address] }, raw }));
  const send = (mail: Outgoing): Promise<void> => sendRaw(mail.raw);
  const react = createApplication({ options, now, send, later: later.in });
  const smtp = mailServer(options, (raw, done) =>
    later.in(behaviour.slowMs, async () => {
      const refusal = { 'refuses-for-now': 451, refuses: 550 }[behaviour.server as string];
      if (refusal !== undefined) return done(Object.assign(new Error('No.'), { responseCode: refusal }));
      const form = readForm(raw);
      received.push(form);
      react(form);
      if (behaviour.server === 'hangs-up-after-data') for (const socket of sockets) socket.destroy();
      else done();
    }),
  );
  const front = frontOf(smtp, { now, sockets });
  const port = await listening(front, options.port ?? 0);
  return {
    port,
    received,
    behave: (change) => {
      behaviour = { ...behaviour, ...change };
      // As a server that was restarted: who was connected meets it anew.
      if (change.server !== undefined) for (const socket of sockets) socket.destroy();
    },
    send,
    sendRaw,
    close: async () => {
      later.end();
      hand.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => front.close(resolve));
      smtp.close(() => undefined);
    },
  };
}

type Later = (ms: number, work: () => Promise<void>) => void;

function createLater(): { in: Later; end: () => void } {
  const timers = new Set<NodeJS.Timeout>();
  return {
    in: (ms, work) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        void work().catch(() => undefined);
      }, ms);
      timers.add(timer);
    },
    end: () => timers.forEach(clearTimeout),
  };
}

function handTo({ hub, address, tls }: SimulatorOptions): ReturnType<typeof createTransport> {
  const secure = tls === undefined ? { ignoreTLS: true } : { requireTLS: true, tls: { rejectUnauthorized: false, ...tls } };
  return createTransport({ host: hub.host, port: hub.port, secure: false, name: address.split('@')[1] ?? '', ...secure });
}

interface Application {
  readonly options: SimulatorOptions;
  readonly now: () => Behaviour;
  readonly send: (mail: Outgoing) => Promise<void>;
  readonly later: Later;
}

/** What is done about a form that came: a notice of delivery, and for a consultation an answer. */
function createApplication({ options, now, send, later }: Application): (form: ReceivedForm) => void {
  const { state, address, hub, dialect } = options;
  const from = { state, address, to: hub.address };
  return (form) => {
    if (form.isSignal) return;
    const { answer, confirms } = now();
    if (confirms) later(0, () => send(dialect === 'vision' ? visionReceipt(form, from) : visMailReceipt(form, from)));
    if (answer === undefined || !form.isConsultation) return;
    const reply = dialect === 'vision' ? visionAnswer : visMailAnswer;
    later(answer.afterMs, () => send(reply(form, from, answer.code)));
  };
}

type OnMail = (raw: Buffer, done: (error?: Error | null) => void) => void;

function mailServer({ tls }: SimulatorOptions, onMail: OnMail): SMTPServer {
  const smtp = new SMTPServer({
    ...(tls === undefined ? { hideSTARTTLS: true } : { cert: tls.cert, key: tls.key }),
    authOptional: true,
    disabledCommands: ['AUTH', ...(tls === undefined ? ['STARTTLS'] : [])],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, _session, done) => void collect(stream).then((raw) => onMail(raw, done)),
  });
  smtp.on('error', () => undefined);
  return smtp;
}

/** Stands before the mail server, so that the connection itself can be spoilt. */
function frontOf(smtp: SMTPServer, { now, sockets }: { readonly now: () => Behaviour; readonly sockets: Set<Socket> }): Server {
  return createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    if (now().server === 'talks-garbage') socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
    else if (now().server !== 'keeps-silent') smtp.server.emit('connection', socket);
  });
}

async function collect(stream: SMTPServerDataStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const listening = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
