/** Bodies of REST calls, each by the reading of the service that takes it. What is read can be written again, and is stored as it is. */
import assert from 'node:assert/strict';
import type { RestCall } from '../../../broker/contract/endpoint.ts';
import type { Hub } from '../../../broker/contract/hub.ts';
import { jsonBody } from '../../../broker/contract/rest-parameters.ts';
import { exportEntries } from '../../../services/audit-log/exports.ts';
import { acknowledge } from '../../../services/exchange/mailbox.ts';
import { putSubscription } from '../../../services/exchange/subscriptions.ts';
import { plainBody, reasonedBody } from '../../../services/operations/body.ts';
import { checkedBody, said } from '../../../services/sis/said.ts';
import { JSON_GRAMMAR } from '../mutators/json.ts';
import { hostileJson } from '../seeds/hostile-json.ts';
import { restBodies } from '../seeds/rest.ts';
import type { Subject } from '../subject.ts';
import { callOf, openRestHub } from './rest-hub.ts';

const MAX_BYTES = 1024 * 1024;
const HOSTILE = restBodies()[3] ?? '';

export type BodyReader = (hub: Hub, call: RestCall) => unknown;

const reasoned =
  (form: string): BodyReader =>
  (hub, call) =>
    reasonedBody<object>(hub, call, `_operations/${form}.schema.json`);
const READERS: ReadonlyMap<string, BodyReader> = new Map<string, BodyReader>([
  ['confirmation', (hub, call) => said(hub, jsonBody(call), 'HIT')],
  ['rejection', (hub, call) => said(hub, jsonBody(call), 'FALSE_MATCH')],
  ['submission', (hub, call) => checkedBody<object>(hub, jsonBody(call), '_sis/hit-report-submission.schema.json')],
  ['step', (hub, call) => checkedBody<object>(hub, jsonBody(call), '_sis/hit-report-step.schema.json')],
  ['acknowledgement', acknowledge],
  ['subscription', putSubscription],
  ['retry', reasoned('retry-request')],
  ['discard', reasoned('discard-request')],
  ['release', reasoned('release-request')],
  ['reason', reasoned('reason')],
  ['note', (hub, call) => plainBody<object>(hub, call, '_operations/group-note.schema.json')],
  ['export', exportEntries],
]);

export async function openRestBody(readers = READERS): Promise<Subject> {
  const hub = await openRestHub();
  const names = [...readers.keys()];
  const [form = '', ...valid] = HOSTILE.split('\n');
  return {
    seeds: restBodies().map((text) => Buffer.from(text)),
    hostile: hostileJson(valid.join('\n')).map((body) => Buffer.concat([Buffer.from(`${form}\n`), body])),
    grammar: JSON_GRAMMAR,
    maxBytes: MAX_BYTES,
    read: async (document) => {
      const end = document.subarray(0, 64).indexOf('\n');
      const name = document.toString('latin1', 0, Math.max(end, 0));
      const read = readers.get(name) ?? readers.get(names[document.length % names.length] ?? '') ?? assert.fail();
      const answer = await read(hub, callOf({ body: document.subarray(end + 1) }));
      assert.ok(typeof answer === 'object' && JSON.stringify(answer).length > 0);
      return true;
    },
  };
}
