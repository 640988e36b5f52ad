/** A hub over HTTP whose parties upload and fetch attachments, each with a key and an officer. */
import { createHash, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { HubConfig } from '../../config/config.ts';
import { addParty, mayReceive, useHub, type HubRoom } from './running-hub.ts';

const PARTIES = ['ASKER', 'ONE', 'OTHER'] as const;

export const pdf = (text: string): Buffer => Buffer.from(`%PDF-1.4\n% ${text}\n%%EOF\n`);
export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
export const digestOf = (bytes: Buffer): string => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;

export interface Uploaded {
  readonly id: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly expiresAt: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly json: Readonly<Record<string, unknown>>;
}

export interface AttachmentRoom {
  readonly hub: () => HubRoom;
  call(party: string, path: string, init?: RequestInit): Promise<HttpAnswer>;
  /** `headers` over those that fit the bytes. */
  upload(party: string, bytes: Buffer, headers?: Readonly<Record<string, string | undefined>>): Promise<HttpAnswer>;
  uploaded(party: string, bytes: Buffer): Promise<Uploaded>;
  fetchIt(party: string, id: string, init?: RequestInit): Promise<HttpAnswer>;
  /** An inquiry that refers to the attachments. */
  submit(from: string, to: string, attachments: readonly unknown[]): Promise<HttpAnswer>;
  /** Sends a part of what it announced, then cuts the connection. */
  cutOff(party: string, bytes: Buffer, announced: number): Promise<void>;
  /** Asks first whether the bytes are wanted; answers whether they were, and the status. */
  askFirst(party: string, bytes: Buffer, mediaType: string): Promise<{ wanted: boolean; status: number }>;
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export const referenceTo = (uploaded: Uploaded, name = 'copy.pdf'): Record<string, unknown> => {
  const { id, mediaType, sha256: digest, sizeBytes } = uploaded;
  return { id, name, mediaType, sha256: digest, sizeBytes };
};

const WHO = { 'hub-officer': 'OFF-1', 'hub-purpose': 'CASE', 'hub-legal-basis': 'test law', 'hub-case': 'T-1' };

/** To be called inside describe(). */
export function useAttachments(change: (settings: HubConfig['attachments']) => HubConfig['attachments'] = (same) => same): AttachmentRoom {
  const keys = new Map<string, string>();
  const room = useHub(
    async (given) => {
      for (const code of PARTIES) {
        await addParty(given, code);
        await mayReceive(given, code);
        await given.administration.addOfficer({ party: code, id: 'OFF-1', name: 'Officer', unit: 'Unit' });
        keys.set(code, (await given.administration.issueKey(code)).apiKey);
      }
    },
    (config) => ({ ...config, attachments: change(config.attachments) }),
  );
  const keyOf = (party: string): Record<string, string> => ({ authorization: `Bearer ${keys.get(party) ?? ''}` });
  const call = async (party: string, path: string, init: RequestInit = {}): Promise<HttpAnswer> => {
    const headers = { ...keyOf(party), ...(init.headers as Record<string, string> | undefined) };
    const answer = await fetch(`${room.url}/api/v1${path}`, { ...init, headers });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const isJson = answer.headers.get('content-type')?.includes('json') === true && bytes.length > 0;
    return {
      status: answer.status,
      headers: answer.headers,
      bytes,
      json: isJson ? (JSON.parse(bytes.toString()) as HttpAnswer['json']) : {},
    };
  };
  const upload: AttachmentRoom['upload'] = (party, bytes, over = {}) => {
    const fitting = { 'content-type': 'application/pdf', 'content-digest': digestOf(bytes) };
    const headers = Object.entries({ ...fitting, ...over }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
    return call(party, '/attachments', {
      method: 'POST',
      body: new Uint8Array(bytes),
      headers: Object.fromEntries(headers) as Record<string, string>,
    });
  };
  return {
    hub: () => room,
    call,
    upload,
    uploaded: async (party, bytes) => (await upload(party, bytes)).json as unknown as Uploaded,
    fetchIt: (party, id, init = {}) => call(party, `/attachments/${id}`, { ...init, headers: { ...WHO, ...(init.headers as object) } }),
    submit: (from, to, attachments) => {
      const data = { title: 'A', question: 'B', replyBy: new Date(Date.now() + 3_600_000).toISOString(), attachments };
      const event = {
        specversion: '1.0',
        id: randomUUID(),
        source: `/parties/${from}`,
        type: 'pl.gov.udsc.exchange.inquiry.v1',
        destination: to,
        data,
      };
      return call(from, '/messages', { method: 'POST', body: JSON.stringify(event), headers: { 'content-type': 'application/json' } });
    },
    cutOff: (party, bytes, announced) =>
      new Promise((resolve) => {
        const headers = {
          ...keyOf(party),
          'content-type': 'application/pdf',
          'content-digest': digestOf(bytes),
          'content-length': announced,
        };
        const sending = request(`${room.url}/api/v1/attachments`, { method: 'POST', headers });
        sending.on('error', () => undefined).once('close', resolve);
        sending.write(bytes, () => setTimeout(() => sending.destroy(), 100));
      }),
    askFirst: (party, bytes, mediaType) =>
      new Promise((resolve, reject) => {
        let wanted = false;
        const about = {
          'content-type': mediaType,
          'content-digest': digestOf(bytes),
          'content-length': bytes.length,
          expect: '100-continue',
        };
        const asking = request(`${room.url}/api/v1/attachments`, { method: 'POST', headers: { ...keyOf(party), ...about } });
        asking.once('continue', () => {
          wanted = true;
          asking.end(bytes);
        });
        asking.once('response', (answer) => {
          answer.resume();
          resolve({ wanted, status: answer.statusCode ?? 0 });
          asking.destroy();
        });
        asking.on('error', reject).flushHeaders();
      }),
    rows: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await room.running.hub.database.reads.query<Row>(text, [...values])).rows,
  };
}
