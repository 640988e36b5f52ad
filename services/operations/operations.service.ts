/** What operators see and do: overview, problems, destinations, dead letters, lanes. Every action is recorded with its doer and reason. */
import type { Endpoint } from '../../broker/contract/endpoint.ts';
import { restService } from '../../broker/contract/rest-service.ts';
import type { CreateService } from '../../broker/contract/hub.ts';
import { listDeadLetters, listGroups, showDeadLetter } from './dead-letters.ts';
import { discard, releaseLane } from './discards.ts';
import { hold, listDestinations, resume } from './destinations.ts';
import { overview } from './overview.ts';
import { listProblems } from './problems.ts';
import { retry } from './retries.ts';

const read = (path: string, summary: string, action: string): Endpoint => ({
  method: 'GET',
  path,
  summary,
  roles: ['operate'],
  whoAndWhy: 'none',
  action,
});
const named = (endpoint: Endpoint): Endpoint => ({ ...endpoint, whoAndWhy: 'officer' });
const act = (path: string, summary: string, action: string): Endpoint => named({ ...read(path, summary, action), method: 'POST' });

/** Fixed paths stand before those with a parameter. */
const endpoints: readonly Endpoint[] = [
  read('/operations/overview', 'Whether every delivery is accounted for', 'operations.overview'),
  read('/operations/problems', 'What needs a person', 'operations.problems'),
  read('/operations/destinations', 'Destinations with depth, age, breaker and hold', 'operations.destinations'),
  named(read('/operations/dead-letters', 'Dead letters', 'operations.deadLetters')),
  named(read('/operations/dead-letters/groups', 'Dead letters grouped by cause', 'operations.groups')),
  named(read('/operations/dead-letters/:id', 'One dead letter with its attempts', 'operations.deadLetter')),
  act('/operations/dead-letters/retries', 'Put dead letters back to delivery', 'operations.retry'),
  act('/operations/dead-letters/discards', 'Give dead letters up', 'operations.discard'),
  act('/operations/lanes/release', 'Let a lane go on past its dead letter', 'operations.release'),
  act('/operations/destinations/:name/hold', 'Stop sending to a destination', 'operations.hold'),
  act('/operations/destinations/:name/resume', 'Send to a destination again', 'operations.resume'),
];

export const createService: CreateService = (hub) =>
  restService(hub, {
    name: 'operations',
    endpoints,
    handlers: {
      overview,
      problems: listProblems,
      destinations: listDestinations,
      deadLetters: listDeadLetters,
      groups: listGroups,
      deadLetter: showDeadLetter,
      retry,
      discard,
      release: releaseLane,
      hold,
      resume,
    },
  });
