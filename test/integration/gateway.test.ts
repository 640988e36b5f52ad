/** The gateway over real HTTP with a real broker: every refusal it owes, and the exact bytes it passes on. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { ReadableStream } from 'node:stream/web';
import { ServiceBroker, type Context } from 'moleculer';
import type { Endpoint, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import type { SchemaShelf } from '../../broker/contract/schemas.ts';
import { loadSchemas } from '../../broker/routing/schema-shelf.ts';
import { createService } from '../../services/gateway/gateway.service.ts';

const PORT = 39_617;
const URL_BASE = `http://127.0.0.1:${PORT}`;
const KEY = { authorization: 'Bearer good' };
const JSON_TYPE = { 'content-type': 'application/json' };
const WHO = { 'hub-officer': 'o1', 'hub-purpose': 'BORDER', 'hub-legal-basis': 'art. 1', 'hub-case': 'c-1' };

const base = { summary: 'For the test', roles: [], whoAndWhy: 'none', action: 'probe.echo' } as const;
const ENDPOINTS: readonly Endpoint[] = [
  { ...base, method: 'POST', path: '/messages', accepts: true },
  { ...base, method: 'GET', path: '/messages/:id' },
  { ...base, method: 'GET', path: '/persons', whoAndWhy: 'full' },
  { ...base, method: 'GET', path: '/operations', roles: ['operate'] },
  { ...base, method: 'GET', path: '/broken', action: 'probe.broken' },
  { ...base, method: 'GET', path: '/absent', action: 'absent.action' },
];

describe('the gateway', () => {
  const broker = new ServiceBroker({ logger: false });
  const calls: RestCall[] = [];
  const denials: unknown[] = [];
  let isFull = false;

  before(async () => {
    broker.createService({
      name: 'probe',
      actions: {
        echo: (context: Context<RestCall>) => (calls.push(context.params), { status: 202, body: { path: context.params.path } }),
        broken: () => Promise.reject(new TypeError('Jan Kowalski is in here')),
      },
    });
    const { schema } = await createService(fakeHub(await loadSchemas()));
    broker.createService(schema);
    await broker.start();
  });

  after(() => broker.stop());

  function fakeHub(schemas: SchemaShelf): Hub {
    const silent = { debug() {}, info() {}, warn() {}, error() {} };
    const party = (perSecond: number | null) => ({ code: 'PL-SG', name: 'SG', roles: ['submit'], sources: [], ratePerSecond: perSecond });
    return {
      config: { http: { host: '127.0.0.1', port: PORT, maxBodyBytes: 200_000 }, rateLimit: { perSecond: 1000, failedLoginsPerMinute: 2 } },
      clock: { now: () => 0, monotonicMs: () => 0 },
      newId: () => 'id-1',
      log: silent,
      registry: {
        authenticate: (key: string) =>
          key === 'good'
            ? { party: party(null), keyPrefix: 'g' }
            : key === 'slow'
              ? { party: { ...party(1), code: 'SLOW' }, keyPrefix: 's' }
              : undefined,
        officer: (_party: string, id: string) => (id === 'o1' ? {} : undefined),
      },
      schemas,
      deliveries: {
        checkRoom() {
          if (isFull) throw new HubError('ACCEPT_QUEUE_FULL', { retryAfterMs: 1200 });
        },
      },
      audit: { operations: { record: async (facts: unknown[]) => void denials.push(...facts) } },
      health: async () => ({ database: { ok: false, words: 'is down' } }),
      metrics: async () => 'hub_up 1\n',
      endpoints: () => ENDPOINTS,
    } as unknown as Hub;
  }

  async function refused(path: string, init: RequestInit, expected: [number, string]): Promise<Response> {
    const answer = await fetch(URL_BASE + path, init);
    const problem = (await answer.json()) as { status: number; code: string };
    assert.deepEqual([answer.status, problem.code, problem.status], [...expected, expected[0]]);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
    return answer;
  }

  it('passes the exact bytes, path and query to the action, and not the key', async () => {
    const body = Buffer.from([0x7b, 0x00, 0xff, 0x7d]);
    const answer = await fetch(`${URL_BASE}/api/v1/messages?a=%C5%81`, { method: 'POST', headers: KEY, body });
    const call = calls.at(-1);
    assert.equal(answer.status, 202);
    assert.deepEqual([call?.body, call?.query, call?.headers.authorization], [body, { a: 'Ł' }, undefined]);
  });

  it('answers HEAD like GET without a body', async () => {
    const answer = await fetch(`${URL_BASE}/api/v1/messages/7`, { method: 'HEAD', headers: KEY });
    assert.deepEqual([answer.status, await answer.text()], [202, '']);
  });

  it('refuses who does not say who asks and why, names what is missing, and records it', async () => {
    await refused('/api/v1/persons', { headers: KEY }, [403, 'WHO_AND_WHY_REQUIRED']);
    await refused('/api/v1/persons', { headers: { ...KEY, ...WHO, 'hub-officer': 'x' } }, [403, 'OFFICER_UNKNOWN']);
    await refused('/api/v1/operations', { headers: KEY }, [403, 'FORBIDDEN']);
    assert.equal(denials.length, 3);
    assert.equal((await fetch(`${URL_BASE}/api/v1/persons`, { headers: { ...KEY, ...WHO } })).status, 202);
  });

  it('refuses unknown paths, other methods and bad escapes', async () => {
    await refused('/api/v1/nothing', { headers: KEY }, [404, 'NOT_FOUND']);
    const answer = await refused('/api/v1/messages', { method: 'DELETE', headers: KEY }, [405, 'METHOD_NOT_ALLOWED']);
    assert.equal(answer.headers.get('allow'), 'POST');
    await refused('/api/v1/messages/7', { method: 'OPTIONS' }, [405, 'METHOD_NOT_ALLOWED']);
    for (const path of ['/api/v1/messages/%ff', '/%zz', '/api/v1/messages/7?a=%ff']) {
      await refused(path, { headers: KEY }, [400, 'INVALID_PARAMETER']);
    }
  });

  it('refuses bodies that are too large, announced or not, compressed, or of another charset', async () => {
    const post = (body: string | ReadableStream, headers: Record<string, string> = {}) => ({
      method: 'POST',
      headers: { ...KEY, ...JSON_TYPE, ...headers },
      body,
    });
    await refused('/api/v1/messages', post('x'.repeat(200_001)), [413, 'BODY_TOO_LARGE']);
    const stream = new Blob(['x'.repeat(300_000)]).stream();
    const answer = await refused('/api/v1/messages', { ...post(stream), duplex: 'half' }, [413, 'BODY_TOO_LARGE']);
    assert.equal(answer.headers.get('content-length') === null, false);
    await refused('/api/v1/messages', post('x', { 'content-encoding': 'gzip' }), [415, 'UNSUPPORTED_MEDIA_TYPE']);
    await refused('/api/v1/messages', post('x', { 'content-type': 'application/json; charset=latin1' }), [415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('refuses a body that says it is of a type that the path does not take, and takes one that does not say', async () => {
    const post = (type: string): RequestInit => ({ method: 'POST', headers: { ...KEY, 'content-type': type }, body: Buffer.from('{}') });
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/cloudevents-batch+json',
      'application/xml',
      'json',
    ]) {
      await refused('/api/v1/messages', post(type), [415, 'UNSUPPORTED_MEDIA_TYPE']);
      const answer = await fetch(`${URL_BASE}/api/v1/messages`, post(type));
      assert.match(await answer.text(), /The path takes application\/cloudevents\+json or application\/json/);
    }
    for (const type of ['application/json', 'Application/JSON; Charset=UTF-8', 'application/cloudevents+json; charset=utf-8', ''])
      assert.equal((await fetch(`${URL_BASE}/api/v1/messages`, post(type))).status, 202, type);
  });

  it('answers 503 with Retry-After before the body is read while there is no room', async () => {
    isFull = true;
    const answer = await refused('/api/v1/messages', { method: 'POST', headers: { ...KEY, ...JSON_TYPE }, body: 'x' }, [
      503,
      'ACCEPT_QUEUE_FULL',
    ]);
    assert.equal(answer.headers.get('retry-after'), '2');
    isFull = false;
  });

  it('gives nothing away of an error that nobody foresaw', async () => {
    const answer = await fetch(`${URL_BASE}/api/v1/broken`, { headers: KEY });
    assert.equal(answer.status, 500);
    assert.doesNotMatch(await answer.text(), /Kowalski|TypeError|\.ts:/);
    await refused('/api/v1/absent', { headers: KEY }, [503, 'SERVICE_UNAVAILABLE']);
  });

  it('limits each party, and logins that fail', async () => {
    const slow = { headers: { authorization: 'Bearer slow' } };
    assert.equal((await fetch(`${URL_BASE}/api/v1/messages/7`, slow)).status, 202);
    const answer = await refused('/api/v1/messages/7', slow, [429, 'RATE_LIMITED']);
    assert.deepEqual([answer.headers.get('retry-after'), answer.headers.get('ratelimit-reset')], ['1', '1']);
    const first = await refused('/api/v1/messages/7', {}, [401, 'UNAUTHENTICATED']);
    assert.match(first.headers.get('www-authenticate') ?? '', /^Bearer/);
    await refused('/api/v1/messages/7', { headers: { authorization: 'Bearer bad' } }, [401, 'UNAUTHENTICATED']);
    await refused('/api/v1/messages/7', { headers: { authorization: 'Bearer bad' } }, [429, 'RATE_LIMITED']);
  });

  it('answers probes, metrics, description and docs without a key', async () => {
    const statuses = [
      '/health/live',
      '/health/ready',
      '/metrics',
      '/api/v1/openapi.json',
      '/api/v1/asyncapi.json',
      '/api/v1/docs',
      '/api/v1/docs/swagger-ui.css',
    ];
    const answers = await Promise.all(statuses.map(async (path) => (await fetch(URL_BASE + path)).status));
    assert.deepEqual(answers, [200, 503, 200, 200, 200, 200, 200]);
  });

  it('says that its port is in use instead of waiting forever', async () => {
    const second = new ServiceBroker({ logger: false, nodeID: 'second' });
    second.createService((await createService(fakeHub(await loadSchemas()))).schema);
    await assert.rejects(second.start(), /Port 39617 on 127\.0\.0\.1 is in use/);
    await second.stop().catch(() => undefined);
  });
});
