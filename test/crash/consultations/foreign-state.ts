/** The visa authority of another state: a mail server that takes requests or refuses them for good, and a postman who brings its forms. */
import { setTimeout as delay } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { readForm, type ReceivedForm } from '../../../adapters/visa-consultation-network/simulator/received-form.ts';
import type { Outgoing } from '../../../adapters/visa-consultation-network/simulator/written-forms.ts';
import { listenOn, readAll } from '../listening.ts';
import type { Span } from './books.ts';
import type { HubClock } from './hub-clock.ts';
import { OURS, type STATES } from './those-asked.ts';

export interface ForeignState {
  readonly port: number;
  /** Requests that its mail server took, by the reference of the consultation. */
  readonly requests: ReadonlyMap<string, ReceivedForm>;
  close(): Promise<void>;
}

/** `refuses` is asked about each request by its reference. */
export async function startForeignState(refuses: (reference: string) => boolean): Promise<ForeignState> {
  const requests = new Map<string, ReceivedForm>();
  const smtp = new SMTPServer({
    ...{ hideSTARTTLS: true, authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], disableReverseLookup: true, logger: false },
    onData: (stream, _session, done) =>
      void readAll(stream).then(
        (raw) => {
          const form = readForm(raw);
          const reference = form.subject.replace(/\.A$/, '');
          if (form.isConsultation && refuses(reference)) return done(Object.assign(new Error('No.'), { responseCode: 550 }));
          if (form.isConsultation) requests.set(reference, form);
          done();
        },
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      ),
  });
  smtp.on('error', () => undefined);
  const port = await listenOn(smtp.server);
  return { port, requests, close: () => new Promise((resolve) => smtp.close(() => resolve())) };
}

export interface Postman {
  /** Brings the mail until a node has taken it. Throws what a node refuses for good. */
  bring(mail: Outgoing, from: (typeof STATES)[number]): Promise<Span>;
}

interface Round {
  readonly ports: readonly number[];
  readonly clock: HubClock;
  readonly signal: AbortSignal;
}

const TIMES = { connectionTimeout: 1000, greetingTimeout: 2000, socketTimeout: 3000 };

export function createPostman({ ports, clock, signal }: Round): Postman {
  let turn = 0;
  const bringOnce = async ({ raw }: Outgoing, { address }: (typeof STATES)[number]): Promise<boolean> => {
    const name = address.split('@')[1] ?? '';
    const port = ports[turn++ % ports.length] ?? 0;
    const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true, name, ...TIMES });
    try {
      await transport.sendMail({ envelope: { from: address, to: [OURS] }, raw });
      return true;
    } catch (error) {
      if (Number((error as { responseCode?: number }).responseCode) >= 500) throw error;
      return false;
    } finally {
      transport.close();
    }
  };
  return {
    bring: async (mail, from) => {
      const began = clock.now();
      while (!(await bringOnce(mail, from))) await delay(100, undefined, { signal });
      return { from: began, until: clock.now() };
    },
  };
}
