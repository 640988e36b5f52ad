/** Operations through REST as an operator's program sees them: described, checked by the same schemas, and named. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import { addParty, eventually, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

type Json = Readonly<Record<string, unknown>>;

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Json };
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>> }>
  >;
}

const JSON_TYPE = 'application/json';
const bodyOf = ({ requestBody }: Operation): string => requestBody?.content[JSON_TYPE]?.schema.$ref ?? '';
const answerOf = ({ responses }: Operation): string => (responses['200'] ?? responses['202'])?.content?.[JSON_TYPE]?.schema.$ref ?? '';

interface Asked {
  readonly method?: string;
  readonly body?: unknown;
  readonly officer?: string | null;
}

describe('operations through REST', function () {
  this.timeout(60_000);
  let apiKey = '';
  const room = useHub(async (made) => {
    await addParty(made, 'PL-SG');
    await addParty(made, 'PL-ABW', '/abw');
    await mayReceive(made, 'PL-ABW');
    await made.administration.createParty({ code: 'OPERATOR', name: 'Operator', roles: ['operate'], destination: null });
    await made.administration.addOfficer({ party: 'OPERATOR', id: 'OP-1', name: 'Operator One', unit: 'Operations' });
    apiKey = (await made.administration.issueKey('OPERATOR')).apiKey;
  });
  const ask = async (
    path: string,
    { method = 'GET', body, officer = 'OP-1' }: Asked = {},
  ): Promise<{ status: number; body: Json; location: string | null }> => {
    const answer = await fetch(`${room.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(officer === null ? {} : { 'hub-officer': officer }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Json, location: answer.headers.get('location') };
  };
  const rateOf = async (destination: string): Promise<number> => {
    const { destinations } = (await ask('/operations/destinations')).body as {
      destinations: { name: string; ratePerSecond: number | null }[];
    };
    return Number(destinations.find(({ name }) => name === destination)?.ratePerSecond);
  };
  const pointers = ({ body }: { body: Json }): string[] => (body.errors as { pointer: string }[]).map(({ pointer }) => pointer).sort();

  it('are all described, each body and each answer by a schema that the description holds', async () => {
    const { paths, components } = (await ask('/openapi.json')).body as unknown as OpenApi;
    const operations = Object.entries(paths)
      .filter(([path]) => path.startsWith('/operations/'))
      .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })));
    assert.ok(operations.length >= 15, `${operations.length}`);
    for (const { name, operation } of operations) {
      const references = [answerOf(operation), ...(name.startsWith('get ') ? [] : [bodyOf(operation)])];
      for (const reference of references) {
        assert.match(reference, /^#\/components\/schemas\/_operations\./, name);
        assert.ok(reference.replace('#/components/schemas/', '') in components.schemas, `${name}: ${reference}`);
      }
    }
  });

  it('refuse every wrong member of a body with its pointer, and what needs a name without one', async () => {
    const retries = '/operations/dead-letters/retries';
    const wrong = await ask(retries, { method: 'POST', body: { reason: 'x', filter: { sender: 'y' }, ratePerSecond: '5', canary: true } });
    assert.deepEqual(
      [wrong.status, wrong.body.code, pointers(wrong)],
      [422, 'INVALID_SETTING', ['/canary', '/filter/sender', '/ratePerSecond']],
    );
    assert.equal((await ask(retries, { method: 'POST', body: { filter: { type: NOTE } } })).body.code, 'REASON_REQUIRED');
    const nameless = await ask(retries, { method: 'POST', body: { reason: 'x', filter: { type: NOTE } }, officer: null });
    assert.deepEqual([nameless.status, nameless.body.code], [403, 'WHO_AND_WHY_REQUIRED']);
    const held = await ask('/operations/destinations/PL-ABW/hold', { method: 'POST', body: { reason: 'x', until: 'noon' } });
    assert.deepEqual([held.status, pointers(held)], [422, ['/until']]);
    const noted = await ask('/operations/dead-letters/groups/x', { method: 'PUT', body: { owner: 1, note: null, by: 'me' } });
    assert.deepEqual([noted.status, pointers(noted)], [422, ['/by', '/owner']]);
    assert.equal((await ask(`/operations/jobs/${randomUUID()}`)).status, 404);
  });

  it('retry a dead letter: 202 with where the job is, its progress, and the group with its owner', async () => {
    room.sink.answer('/abw', { status: 400 });
    const note = {
      specversion: '1.0',
      id: randomUUID(),
      source: '/parties/PL-SG',
      type: NOTE,
      destination: 'PL-ABW',
      data: { title: 'a', text: 'b' },
    };
    await room.call('exchange.submit', 'PL-SG', { body: Buffer.from(JSON.stringify(note)) });
    const group = await eventually('a failure group', async () => {
      const { groups } = (await ask('/operations/dead-letters/groups')).body as { groups: { fingerprint: string; count: number }[] };
      return groups[0];
    });
    const path = `/operations/dead-letters/groups/${group.fingerprint}`;
    const noted = await ask(path, { method: 'PUT', body: { owner: 'Team 1', note: null } });
    assert.deepEqual([noted.status, noted.body.owner, noted.body.count], [200, 'Team 1', 1]);
    room.sink.answer('/abw', { status: 200 });
    const body = { group: group.fingerprint, reason: 'the partner is mended', ratePerSecond: 10 };
    const begun = await ask('/operations/dead-letters/retries', { method: 'POST', body });
    assert.deepEqual([begun.status, begun.location], [202, (begun.body.links as { self: string }).self]);
    const job = await eventually('the end of the job', async () => {
      const now = (await ask(`/operations/jobs/${String(begun.body.jobId)}`)).body;
      return now.state === 'RUNNING' ? undefined : now;
    });
    assert.deepEqual([job.state, job.delivered, job.officer, job.reason], ['DONE', 1, 'OP-1', body.reason]);
    const stopped = await ask(`/operations/jobs/${String(job.jobId)}/stop`, { method: 'POST', body: { reason: 'late' } });
    assert.deepEqual([stopped.status, stopped.body.code], [409, 'INVALID_STATE']);
    await eventually('a rate', async () => (await rateOf('PL-ABW')) > 0 || undefined);
  });
});
