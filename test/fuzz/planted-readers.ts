/** The subjects of the catalogue with a fault in what they feed, by which test/integration/fuzz.test.ts proves that each of them can fail. */
import { readOfficersCsv } from '../../broker/access/officer-csv.ts';
import type { subscribersOf } from '../../broker/routing/subscribers.ts';
import { openConditions } from './subjects/conditions.ts';
import { openOfficers } from './subjects/officers.ts';
import { openRestBody, type BodyReader } from './subjects/rest-body.ts';
import { openRestQuery } from './subjects/rest-query.ts';
import { openSisAnswer } from './subjects/sis-answer.ts';
import type { Subjects } from './subject.ts';

/** What JSON.parse throws has no name of ours. */
const parsed: BodyReader = (_hub, { body }) => JSON.parse(body.toString('utf8')) as unknown;

/** As if every condition were about members, and every message an object. */
const careless: typeof subscribersOf = ({ data }, subscriptions) =>
  subscriptions
    .filter(({ condition }) => Object.keys(condition?.['properties'] as object).some((name) => name in (data as object)))
    .map(({ party }) => party);

/** A quote that stands for itself stays doubled. */
const doubled: typeof readOfficersCsv = (text) => readOfficersCsv(text).map((row) => ({ ...row, name: row.name.replaceAll('"', '""') }));

export const SUBJECTS: Subjects = {
  'rest-body': () => openRestBody(new Map([['retry', parsed]])),
  'rest-query': () =>
    openRestQuery([
      ['', ({ database }, { query }) => database.reads.query('SELECT 1 WHERE now() > $1::timestamptz', [query['from'] ?? null])],
    ]),
  officers: () => openOfficers(doubled),
  conditions: () => openConditions(careless),
  'sis-document-answer': openSisAnswer('SearchDocuments', (result) => result as never),
  'sis-alert-answer': openSisAnswer('FetchAlert', () => ({ matches: [{ links: [] }], answeredAt: '' }) as never),
};
