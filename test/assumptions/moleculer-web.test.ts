import assert from 'node:assert/strict';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServiceBroker, type ServiceSchema } from 'moleculer';
import ApiGateway from 'moleculer-web';
import { after, before, describe, it } from 'mocha';

interface GatewayRequest extends IncomingMessage {
  readonly originalUrl?: string;
  readonly $params?: { readonly params?: unknown };
  readonly $ctx?: { readonly requestID: string | null };
}
interface Gateway {
  readonly httpHandler: RequestListener;
}
type Handler = (req: GatewayRequest, res: ServerResponse) => unknown;

const quiet = { logger: false, skipProcessEventRegistration: true } as const;
const LOUD = ['logRequest', 'logRequestParams', 'logResponse', 'logRouteRegistration'];
const SILENCE = Object.fromEntries(LOUD.map((setting) => [setting, null]));
const tell =
  (what: (req: GatewayRequest) => unknown): Handler =>
  (req, res) =>
    void res.end(JSON.stringify(what(req)));

const ALIASES: Record<string, Handler> = {
  'GET /here': tell(() => 'here'),
  'POST /things': tell(({ method }) => method),
  'GET /things/:id': tell(({ $params, originalUrl, url }) => [$params?.params, originalUrl, url]),
  'GET /things/fixed': tell(() => 'fixed'),
  'GET /id': tell(({ $ctx }) => $ctx?.requestID),
  'GET /throws': () => {
    throw new TypeError('thrown');
  },
  'GET /rejects': () => {
    const rejection = Promise.reject(new TypeError('rejected'));
    rejection.catch(() => undefined); // moleculer-web drops it: the process would be told of an unhandled rejection
    return rejection;
  },
};

/** What the gateway believes of moleculer-web 0.10.8; if one of these fails, its guards can be simpler or must be stronger. */
describe('moleculer-web', () => {
  const broker = new ServiceBroker(quiet);
  /** Who was asked to answer a request that no alias answered. */
  const asked: string[] = [];
  const servers: Server[] = [];
  /** As ours, which overrides two methods of moleculer-web, and as its documentation would have it, by the route alone. */
  let [origin, plainOrigin] = ['', ''];

  before('two gateways behind servers of our own', async () => {
    const methods = { send404: answerer('send404'), errorHandler: answerer('errorHandler') };
    const handlers = [gateway('ours', methods), gateway('plain', {})].map((schema) => broker.createService(schema) as unknown as Gateway);
    await broker.start();
    for (const { httpHandler } of handlers) servers.push(await listen((req, res) => httpHandler(req, res)));
    [origin = '', plainOrigin = ''] = servers.map((server) => `http://127.0.0.1:${portOf(server)}`);
  });
  after(async () => {
    for (const server of servers) await close(server);
    await broker.stop();
  });

  function gateway(name: string, methods: NonNullable<ServiceSchema['methods']>): ServiceSchema {
    const route = { path: '/api', aliases: ALIASES, bodyParsers: false, mappingPolicy: 'restrict', mergeParams: false };
    const routes = [{ ...route, onError: answerer('route') }];
    return { name, mixins: [ApiGateway], settings: { ...SILENCE, server: false, routes }, methods };
  }
  function answerer(name: string): (req: IncomingMessage, res: ServerResponse, error?: Error) => void {
    return (_req, res, error) => {
      asked.push(error === undefined ? name : `${name} ${error.name}`);
      res.writeHead(404).end();
    };
  }
  const get = async (path: string, headers: Record<string, string> = {}): Promise<unknown> =>
    (await fetch(origin + path, { headers })).json();
  async function askedFor(method: string, path: string, at = origin): Promise<string[]> {
    asked.length = 0;
    await new Promise<void>((resolve, reject) => {
      const sent = httpRequest(at, { method, path, agent: false }, (response) => response.resume().once('end', resolve));
      sent.once('error', reject).end();
    });
    return [...asked];
  }

  it('finds no alias for HEAD where there is one for GET', async () => {
    assert.deepEqual(await askedFor('GET', '/api/here'), []);
    assert.deepEqual(await askedFor('HEAD', '/api/here'), ['send404']);
  });

  it('asks send404 about another method of a known path as about an unknown path', async () => {
    for (const [method, path] of [
      ['DELETE', '/api/here'],
      ['GET', '/api/nowhere'],
      ['GET', '/beside'],
    ] as const)
      assert.deepEqual(await askedFor(method, path), ['send404'], path);
  });

  it('asks errorHandler about what an alias throws and about an escape it cannot read', async () => {
    assert.deepEqual(await askedFor('GET', '/api/throws'), ['errorHandler TypeError']);
    assert.deepEqual(await askedFor('GET', '/api/things/%ff'), ['errorHandler BadRequestError']);
  });

  it('asks the onError of a route about what its aliases throw, but neither about a path beside it nor about an escape it cannot read', async () => {
    assert.deepEqual(await askedFor('GET', '/api/throws', plainOrigin), ['route TypeError']);
    assert.deepEqual(await askedFor('GET', '/beside', plainOrigin), []);
    assert.deepEqual(await askedFor('GET', '/api/things/%ff', plainOrigin), []);
  });

  it('leaves a request hanging whose alias rejects', async () => {
    asked.length = 0;
    await assert.rejects(fetch(`${origin}/api/rejects`, { signal: AbortSignal.timeout(300) }), { name: 'TimeoutError' });
    assert.deepEqual(asked, []);
  });

  it('takes an OPTIONS request to the alias of the method it asks about', async () => {
    const headers = { 'access-control-request-method': 'POST' };
    assert.equal(await (await fetch(`${origin}/api/things`, { method: 'OPTIONS', headers })).json(), 'OPTIONS');
  });

  it('prefers a fixed path to one with a parameter, gives parameters apart, and keeps the URL as it came', async () => {
    assert.equal(await get('/api/things/fixed'), 'fixed');
    assert.deepEqual(await get('/api/things/a%2Fb?q=1'), [{ id: 'a/b' }, '/api/things/a%2Fb?q=1', '/things/a%2Fb?q=1']);
  });

  it('tells capital letters of a path from small ones only when told to', async () => {
    assert.equal(await get('/API/HERE'), 'here');
  });

  it('takes over whatever request id the caller sends', async () => {
    assert.equal(await get('/api/id', { 'x-request-id': '<script>' }), '<script>');
  });

  it('never settles its start when its own server finds the port taken', async () => {
    const second = new ServiceBroker(quiet);
    const taken = { port: new URL(origin).port, ip: '127.0.0.1' };
    second.createService({ name: 'gateway', mixins: [ApiGateway], settings: { ...SILENCE, ...taken, routes: [] } });
    const started = second.start().then(() => 'started');
    const waited = new Promise((resolve) => setTimeout(resolve, 300, 'still starting'));
    assert.equal(await Promise.race([started, waited]), 'still starting');
    await second.stop();
  });
});

describe('the service broker of Moleculer', () => {
  it('bounds no call by time unless told otherwise', () => {
    assert.equal(new ServiceBroker(quiet).options.requestTimeout, 0);
  });
});

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function close(server: Server): Promise<unknown> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}
