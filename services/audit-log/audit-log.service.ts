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
    query: {
      personRef: 'Whose entries',
      party: 'Of which authority',
      officer: 'Of which officer',
      purpose: 'For which purpose',
      from: 'At or after, ISO 8601',
      to: 'Before, ISO 8601',
      after: '`next` of the page before',
      limit: '1 to 500, default 100',
    },
    response: '_audit/entries.schema.json',
    action: 'audit-log.entries',
  },
  {
    method: 'GET',
    path: '/audit/seals',
    summary: 'Seals of the audit log',
    roles: ['audit'],
    whoAndWhy: 'full',
    query: { after: '`next` of the page before', limit: '1 to 500, default 100' },
    response: '_audit/seals.schema.json',
    action: 'audit-log.seals',
  },
  {
    method: 'POST',
    path: '/audit/exports',
    summary: 'Export a part of the audit log, signed',
    roles: ['audit'],
    whoAndWhy: 'full',
    request: '_audit/export-request.schema.json',
    response: '_audit/export.schema.json',
    action: 'audit-log.export',
  },
];

export const createService: CreateService = (hub) =>
  restService(hub, { name: 'audit-log', endpoints, handlers: { entries: readEntries, seals: listSeals, export: exportEntries } });
