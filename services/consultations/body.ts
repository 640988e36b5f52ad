/** The body of a request about consultations, held to its form. */
import type { RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { jsonBody } from '../../broker/contract/rest-parameters.ts';
import type { Parts } from './parts.ts';

/** Throws INVALID_CONSULTATION that names every fault. */
export function bodyIn<Body>({ hub }: Pick<Parts, 'hub'>, call: RestCall, form: string): Body {
  const body = jsonBody(call);
  const faults = hub.schemas.faults(`_consultations/${form}.schema.json`, body);
  if (faults.length > 0) throw new HubError('INVALID_CONSULTATION', { faults });
  return body as unknown as Body;
}
