/** Holds what an action answers to the form that the API description shows: whoever calls through here finds a drift at once. */
import assert from 'node:assert/strict';
import type { RestAnswer } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';

export function inItsForm(hub: Hub, action: string, answer: RestAnswer): RestAnswer {
  const { response: form, answers = [200] } = hub.endpoints().find((endpoint) => endpoint.action === action) ?? {};
  if (form === undefined) return answer;
  assert.ok(answers.includes(answer.status), `${action} does not declare that it answers ${answer.status}`);
  if (answer.status === 304) return answer;
  const faults = hub.schemas.faults(form, JSON.parse(JSON.stringify(answer.body)));
  assert.deepEqual(faults, [], `the answer of ${action} does not fit ${form}`);
  return answer;
}
