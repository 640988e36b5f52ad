/** Registrations in the Central Visa Register over HTTPS with a client certificate, beside undici with a ready document. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import { adapter } from '../../adapters/visa-register/adapter.ts';
import { certificateFile } from '../../test/crash/certificates.ts';
import { delivering, doorsTo, numbers, type Surroundings, type Trial } from './trial.ts';

const TYPE = 'pl.gov.udsc.visa.registration.v1';
const CONNECTIONS = 16;
const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

export async function openVisaRegister({ registerUrl: url, store }: Surroundings): Promise<Trial> {
  const clientCertificate = {
    cert: certificateFile('client.cert.pem'),
    key: certificateFile('client.key.pem'),
    ca: certificateFile('ca.cert.pem'),
  };
  const connection = await adapter.connect({ url, clientCertificate }, doorsTo(store));
  const { visa, ...rest } = JSON.parse(read('schemas/visa-registration/examples/valid/issue.json')) as { readonly visa: object };
  const number = numbers('A');
  const body = (): Buffer => {
    const of = number();
    const data = { ...rest, visa: { ...visa, applicationNumber: of, visaNumber: of } };
    return Buffer.from(JSON.stringify({ specversion: '1.0', id: of, source: '/parties/PL-MSZ', type: TYPE, data }));
  };
  const agent = new Agent({ connections: CONNECTIONS, pipelining: 1, connect: certificates(clientCertificate) });
  return {
    name: 'visa-register',
    adapter: delivering(connection.deliver, () => ({ type: TYPE, body: body(), settings: {} })),
    bare: new Map([['undici', bareClient(url, agent)]]),
    close: async () => void (await Promise.all([connection.close(), agent.destroy()])),
  };
}

const certificates = (files: Readonly<Record<string, string>>): Record<string, Buffer> =>
  Object.fromEntries(Object.entries(files).map(([name, file]) => [name, readFileSync(file)]));

/** Reads the answer as text, and looks for the word that says recorded. */
function bareClient(url: string, dispatcher: Agent): () => Promise<boolean> {
  const number = numbers('B');
  const document = read('adapters/visa-register/examples/register-issued.xml');
  return async () => {
    const of = number();
    const body = document
      .replace(/<RequestId>[^<]*/, `<RequestId>${randomUUID()}`)
      .replace(/<StickerNumber>[^<]*/, `<StickerNumber>${of}`)
      .replace(/<ApplicationNumber>[^<]*/, `<ApplicationNumber>${of}`);
    const answer = await request(url, { method: 'POST', dispatcher, headers: { 'content-type': 'application/xml; charset=utf-8' }, body });
    return (await answer.body.text()).includes('<IsNew>true');
  };
}
