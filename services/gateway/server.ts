/** The HTTP server: it says why it cannot listen, and stops by finishing what it has begun. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { HubError } from '../../broker/contract/errors.ts';

/** Longer than the idle time of usual load balancers, so that they, not we, close a connection they may be about to use. */
const KEEP_ALIVE_MS = 75_000;
const HEADERS_WITHIN_MS = 20_000;
const REQUEST_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;
const IDLE_CHECK_MS = 50;

/** Throws CONFIG_INVALID when the address cannot be used. */
export async function listen(handler: RequestListener, address: { host: string; port: number }): Promise<Server> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: HEADERS_WITHIN_MS, requestTimeout: REQUEST_WITHIN_MS });
  const onRequest: RequestListener = (req, res) => {
    if (!server.listening) res.shouldKeepAlive = false;
    handler(req, res);
  };
  // The go-ahead is given only when the body is wanted, so that a refused one is never sent.
  server.on('request', onRequest).on('checkContinue', onRequest);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, address)));
    server.listen(address.port, address.host, resolve);
  });
  return server;
}

function cannotListen(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): HubError {
  const reason = error.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be listened on (${error.code ?? 'unknown'})`;
  return new HubError('CONFIG_INVALID', {
    detail: `Port ${port} on ${host} ${reason}. Free it, or set HUB_PORT to another.`,
    cause: error,
  });
}

/** Takes no new connection, lets requests in hand finish for ten seconds, then cuts what is left. */
export async function close(server: Server): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const cut = setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearInterval(idle);
  clearTimeout(cut);
}
