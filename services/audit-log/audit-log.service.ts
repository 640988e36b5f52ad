/** The audit log for those who supervise: entries, seals and signed exports. Reading is recorded before the answer leaves. */
import type { Endpoint } from '../../broker/contract/endpoint.ts';
import { restService } from '../../broker/contract/rest-service.ts';
import type { CreateService } from '../../broker/contract/hub.ts';
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

export const createService: CreateService = (hub) =>
  restService(hub, { name: 'audit-log', endpoints, handlers: { entries: readEntries, seals: listSeals, export: exportEntries } });
