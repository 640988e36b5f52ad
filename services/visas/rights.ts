/** Who may look visas up and who may register them: a registered officer of a party with a grant for the purpose. A refusal is recorded. */
import { HubError } from '../../broker/contract/errors.ts';
import { requesterOf, type Requester, type VisaCall } from './asked.ts';
import { record } from './log.ts';

/** Grants of the operation `registers` name one of these, or `visas.*`. */
export type VisaRight = 'visas.read' | 'visas.write';

/** Throws WHO_AND_WHY_REQUIRED, OFFICER_UNKNOWN or FORBIDDEN. */
export async function requireRight({ hub, context }: VisaCall, right: VisaRight): Promise<Requester> {
  const by = requesterOf(context.params);
  const denied = denialOf({ hub, context }, by, right);
  if (denied === undefined) return by;
  await record(hub, by, { event: 'visa.denied', facts: { right, code: denied.hubCode } });
  throw denied;
}

function denialOf({ hub }: VisaCall, { institution, officer, purpose }: Requester, right: VisaRight): HubError | undefined {
  if (hub.registry.officer(institution, officer) === undefined) return new HubError('OFFICER_UNKNOWN');
  if (hub.registry.isGranted(institution, 'registers', { messageType: right, purpose })) return undefined;
  return new HubError('FORBIDDEN', { detail: `A grant of ${right} for the purpose ${purpose} is missing.` });
}
