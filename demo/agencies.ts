/**
 * The receiving system of an agency that takes messages by webhook: checks the signature, remembers what came and in which
 * order, and can be told to fail.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Receipt {
  readonly webhookId: string;
  readonly eventId: string;
  readonly sequenceKey: string | undefined;
}

export interface Agency {
  readonly url: string;
  /** What was received and answered with 2xx, repeats included, in order. */
  readonly received: readonly Receipt[];
  /** How often it was called, failed calls included. */
  calls(): number;
  setFailing(failing: boolean): void;
  close(): Promise<void>;
}

export async function startAgency(secret: string): Promise<Agency> {
  const received: Receipt[] = [];
  let calls = 0;
  let isFailing = false;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bytesOf(request);
    calls += 1;
    if (!isSigned(request, body, secret)) return void response.writeHead(401).end();
    if (isFailing) return void response.writeHead(500).end('out of order');
    received.push(receiptOf(request, body));
    response.writeHead(204).end();
  };
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`,
    received,
    calls: () => calls,
    setFailing: (failing) => void (isFailing = failing),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function isSigned({ headers }: IncomingMessage, body: Buffer, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.`;
  const expected = Buffer.from(`v1,${createHmac('sha256', key).update(signed).update(body).digest('base64')}`);
  const given = String(headers['webhook-signature']).split(' ');
  return given.some((signature) => signature.length === expected.length && timingSafeEqual(Buffer.from(signature), expected));
}

function receiptOf({ headers }: IncomingMessage, body: Buffer): Receipt {
  const event = JSON.parse(body.toString('utf8')) as { id: string; sequencekey?: string };
  return { webhookId: String(headers['webhook-id']), eventId: event.id, sequenceKey: event.sequencekey };
}
