/** The webhook of a party. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { closeWebServer, listenOn, readAll } from './listening.ts';
import { digestOf } from './ledger.ts';
import type { Came, OpenFront } from './visit.ts';

export const openWebFront: OpenFront = async (receive) => {
  const server = createServer((request, response) => {
    const answer = (status: number): void => void response.writeHead(status, { 'content-type': 'text/plain' }).end();
    const receiveIt = (body: Buffer): void =>
      receive({
        came: readEvent(request, body),
        confirm: () => answer(200),
        refuse: () => answer(502),
        cut: () => void response.destroy(),
      });
    void readAll(request).then(receiveIt, () => response.destroy());
  });
  const url = `http://127.0.0.1:${await listenOn(server)}/inbox`;
  const settings = { url, secrets: [`whsec_${randomBytes(32).toString('base64')}`] };
  return { destination: { adapter: 'rest-consumers', settings }, node: {}, close: () => closeWebServer(server) };
};

function readEvent({ headers }: IncomingMessage, body: Buffer): Came {
  const event = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  const { id, sequence } = event;
  return {
    key: String(headers['webhook-id']),
    eventId: String(id),
    sequence: typeof sequence === 'string' ? sequence : null,
    digest: digestOf(event),
  };
}
