/** The endpoints of visas. Who asks and why stands in the headers, for the register demands it of every request. */
import type { Endpoint } from '../../broker/contract/endpoint.ts';

const form = (name: string): string => `_visas/${name}.schema.json`;
const RIGHTS = { roles: ['registers'], whoAndWhy: 'full' } as const;

export const endpoints: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/visas',
    summary: 'Register that a visa was issued or refused, at once or with Prefer: respond-async by a queue',
    ...RIGHTS,
    request: form('registration'),
    response: form('registered'),
    answers: [201, 200, 202],
    action: 'visas.register',
  },
  {
    method: 'GET',
    path: '/visas',
    summary: 'Look visas and refusals up by person, travel document or application',
    ...RIGHTS,
    query: {
      surname: 'By person: the surname in any script, with dateOfBirth',
      forenames: 'By person, if known: one forename is enough',
      dateOfBirth: 'By person: EDTF, perhaps partial, e.g. 1983-05',
      documentNumber: 'By travel document: its number',
      documentCountry: 'By travel document, if known: the issuing state, three letters',
      applicationNumber: 'By application: its number',
      on: 'The day for which is said how each visa stands; today if absent',
    },
    response: form('visas'),
    action: 'visas.search',
  },
  {
    method: 'GET',
    path: '/visas/:sticker',
    summary: 'One visa by the number of any sticker it had, with its history',
    ...RIGHTS,
    query: { on: 'The day for which is said how the visa stands; today if absent' },
    response: form('visa'),
    action: 'visas.show',
  },
  {
    method: 'POST',
    path: '/visas/:sticker/events',
    summary: 'Register what became of a visa: annulled, revoked, shortened, extended, sticker replaced or invalidated',
    ...RIGHTS,
    request: form('event'),
    response: form('registered'),
    answers: [201, 200, 202],
    action: 'visas.registerEvent',
  },
];
