/** What every services/<...>/<name>.service.ts must declare, tried on each that is found there and on the API description a hub serves. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { before, describe, it } from 'mocha';
import type { Endpoint, Role } from '../../broker/contract/endpoint.ts';
import type { HubService } from '../../broker/contract/hub.ts';
import { findServices } from '../../broker/plugins.ts';
import { useHub } from '../support/running-hub.ts';

const root = fileURLToPath(new URL('../../services/', import.meta.url));
const entries = readdirSync(root, { withFileTypes: true, recursive: true });
const paths = entries.filter(({ name }) => name.endsWith('.service.ts')).map(({ parentPath, name }) => join(parentPath, name));
/** As the hub finds them: by path, in order. */
const files = paths.sort().map((path) => relative(root, path));

const ROLES: readonly string[] = Object.keys({
  submit: 1,
  receive: 1,
  'sis-search': 1,
  registers: 1,
  operate: 1,
  audit: 1,
  'data-protection': 1,
} satisfies Record<Role, 1>);

/** Every party may call these: what it is shown depends on whose the message is. A new one belongs here only with such a reason. */
const OPEN_TO_EVERY_PARTY = ['GET /messages', 'GET /messages/:id'];
const SCHEMAS = 'https://schemas.pobyt-hub.example/';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

const nameOf = ({ method, path }: Endpoint): string => `${method} ${path}`;
const parametersOf = (path: string): string[] => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
const wrong = (endpoints: readonly Endpoint[], isWrong: (endpoint: Endpoint) => boolean): string[] => endpoints.filter(isWrong).map(nameOf);
const twice = (names: readonly string[]): string[] => names.filter((name, at) => names.indexOf(name) !== at);
const referencesOf = (value: unknown): string[] =>
  [...(JSON.stringify(value) ?? '').matchAll(/"\$ref":"([^"]*)"/g)].map(([, to]) => to ?? '');

describe('the services found below services/', () => {
  const room = useHub(async () => undefined);
  const services: HubService[] = [];
  let description: Description;
  before('make each service as the hub does, and ask the hub for its description', async () => {
    for (const { createService } of await findServices()) services.push(await createService(room.running.hub));
    description = (await (await fetch(`${room.url}/api/v1/openapi.json`)).json()) as Description;
  });
  const all = (): Endpoint[] => services.flatMap(({ endpoints }) => endpoints);

  it('say the form of every answer, and of every body', () => {
    assert.deepEqual(
      wrong(all(), ({ response }) => response === undefined),
      [],
    );
    assert.deepEqual(
      wrong(all(), ({ method, request }) => (method === 'POST' || method === 'PUT') && request === undefined),
      [],
    );
  });
  const operationOf = ({ method, path }: Endpoint): Operation | undefined =>
    description.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
  const knows = (reference: string): boolean =>
    reference === '#/components/responses/Problem' ||
    Object.hasOwn(description.components.schemas, /^#\/components\/schemas\/([^/]+)/.exec(reference)?.[1] ?? '');

  it('are all made by the hub, each by a factory of its own', () => {
    assert.equal(services.length, files.length);
    assert.deepEqual(twice(services.map(({ schema }) => schema.name)), []);
  });
  it('share no path: whatever a parameter is called, one method of it belongs to one endpoint', () => {
    assert.deepEqual(twice(all().map((endpoint) => nameOf(endpoint).replaceAll(/:\w+/g, ':'))), []);
  });
  it('give every operation of the description a name that no other has', () => {
    assert.deepEqual(twice(all().map((endpoint) => operationOf(endpoint)?.operationId ?? '')), []);
  });
  it('declare everything that the hub describes', () => {
    const described = Object.values(description.paths).reduce((sum, operations) => sum + Object.keys(operations).length, 0);
    assert.equal(described, all().length);
    assert.deepEqual(room.running.hub.endpoints().map(nameOf), all().map(nameOf));
  });
  it('are described with references that all lead to a part of the description', () => {
    assert.deepEqual(
      referencesOf(description).filter((reference) => !knows(reference)),
      [],
    );
  });

  for (const [at, file] of files.entries()) {
    describe(`the service in services/${file}`, () => {
      const service = (): HubService => services[at] as HubService;
      const endpoints = (): readonly Endpoint[] => service().endpoints;

      it('is called as its folder, its file and its Moleculer service', () => {
        const folder = file.split('/').at(-2);
        assert.deepEqual([file.split('/').at(-1), service().schema.name], [`${folder}.service.ts`, folder]);
      });
      it('says for every endpoint which known roles may call it, or has it among those open to every party', () => {
        assert.deepEqual(
          wrong(endpoints(), ({ roles }) => roles.some((role) => !ROLES.includes(role))),
          [],
        );
        const open = wrong(endpoints(), ({ roles }) => roles.length === 0);
        assert.deepEqual(
          open.filter((name) => !OPEN_TO_EVERY_PARTY.includes(name)),
          [],
          'add roles, or the reason to OPEN_TO_EVERY_PARTY',
        );
      });
      it('has an action of its own for every endpoint', () => {
        const actions = Object.keys(service().schema.actions ?? {}).map((action) => `${service().schema.name}.${action}`);
        assert.deepEqual(
          wrong(endpoints(), ({ action }) => !actions.includes(action)),
          [],
        );
      });
      it('names for bodies and answers only schemas that the hub has compiled, and a body only where there can be one', () => {
        const known = room.running.hub.schemas.documents();
        const isUnknown = (schema: string | undefined): boolean => schema !== undefined && !known.has(SCHEMAS + schema);
        assert.deepEqual(
          wrong(endpoints(), ({ request, response }) => isUnknown(request) || isUnknown(response)),
          [],
        );
        assert.deepEqual(
          wrong(endpoints(), ({ method, request }) => request !== undefined && (method === 'GET' || method === 'DELETE')),
          [],
        );
      });
      it('stands in the description with every endpoint: summary, path parameters, body and answer as declared', () => {
        for (const endpoint of endpoints()) {
          const operation = operationOf(endpoint);
          assert.ok(operation, `${nameOf(endpoint)} is not described`);
          assert.match(endpoint.summary, /^\S.{5,}[^.\s]$/, nameOf(endpoint));
          assert.equal(operation.summary, endpoint.summary);
          const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name);
          assert.deepEqual(inPath, parametersOf(endpoint.path), nameOf(endpoint));
          assert.equal(referencesOf(operation.requestBody).length > 0, endpoint.request !== undefined, nameOf(endpoint));
          const { answers = [200] } = endpoint;
          assert.deepEqual(
            Object.keys(operation.responses)
              .filter((status) => /^[23]/.test(status))
              .sort(),
            answers.map(String).sort(),
          );
          for (const status of answers)
            assert.equal(
              referencesOf(operation.responses[status]).length > 0,
              endpoint.response !== undefined && status !== 304,
              nameOf(endpoint),
            );
        }
      });
    });
  }
});
