/** The body of an operator's action: its reason, then every other member against the schema that the API description shows. */
import type { RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { jsonBody, reasonOf } from '../../broker/contract/rest-parameters.ts';

export type Reasoned<T> = T & { readonly reason: string };

/** Throws REASON_REQUIRED, or INVALID_SETTING with a pointer for every fault: a member that is ignored would promise what does not happen. */
export function reasonedBody<T>(hub: Hub, call: RestCall, schema: string): Reasoned<T> {
  const body = jsonBody(call);
  const reason = reasonOf(body);
  return { ...checked<T>(hub, body, schema), reason };
}

/** A body that needs no reason. Throws INVALID_SETTING. */
export const plainBody = <T>(hub: Hub, call: RestCall, schema: string): T => checked<T>(hub, jsonBody(call), schema);

function checked<T>(hub: Hub, body: unknown, schema: string): T {
  const faults = hub.schemas.faults(schema, body);
  if (faults.length > 0) throw new HubError('INVALID_SETTING', { faults });
  return body as T;
}
