/** Who does something about a mail, and why; every act has a fact of its own. */
import type { RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { AuditFact, Hub } from '../../broker/contract/hub.ts';
import { jsonBody, reasonOf } from '../../broker/contract/rest-parameters.ts';
import type { OperationsNetworkMail } from '../../schemas/types.generated.ts';

/** Throws REASON_REQUIRED, or INVALID_SETTING for what is said beside it. */
export function reasonIn(hub: Hub, call: RestCall): string {
  const body = jsonBody(call);
  const reason = reasonOf(body);
  const faults = hub.schemas.faults('_operations/reason.schema.json', body);
  if (faults.length > 0) throw new HubError('INVALID_SETTING', { faults });
  return reason;
}

interface Act {
  readonly event: AuditFact['event'];
  readonly mail: OperationsNetworkMail;
  readonly reason: string;
}

export const factOf = ({ principal: { party }, who: { officer } }: RestCall, { event, mail, reason }: Act): AuditFact => ({
  event,
  party,
  ...(officer === undefined ? {} : { officer }),
  facts: { mailId: mail.id, state: mail.state, sha256: mail.sha256, reason },
});
