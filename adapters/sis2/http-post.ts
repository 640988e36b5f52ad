/** One POST over a kept connection, with a bound on what is read and nothing done behind one's back: no redirects, no unpacking, no proxy. */
import { request as httpRequest, type Agent, type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { HttpAnswer } from './answer.ts';
import { garbage } from './faults.ts';

export interface Post {
  readonly url: string;
  readonly agent: Agent;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
  readonly maxAnswerBytes: number;
  readonly signal: AbortSignal;
}

/** A failure of the connection says whether it had served before: then the peer may have closed it in the moment it was used again. */
export type PostFailure = Error & { readonly code?: string; readonly reusedSocket?: boolean };

/** Throws SIS_GARBAGE for an answer beyond the bound, and {@link PostFailure} when there is none. */
export function post({ url, agent, headers, body, maxAnswerBytes, signal }: Post): Promise<HttpAnswer> {
  const bytes = Buffer.from(body);
  return new Promise((resolve, reject) => {
    const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(
      url,
      { method: 'POST', agent, signal, headers: { ...headers, 'Content-Length': bytes.length } },
      (answer) => void read(answer, maxAnswerBytes).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject),
    );
    request.once('error', (error) => reject(failureOf(error, request)));
    request.end(bytes);
  });
}

const failureOf = (error: Error, { reusedSocket }: ClientRequest): PostFailure => Object.assign(error, { reusedSocket });

async function read(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw garbage('the answer is larger than allowed'); // leaving the loop ends the connection
    parts.push(part);
  }
  return Buffer.concat(parts);
}
