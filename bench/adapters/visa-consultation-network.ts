/** Forms by mail over STARTTLS, beside nodemailer with a ready mail: with connections kept, as the adapter keeps them, and with one a mail. */
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import { adapter } from '../../adapters/visa-consultation-network/adapter.ts';
import type { AdapterStore } from '../../broker/contract/doors.ts';
import { certificateFile } from '../../test/crash/certificates.ts';
import { CONSULTATION, consultationData, consultationEvent, networkSettings, OURS, THEIRS } from '../../test/support/network.ts';
import { delivering, doorsTo, numbers, type Send, type Surroundings, type Trial } from './trial.ts';

const CONNECTIONS = 16;
const NOWHERE: AdapterStore = { query: async () => [] };

/** The same once more with a store that does nothing tells what the notes in the database cost. */
export async function openNetwork({ mailUrl, store }: Surroundings): Promise<Trial> {
  const { hostname: host, port } = new URL(mailUrl);
  const place = { host, port: Number(port) };
  const connection = await adapter.connect(settingsFor(place), doorsTo(store));
  const unnoted = await adapter.connect(settingsFor(place), doorsTo(NOWHERE));
  const single = createTransport({ ...place, ...SECURE });
  const pooled = createTransport({ ...place, ...SECURE, pool: true, maxConnections: CONNECTIONS, maxMessages: Infinity });
  const message = messages();
  return {
    name: 'visa-consultation-network',
    adapter: delivering(connection.deliver, message),
    bare: new Map([
      ['nodemailer', mailing(pooled)],
      ['nodemailer, a connection a mail', mailing(single)],
      ['the adapter without its notes', delivering(unnoted.deliver, message)],
    ]),
    close: async () => {
      for (const transport of [single, pooled]) transport.close();
      await Promise.all([connection.close(), unnoted.close()]);
    },
  };
}

const SECURE = { secure: false, requireTLS: true, name: 'pl.visionmail.eu', tls: { rejectUnauthorized: false } };

function settingsFor(place: { readonly host: string; readonly port: number }): ReturnType<typeof networkSettings> {
  const { raw } = new X509Certificate(readFileSync(certificateFile('server.cert.pem')));
  const pin = createHash('sha256').update(raw).digest('hex');
  return networkSettings({ ...place, certificateSha256: [pin] }, { connectTimeoutMs: 5000 });
}

function messages(): () => { type: string; body: Buffer; settings: { state: string } } {
  const number = numbers('POL');
  return () => {
    const reference = number();
    const body = Buffer.from(JSON.stringify(consultationEvent(reference, consultationData(reference))));
    return { type: CONSULTATION, body, settings: { state: 'DEU' } };
  };
}

function mailing(transport: ReturnType<typeof createTransport>): Send {
  const mail = readFileSync(new URL('../../adapters/visa-consultation-network/examples/consultation-request.vision.eml', import.meta.url));
  const number = numbers('BARE');
  return async () => {
    const raw = mail.toString('latin1').replace(/^000:.*$/m, `000:${number()}`);
    await transport.sendMail({ envelope: { from: OURS, to: [THEIRS] }, raw: Buffer.from(raw, 'latin1') });
    return true;
  };
}
