/** Webhooks, beside Node's own fetch, and undici, with the same bytes and headers but for the signature. */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import { adapter } from '../../adapters/rest-consumers/adapter.ts';
import { NOTE } from '../../test/crash/cargo.ts';
import { delivering, doorsTo, noteOf, type Surroundings, type Trial } from './trial.ts';

const BODY_BYTES = 1024;
const CONNECTIONS = 64;
const HEADERS = { 'content-type': 'application/cloudevents+json; charset=utf-8' };

export async function openWebhooks({ webhookUrl: url, store }: Surroundings): Promise<Trial> {
  const connection = await adapter.connect({}, doorsTo(store));
  const body = noteOf(BODY_BYTES);
  const settings = { url, secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`] };
  const fetchIt = async (): Promise<boolean> => {
    const answer = await fetch(url, { method: 'POST', headers: { ...HEADERS, 'webhook-id': randomUUID() }, body });
    await answer.arrayBuffer();
    return answer.ok;
  };
  const agent = new Agent({ connections: CONNECTIONS, pipelining: 1 });
  const requestIt = async (): Promise<boolean> => {
    const headers = { ...HEADERS, 'webhook-id': randomUUID() };
    const { statusCode, body: answer } = await request(url, { method: 'POST', dispatcher: agent, headers, body });
    await answer.dump();
    return statusCode === 200;
  };
  return {
    name: 'rest-consumers',
    adapter: delivering(connection.deliver, () => ({ type: NOTE, body, settings })),
    bare: new Map([
      ['fetch', fetchIt],
      ['undici', requestIt],
    ]),
    close: async () => void (await Promise.all([connection.close(), agent.destroy()])),
  };
}
