/**
 * Who may import whom. Folders carry the architecture, so the table of docs/architecture.md stands here as rules, each with
 * its reason. test/architecture/import-rules.test.ts proves that every rule finds what it forbids.
 */
const CODE = '^(broker|adapters|services|law|identity|schemas|config|generator|console|cli|demo|bench|test|local|checks)/';
/** A service is a folder of services/, a register is a folder of services/registers/. */
const SERVICE = '^services/(registers/[^/]+|[^/]+)/';
const SIMULATOR = '^adapters/([^/]+)/simulator/';
const library = (name) => `(^|/)node_modules/(@types/)?${name}/`;
/** Modules through which a result could depend on anything but the arguments. */
const INPUT_AND_OUTPUT = '^(node:)?(fs|net|tls|dgram|dns|http|http2|https|child_process|cluster|worker_threads|os|process|timers)(/|$)';

/** From `from` only the folders in `may` can be imported; packages and Node itself are not the subject of these rules. */
const only = (name, comment, from, may) => ({
  name,
  comment,
  severity: 'error',
  from: typeof from === 'string' ? { path: from } : from,
  to: { path: `${CODE}|^moleculer\\.config\\.ts$`, pathNot: may },
});

/** The package can be imported from the places in `gates` only. Tests may, to write down what we believe of the package. */
const gate = (name, comment, gates) => ({
  name: `gate-${name}`,
  comment,
  severity: 'error',
  from: { path: `${CODE}|^moleculer\\.config\\.ts$`, pathNot: [...gates, '^test/'] },
  to: { path: library(name) },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    only('schemas-alone', 'The canonical model is what all others agree on: it depends on nobody.', '^schemas/', ['^schemas/']),
    only('config-alone', 'Settings are read before anything exists that could be asked.', '^config/', ['^config/', '^schemas/']),
    only('law-alone', 'A rule of law must be readable and testable without the hub.', '^law/', [
      '^law/',
      '^config/law/',
      '^identity/',
      '^schemas/',
    ]),
    only('identity-alone', 'Names, dates and zones are written and compared by rules that need no hub.', '^identity/', [
      '^identity/',
      '^schemas/',
    ]),
    only(
      'broker-knows-no-system',
      'The hub knows no system and no register by name, so that a new one is a new folder and no edit.',
      '^broker/',
      ['^broker/', '^config/', '^schemas/', '^moleculer\\.config\\.ts$'],
    ),
    only(
      'moleculer-config-options-only',
      'It holds broker options; what they need is settings or part of the hub.',
      '^moleculer\\.config\\.ts$',
      ['^broker/', '^config/'],
    ),
    only(
      'adapter-through-the-contract',
      'An adapter sees the hub through its contract alone, so that neither breaks the other; names and dates it reads as all others do.',
      { path: '^adapters/([^/]+)/', pathNot: SIMULATOR },
      ['^adapters/$1/', '^broker/contract/', '^identity/', '^schemas/'],
    ),
    only(
      'example-as-an-adapter',
      'The worked example is copied to adapters/: it may import what an adapter may.',
      '^docs/example-adapter/',
      ['^docs/example-adapter/', '^broker/contract/', '^identity/', '^schemas/'],
    ),
    only('simulator-alone', 'A simulator that shares code with the adapter proves nothing about it.', SIMULATOR, [
      '^adapters/$1/simulator/',
      '^schemas/',
      '^generator/',
    ]),
    only('service-through-calls', 'Services reach each other by a call, so that each can run on another node.', SERVICE, [
      '^services/$1/',
      // What all registers share lies beside them.
      '^services/registers/[^/]+\\.ts$',
      '^broker/contract/',
      '^broker/store/',
      '^law/',
      '^identity/',
      '^schemas/',
    ]),
    only('generator-alone', 'Synthetic people come from a seed and the schemas, so that everyone gets the same ones.', '^generator/', [
      '^generator/',
      '^identity/',
      '^schemas/',
    ]),
    only('console-alone', 'The console speaks REST; what it imports would be shipped to browsers.', '^console/', ['^console/']),
    only('local-alone', 'Starting private servers must work before the hub does; it shares only the error class.', '^local/', [
      '^local/',
      '^broker/contract/',
    ]),
    only('checks-alone', 'The checks judge the code, so they do not lean on it; the law that they freeze is data.', '^checks/', [
      '^checks/',
      '^config/law/',
    ]),
    {
      name: 'no-one-imports-the-ends',
      comment: 'Commands, the demo, benchmarks and tests use the product, never the other way round.',
      severity: 'error',
      from: { path: CODE, pathNot: '^(cli|demo|bench|test)/' },
      to: { path: '^(cli|demo|bench|test)/' },
    },
    {
      name: 'generator-not-in-the-product',
      comment: 'Invented people belong into simulators, demo, benchmarks and tests, never near real ones.',
      severity: 'error',
      from: { path: CODE, pathNot: ['^generator/', SIMULATOR, '^(cli|demo|bench|test)/'] },
      to: { path: '^generator/' },
    },
    {
      name: 'local-for-developers-only',
      comment: 'A production node is given its servers; it never starts its own.',
      severity: 'error',
      from: { path: CODE, pathNot: '^(local|cli|demo|bench|test)/' },
      to: { path: '^local/' },
    },
    {
      name: 'pure-folders-do-no-io',
      comment: 'Law, identity and generator decide from their arguments alone, so that the same question has the same answer for years.',
      severity: 'error',
      from: { path: '^(law|identity|generator)/' },
      to: { dependencyTypes: ['core'], path: INPUT_AND_OUTPUT },
    },
    gate(
      'amqplib',
      'Confirms, channels and reconnection are got right in two places: the rabbitmq transport for tickets, and the adapter whose system is RabbitMQ.',
      ['^broker/transport/rabbitmq(\\.ts$|-[^/]+\\.ts$|/)', '^adapters/party-queues/(client|topology)\\.ts$', '^local/', '^bench/'],
    ),
    gate('sequelize', 'Models and migrations stay in their folders; hot paths use plain SQL.', [
      '^broker/store/',
      '\\.model\\.ts$',
      '/migrations/',
    ]),
    gate('soap', 'The soap package needs hardening at each use: only clients and simulators touch it.', [
      '^adapters/[^/]+/client\\.ts$',
      SIMULATOR,
      '^bench/',
    ]),
    gate('moleculer-web', 'HTTP ends at the gateway; benchmarks measure it bare, as a floor.', ['^services/gateway/', '^bench/']),
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one subject in two places, or have a third one hidden between them.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere fails only when the line is reached.',
      severity: 'error',
      from: { path: CODE },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-packages',
      comment: 'A production installation leaves development packages out.',
      severity: 'error',
      from: { path: '^(broker|adapters|services|law|identity|schemas|config|cli|generator)/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '(^|/)node_modules/@types/' },
    },
  ],
  options: {
    exclude: { path: '(^|/)(dist|coverage|\\.data|bench/results)/' },
    doNotFollow: { path: 'node_modules' },
    // Types bind folders together as firmly as values do.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.json', '.cjs', '.mjs', '.d.ts'],
    },
  },
};
