/** The endpoints of consultations. Who asks and why stands in the headers, for every access is recorded. */
import type { Endpoint } from '../../broker/contract/endpoint.ts';

const form = (name: string): string => `_consultations/${name}.schema.json`;
const RIGHTS = { roles: ['registers'], whoAndWhy: 'full' } as const;

export const endpoints: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/consultations',
    summary: 'Submit a visa application for consultation, or those of a group travelling together',
    ...RIGHTS,
    request: form('submission'),
    response: form('submitted'),
    action: 'consultations.submit',
  },
];
