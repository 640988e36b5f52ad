/** The endpoints of SIS: searches, judgements of their matches, hit reports. */
import type { Endpoint } from '../../broker/contract/endpoint.ts';

const form = (name: string): string => `_sis/${name}.schema.json`;
const OFFICER_IN_BODY = { whoAndWhy: 'none' } as const;
const WHO_AND_WHY = { whoAndWhy: 'full' } as const;

export const endpoints: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/sis/searches',
    summary: 'Search for a person or a document in SIS',
    roles: ['sis-search'],
    ...OFFICER_IN_BODY,
    request: 'sis-search/v1.schema.json',
    response: form('search-answer'),
    action: 'sis.search',
  },
  {
    method: 'GET',
    path: '/sis/searches/:id',
    summary: 'The record of a search, without alert content',
    roles: ['sis-search'],
    ...WHO_AND_WHY,
    response: form('search-record'),
    action: 'sis.show',
  },
  {
    method: 'POST',
    path: '/sis/searches/:id/matches/:n/confirmation',
    summary: 'Confirm a match: it becomes a hit, and a hit report is due',
    roles: ['sis-search'],
    ...OFFICER_IN_BODY,
    request: form('confirmation'),
    response: 'sis-hit/v1.schema.json',
    answers: [201, 200],
    action: 'sis.confirm',
  },
  {
    method: 'POST',
    path: '/sis/searches/:id/matches/:n/rejection',
    summary: 'Record that a match is not the person or paper seen',
    roles: ['sis-search'],
    ...OFFICER_IN_BODY,
    request: form('rejection'),
    response: form('false-match'),
    answers: [201, 200],
    action: 'sis.reject',
  },
  {
    method: 'GET',
    path: '/sis/hit-reports',
    summary: 'Hit reports of the authority, or those sent to the SIRENE bureau, which are due first',
    roles: ['sis-search', 'receive'],
    ...WHO_AND_WHY,
    query: { state: 'DRAFT, SENT_TO_SIRENE, ACKNOWLEDGED or CLOSED; without it all that are not closed' },
    response: form('hit-reports'),
    action: 'sis.showReports',
  },
  {
    method: 'GET',
    path: '/sis/hit-reports/:id',
    summary: 'Where a hit report stands',
    roles: ['sis-search', 'receive'],
    ...WHO_AND_WHY,
    response: form('hit-report'),
    action: 'sis.showReport',
  },
  {
    method: 'POST',
    path: '/sis/hit-reports/:id/submission',
    summary: 'Send a hit report to the SIRENE bureau',
    roles: ['sis-search'],
    ...OFFICER_IN_BODY,
    request: form('hit-report-submission'),
    response: form('hit-report'),
    action: 'sis.sendReport',
  },
  ...(['acknowledgement', 'closure'] as const).map((step): Endpoint => ({
    method: 'POST',
    path: `/sis/hit-reports/:id/${step}`,
    summary: step === 'closure' ? 'The SIRENE bureau closes a hit report' : 'The SIRENE bureau acknowledges a hit report',
    roles: ['receive'],
    ...OFFICER_IN_BODY,
    request: form('hit-report-step'),
    response: form('hit-report'),
    action: step === 'closure' ? 'sis.closeReport' : 'sis.acknowledgeReport',
  })),
];
