/** The endpoints of operations: what is read, what is read with a name, what is done. */
import type { Endpoint } from '../../broker/contract/endpoint.ts';

type Forms = Pick<Endpoint, 'request' | 'response' | 'query' | 'answers'>;

const form = (name: string): string => `_operations/${name}.schema.json`;
const answers = (response: string, query: Endpoint['query'] = {}): Forms => ({ response: form(response), query });
const takes = (request: string, response: string): Forms => ({ request: form(request), response: form(response) });

/** `about` is the path below /operations and what it is for. */
const read = (action: string, [path, summary]: readonly [string, string], forms: Forms): Endpoint => ({
  method: 'GET',
  path: `/operations${path}`,
  summary,
  roles: ['operate'],
  whoAndWhy: 'none',
  action: `operations.${action}`,
  ...forms,
});
const readByName = (...of: Parameters<typeof read>): Endpoint => ({ ...read(...of), whoAndWhy: 'officer' });
const act = (...of: Parameters<typeof read>): Endpoint => ({ ...readByName(...of), method: 'POST' });
const replace = (...of: Parameters<typeof read>): Endpoint => ({ ...readByName(...of), method: 'PUT' });

const page = (most: number, otherwise: number): Readonly<Record<string, string>> => ({
  after: '`next` of the page before',
  limit: `1 to ${most}, default ${otherwise}`,
});
const OF_DESTINATION = { destination: 'Of which destination', type: 'Of which message type' };

/** Fixed paths stand before those with a parameter. */
export const endpoints: readonly Endpoint[] = [
  read('overview', ['/overview', 'Whether every delivery is accounted for'], answers('overview')),
  read('problems', ['/problems', 'What needs a person'], answers('problems')),
  read('destinations', ['/destinations', 'Destinations with depth, age, rate, breaker and hold'], answers('destinations')),
  readByName(
    'deadLetters',
    ['/dead-letters', 'Dead letters'],
    answers('dead-letters', { ...OF_DESTINATION, group: 'Of which failure group', ...page(500, 50) }),
  ),
  readByName(
    'groups',
    ['/dead-letters/groups', 'Dead letters grouped by cause'],
    answers('dead-letter-groups', { ...OF_DESTINATION, ...page(500, 100) }),
  ),
  replace(
    'noteGroup',
    ['/dead-letters/groups/:fingerprint', 'Say who cares for a failure group'],
    takes('group-note', 'dead-letter-group'),
  ),
  readByName('deadLetter', ['/dead-letters/:id', 'One dead letter with its attempts'], answers('dead-letter')),
  act('retry', ['/dead-letters/retries', 'Begin to put dead letters back to delivery'], {
    ...takes('retry-request', 'retry-job'),
    answers: [202],
  }),
  act('discard', ['/dead-letters/discards', 'Give dead letters up'], takes('discard-request', 'discarded')),
  read('jobs', ['/jobs', 'Retries of dead letters, the latest first'], answers('retry-jobs', page(200, 20))),
  read('job', ['/jobs/:id', 'A retry of dead letters with its progress'], answers('retry-job')),
  act('stopJob', ['/jobs/:id/stop', 'Stop a retry; what was not put back stays dead'], takes('reason', 'retry-job')),
  act('release', ['/lanes/release', 'Let a lane go on past its dead letter'], takes('release-request', 'released')),
  act('hold', ['/destinations/:name/hold', 'Stop sending to a destination'], takes('reason', 'held')),
  act('resume', ['/destinations/:name/resume', 'Send to a destination again'], takes('reason', 'held')),
];
