/** Writes answers and RFC 9457 problems. A request whose body was not read is answered first and then cut, not drained. */
import type { ServerResponse } from 'node:http';
import type { RestAnswer } from '../../broker/contract/endpoint.ts';
import { toProblem, type HubError } from '../../broker/contract/errors.ts';
import type { GatewayRequest } from './request.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';
/** How long a caller that still sends is given to read the answer; an earlier cut would reset the connection under it. */
const LINGER_MS = 1000;
/** A rest of a body up to this length is cheaper to skip than a new connection. */
const SKIPPABLE_BYTES = 64 * 1024;

export function writeAnswer(res: ServerResponse, answer: RestAnswer): void {
  const bytes = bytesOf(answer.body);
  res.statusCode = answer.status;
  setHeaders(res, answer.headers ?? {}, Buffer.isBuffer(answer.body) ? 'application/octet-stream' : JSON_TYPE);
  if (bytes === undefined) res.removeHeader('Content-Type');
  res.setHeader('Content-Length', bytes === undefined ? 0 : Buffer.byteLength(bytes));
  if (answer.status === 204) res.removeHeader('Content-Length');
  res.end(bytes);
}

const bytesOf = (body: unknown): string | Buffer | undefined =>
  body === undefined ? undefined : Buffer.isBuffer(body) ? body : JSON.stringify(body);

/** Answers may hold personal data, so nobody on the way keeps them unless the answer itself allows it. */
export function setHeaders(res: ServerResponse, headers: Readonly<Record<string, string>>, type: string): void {
  res.setHeader('Content-Type', type);
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  for (const name of Object.keys(headers)) res.setHeader(name, headers[name] ?? '');
}

export function writeProblem(req: GatewayRequest, res: ServerResponse, failure: { error: HubError; instance: string }): void {
  if (res.headersSent) return void res.destroy();
  for (const name of res.getHeaderNames()) res.removeHeader(name);
  const problem = toProblem(failure.error, failure.instance);
  const bytes = JSON.stringify(problem);
  res.statusCode = problem.status;
  setHeaders(res, headersOf(failure.error), PROBLEM_TYPE);
  res.setHeader('Content-Length', Buffer.byteLength(bytes));
  if (isUnread(req)) return endAndCut(req, res, bytes);
  res.end(bytes);
}

function headersOf(error: HubError): Record<string, string> {
  const seconds = error.retryAfterMs === undefined ? undefined : String(Math.ceil(error.retryAfterMs / 1000));
  const allow = error.facts.allow;
  return {
    ...(seconds === undefined ? {} : { 'Retry-After': seconds }),
    ...(seconds !== undefined && error.hubCode === 'RATE_LIMITED' ? { 'RateLimit-Reset': seconds } : {}),
    ...(error.hubCode === 'UNAUTHENTICATED' ? { 'WWW-Authenticate': 'Bearer realm="hub"' } : {}),
    ...(Array.isArray(allow) ? { Allow: allow.join(', ') } : {}),
  };
}

function isUnread(req: GatewayRequest): boolean {
  if (req.complete) return false;
  const length = req.headers['content-length'];
  const isShort = length !== undefined && Number(length) <= SKIPPABLE_BYTES;
  return req.headers.expect !== undefined || (!isShort && (length !== undefined || req.headers['transfer-encoding'] !== undefined));
}

/** What still comes is thrown away unseen until the caller ends or the time is over. */
function endAndCut(req: GatewayRequest, res: ServerResponse, bytes: string): void {
  res.setHeader('Connection', 'close');
  if (req.method !== 'HEAD') res.write(bytes);
  else res.flushHeaders();
  const timer = setTimeout(end, LINGER_MS);
  req.once('end', end).once('close', end).resume();

  function end(): void {
    clearTimeout(timer);
    res.end();
  }
}
