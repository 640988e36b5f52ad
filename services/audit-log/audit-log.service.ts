/** The audit log for those who supervise: entries, seals and signed exports. Reading is recorded before the answer leaves. */
import type { Context } from 'moleculer';
import type { Endpoint, RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { CreateService, Hub } from '../../broker/contract/hub.ts';
import { readEntries } from './entries.ts';
import { exportEntries } from './exports.ts';
import { listSeals } from './seals.ts';

const endpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/audit/entries',
    summary: 'Read the audit log',
    roles: ['audit', 'data-protection'],
    whoAndWhy: 'full',
    action: 'audit-log.entries',
  },
  {
    method: 'GET',
    path: '/audit/seals',
    summary: 'Seals of the audit log',
    roles: ['audit'],
    whoAndWhy: 'full',
    action: 'audit-log.seals',
  },
  {
    method: 'POST',
    path: '/audit/exports',
    summary: 'Export a part of the audit log, signed',
    roles: ['audit'],
    whoAndWhy: 'full',
    action: 'audit-log.export',
  },
];

type Handler = (hub: Hub, call: RestCall) => Promise<RestAnswer>;

export const createService: CreateService = (hub) => {
  const action =
    (handler: Handler) =>
    (context: Context<RestCall>): Promise<RestAnswer> =>
      handler(hub, context.params);
  return {
    endpoints,
    schema: { name: 'audit-log', actions: { entries: action(readEntries), seals: action(listSeals), export: action(exportEntries) } },
  };
};
