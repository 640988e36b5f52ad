/** Stands between a SOAP client and the simulator, hands everything on and keeps what was said. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { startPeer } from './sis.ts';

export interface SoapRecorder {
  readonly url: string;
  /** Envelopes in the order of the exchanges. */
  readonly requests: readonly string[];
  readonly answers: readonly string[];
  close(): Promise<void>;
}

export async function startSoapRecorder(target: string): Promise<SoapRecorder> {
  const requests: string[] = [];
  const answers: string[] = [];
  const handOn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await text(request);
    const answer = await fetch(target, { method: 'POST', headers: { 'content-type': 'text/xml' }, body: asked });
    const said = await answer.text();
    requests.push(asked);
    answers.push(said);
    response.writeHead(answer.status, { 'content-type': 'text/xml; charset=utf-8' }).end(said);
  };
  const peer = await startPeer((request, response) => void handOn(request, response));
  return { url: peer.url, requests, answers, close: () => peer.close() };
}
