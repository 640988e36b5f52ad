/** Imports that the rules must forbid, with the rule that names them, and imports they must let pass. */
export interface Import {
  readonly from: string;
  /** A file of the tree, a package, a module of Node, or `missing:` and a file that is not there. */
  readonly to: string;
}

export interface ForbiddenImport extends Import {
  readonly rule: string;
}

const forbid = (rule: string, ...pairs: readonly (readonly [from: string, to: string])[]): ForbiddenImport[] =>
  pairs.map(([from, to]) => ({ rule, from, to }));

export const FORBIDDEN_IMPORTS: readonly ForbiddenImport[] = [
  ...forbid('schemas-alone', ['schemas/a.ts', 'broker/contract/message.ts']),
  ...forbid('config-alone', ['config/a.ts', 'broker/hub.ts']),
  ...forbid('law-alone', ['law/a.ts', 'broker/contract/errors.ts'], ['law/b.ts', 'config/config.ts']),
  ...forbid(
    'identity-alone',
    ['identity/names/a.ts', 'broker/contract/errors.ts'],
    ['identity/dates/a.ts', 'law/terms.ts'],
    ['identity/mrz/a.ts', 'generator/people.ts'],
  ),
  ...forbid(
    'broker-knows-no-system',
    ['broker/a.ts', 'adapters/sis2/adapter.ts'],
    ['broker/b.ts', 'services/sis/sis.service.ts'],
    ['broker/c.ts', 'law/terms.ts'],
    ['broker/j.ts', 'identity/mrz/parse.ts'],
  ),
  ...forbid('moleculer-config-options-only', ['moleculer.config.ts', 'services/sis/sis.service.ts']),
  ...forbid(
    'adapter-through-the-contract',
    ['adapters/sis2/a.ts', 'adapters/other/client.ts'],
    ['adapters/sis2/b.ts', 'broker/delivery/claim.ts'],
    ['adapters/sis2/c.ts', 'config/config.ts'],
    ['adapters/sis2/d.ts', 'services/sis/sis.service.ts'],
  ),
  ...forbid(
    'simulator-alone',
    ['adapters/sis2/simulator/a.ts', 'adapters/sis2/translate.ts'],
    ['adapters/sis2/simulator/b.ts', 'adapters/other/simulator/main.ts'],
    ['adapters/sis2/simulator/c.ts', 'broker/contract/errors.ts'],
    ['adapters/sis2/simulator/d.ts', 'identity/names/search-keys.ts'],
  ),
  ...forbid(
    'example-as-an-adapter',
    ['docs/example-adapter/a.ts', 'broker/hub.ts'],
    ['docs/example-adapter/b.ts', 'adapters/sis2/translate.ts'],
    ['docs/example-adapter/c.ts', 'services/sis/sis.service.ts'],
  ),
  ...forbid(
    'service-through-calls',
    ['services/sis/a.ts', 'services/access/access.service.ts'],
    ['services/sis/b.ts', 'broker/delivery/claim.ts'],
    ['services/sis/c.ts', 'adapters/sis2/adapter.ts'],
    ['services/registers/persons/a.ts', 'services/registers/residence/model.ts'],
  ),
  ...forbid('generator-alone', ['generator/a.ts', 'law/terms.ts']),
  ...forbid('console-alone', ['console/a.ts', 'broker/contract/errors.ts']),
  ...forbid('local-alone', ['local/a.ts', 'config/config.ts'], ['local/b.ts', 'broker/store/database.ts']),
  ...forbid('checks-alone', ['checks/a.ts', 'broker/hub.ts']),
  ...forbid(
    'no-one-imports-the-ends',
    ['broker/d.ts', 'cli/main.ts'],
    ['local/c.ts', 'test/support/clock.ts'],
    ['services/sis/d.ts', 'demo/main.ts'],
    ['law/c.ts', 'bench/main.ts'],
  ),
  ...forbid('generator-not-in-the-product', ['broker/e.ts', 'generator/person.ts'], ['adapters/sis2/e.ts', 'generator/person.ts']),
  ...forbid('local-for-developers-only', ['broker/f.ts', 'local/postgres.ts'], ['services/sis/e.ts', 'local/postgres.ts']),
  ...forbid(
    'pure-folders-do-no-io',
    ['law/d.ts', 'node:fs'],
    ['generator/b.ts', 'node:http'],
    ['law/e.ts', 'node:fs/promises'],
    ['identity/names/b.ts', 'node:fs'],
  ),
  ...forbid(
    'gate-amqplib',
    ['broker/delivery/a.ts', 'amqplib'],
    ['services/sis/f.ts', 'amqplib'],
    ['broker/transport/memory.ts', 'amqplib'],
    ['adapters/party-queues/adapter.ts', 'amqplib'],
    ['adapters/sis2/client.ts', 'amqplib'],
  ),
  ...forbid('gate-sequelize', ['services/registers/persons/b.ts', 'sequelize'], ['broker/delivery/b.ts', 'sequelize']),
  ...forbid('gate-soap', ['adapters/sis2/translate.ts', 'soap'], ['services/sis/g.ts', 'soap'], ['moleculer.config.ts', 'soap']),
  ...forbid('gate-moleculer-web', ['services/sis/h.ts', 'moleculer-web'], ['broker/g.ts', 'moleculer-web']),
  ...forbid('no-circular', ['broker/pipeline/a.ts', 'broker/pipeline/b.ts']),
  ...forbid('no-unresolvable', ['broker/h.ts', 'missing:broker/nowhere.ts']),
  ...forbid('no-development-packages', ['broker/i.ts', 'fast-check'], ['cli/a.ts', 'fast-check'], ['identity/names/b.ts', 'fast-check']),
];

/** A cycle is reported once, at its first import. */
export const OTHER_HALF_OF_THE_CYCLE: Import = { from: 'broker/pipeline/b.ts', to: 'broker/pipeline/a.ts' };

export const ALLOWED_IMPORTS: readonly Import[] = [
  { from: 'adapters/sis2/adapter.ts', to: 'adapters/sis2/client.ts' },
  { from: 'adapters/sis2/adapter.ts', to: 'broker/contract/adapter.ts' },
  { from: 'adapters/sis2/client.ts', to: 'soap' },
  { from: 'adapters/sis2/simulator/main.ts', to: 'generator/person.ts' },
  { from: 'adapters/sis2/simulator/main.ts', to: 'soap' },
  { from: 'adapters/sis2/translate.ts', to: 'identity/dates/digits.ts' },
  { from: 'adapters/sis2/translate.ts', to: 'schemas/types.generated.ts' },
  { from: 'adapters/party-queues/client.ts', to: 'amqplib' },
  { from: 'bench/main.ts', to: 'amqplib' },
  { from: 'broker/hub.ts', to: 'config/config.ts' },
  { from: 'broker/hub.ts', to: 'moleculer.config.ts' },
  { from: 'broker/store/database.ts', to: 'sequelize' },
  { from: 'broker/transport/rabbitmq-channels.ts', to: 'amqplib' },
  { from: 'broker/transport/rabbitmq.ts', to: 'amqplib' },
  { from: 'cli/main.ts', to: 'broker/hub.ts' },
  { from: 'config/config.ts', to: 'schemas/types.generated.ts' },
  { from: 'demo/main.ts', to: 'local/postgres.ts' },
  { from: 'generator/person.ts', to: 'identity/mrz/build.ts' },
  { from: 'identity/mrz/parse.ts', to: 'identity/result.ts' },
  { from: 'law/terms.ts', to: 'config/law/rates.ts' },
  { from: 'law/terms.ts', to: 'identity/dates/interval.ts' },
  { from: 'local/postgres.ts', to: 'broker/contract/errors.ts' },
  { from: 'local/rabbitmq.ts', to: 'amqplib' },
  { from: 'moleculer.config.ts', to: 'moleculer' },
  { from: 'services/gateway/gateway.service.ts', to: 'moleculer-web' },
  { from: 'services/registers/persons/person.model.ts', to: 'sequelize' },
  { from: 'services/registers/persons/persons.service.ts', to: 'services/registers/definition.ts' },
  { from: 'services/registers/persons/migrations/0001.ts', to: 'sequelize' },
  { from: 'services/sis/sis.service.ts', to: 'broker/store/database.ts' },
  { from: 'services/sis/sis.service.ts', to: 'identity/names/same-name.ts' },
  { from: 'services/sis/sis.service.ts', to: 'law/terms.ts' },
  { from: 'test/unit/anything.test.ts', to: 'checks/licences.ts' },
  { from: 'test/unit/anything.test.ts', to: 'fast-check' },
];
