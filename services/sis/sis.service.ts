/** Searches in SIS while the person stands at the desk: rights before, legal log with every answer, no second SIS afterwards. */
import type { Context } from 'moleculer';
import type { Endpoint, RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { CreateService } from '../../broker/contract/hub.ts';
import { loadHandling } from './handling.ts';
import { createLedger } from './ledger.ts';
import { createRetention } from './retention.ts';
import { loadRightsMatrix } from './rights.ts';
import { runSearch } from './run-search.ts';
import { showSearch } from './search-record.ts';

const endpoints: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/sis/searches',
    summary: 'Search for a person or a document in SIS',
    roles: ['sis-search'],
    whoAndWhy: 'none',
    request: 'sis-search/v1.schema.json',
    action: 'sis.search',
  },
  {
    method: 'GET',
    path: '/sis/searches/:id',
    summary: 'The record of a search, without alert content',
    roles: ['sis-search'],
    whoAndWhy: 'full',
    action: 'sis.show',
  },
];

export const createService: CreateService = async (hub) => {
  const doors = { hub, rights: await loadRightsMatrix(), handling: await loadHandling(), ledger: createLedger(hub) };
  const retention = createRetention(hub);
  return {
    endpoints,
    schema: {
      name: 'sis',
      actions: {
        search: (context: Context<RestCall>): Promise<RestAnswer> => runSearch(doors, context),
        show: (context: Context<RestCall>): Promise<RestAnswer> => showSearch(hub, context.params),
      },
      started: () => Promise.resolve(retention.start()),
      stopped: () => retention.stop(),
    },
  };
};
