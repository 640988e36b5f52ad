/** The environment by which `npm test` tells its child what the run has prepared; all absent when mocha is run by hand. */
export interface TestVariables {
  /** A login that may create databases. */
  readonly TEST_DATABASE_ADMIN_URL: string;
  /** A migrated database nobody is connected to, to be copied. */
  readonly TEST_DATABASE_TEMPLATE: string;
  /** What the names of all databases of the run start with. */
  readonly TEST_DATABASE_PREFIX: string;
  readonly TEST_AMQP_URL: string;
  /** What the names of all queues of the run start with; may be ''. */
  readonly TEST_QUEUE_PREFIX: string;
  /** A file that lists the queues to remove after the run, one a line. */
  readonly TEST_QUEUE_LIST: string;
}

/** The variables of the run around us, undefined when there is none. */
export function testVariables(): TestVariables | undefined {
  const { env } = process;
  const read = (name: keyof TestVariables): string => env[name] ?? '';
  if (env['TEST_DATABASE_ADMIN_URL'] === undefined) return undefined;
  return {
    TEST_DATABASE_ADMIN_URL: read('TEST_DATABASE_ADMIN_URL'),
    TEST_DATABASE_TEMPLATE: read('TEST_DATABASE_TEMPLATE'),
    TEST_DATABASE_PREFIX: read('TEST_DATABASE_PREFIX'),
    TEST_AMQP_URL: read('TEST_AMQP_URL'),
    TEST_QUEUE_PREFIX: read('TEST_QUEUE_PREFIX'),
    TEST_QUEUE_LIST: read('TEST_QUEUE_LIST'),
  };
}
