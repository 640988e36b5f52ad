/** What operators see and do: overview, problems, destinations, dead letters, retries, lanes. Every action is recorded with its doer and reason. */
import { restService } from '../../broker/contract/rest-service.ts';
import type { CreateService } from '../../broker/contract/hub.ts';
import { listDeadLetters, showDeadLetter } from './dead-letters.ts';
import { discard, releaseLane } from './discards.ts';
import { hold, listDestinations, resume } from './destinations.ts';
import { endpoints } from './endpoints.ts';
import { listGroups, noteGroup } from './failure-groups.ts';
import { listJobs, showJob, stopJob } from './jobs.ts';
import { overview } from './overview.ts';
import { listProblems } from './problems.ts';
import { createRates, keepRates } from './rates.ts';
import { retry } from './retries.ts';

export const createService: CreateService = (hub) => {
  const rates = createRates();
  const { schema } = restService(hub, {
    name: 'operations',
    endpoints,
    handlers: {
      overview,
      problems: listProblems,
      destinations: () => listDestinations(hub, rates),
      deadLetters: listDeadLetters,
      groups: listGroups,
      noteGroup,
      deadLetter: showDeadLetter,
      retry,
      discard,
      release: releaseLane,
      jobs: listJobs,
      job: showJob,
      stopJob,
      hold,
      resume,
    },
  });
  return { endpoints, schema: { ...schema, ...keepRates(hub, rates) } };
};
