/** URLs of lists: their path and query as the gateway reads them, then parameters and cursors as the services do, until the database is asked. */
import type { Hub } from '../../../broker/contract/hub.ts';
import type { RestCall } from '../../../broker/contract/endpoint.ts';
import { readEntries } from '../../../services/audit-log/entries.ts';
import { listSeals } from '../../../services/audit-log/seals.ts';
import { searchMessages } from '../../../services/exchange/message-search.ts';
import { checkPath, readQuery } from '../../../services/gateway/query.ts';
import { urlOf, type GatewayRequest } from '../../../services/gateway/request.ts';
import { listDeadLetters } from '../../../services/operations/dead-letters.ts';
import { listGroups } from '../../../services/operations/failure-groups.ts';
import { listJobs } from '../../../services/operations/jobs.ts';
import { URL_GRAMMAR } from '../mutators/url.ts';
import { hostileUrls, restUrls } from '../seeds/rest.ts';
import type { Subject } from '../subject.ts';
import { callOf, openRestHub } from './rest-hub.ts';

const MAX_BYTES = 256 * 1024;
type Lists = readonly (readonly [string, (hub: Hub, call: RestCall) => Promise<unknown>])[];

/** By the end of their paths. */
const LISTS: Lists = [
  ['/entries', readEntries],
  ['/seals', listSeals],
  ['/jobs', listJobs],
  ['/dead-letters', listDeadLetters],
  ['/groups', listGroups],
  ['', searchMessages],
];

export async function openRestQuery(lists = LISTS): Promise<Subject> {
  const hub = await openRestHub();
  return {
    seeds: restUrls().map((url) => Buffer.from(url)),
    hostile: hostileUrls().map((url) => Buffer.from(url)),
    grammar: URL_GRAMMAR,
    maxBytes: MAX_BYTES,
    read: async (document) => {
      const url = urlOf({ originalUrl: document.toString('latin1') } as GatewayRequest);
      checkPath(url);
      const query = readQuery(url);
      const [path = ''] = url.split('?', 1);
      for (const [end, list] of lists) if (path.endsWith(end)) return (await list(hub, callOf({ query }))) !== undefined;
      return false;
    },
  };
}
