/** POST /visas: a visa was issued or refused. The register itself knows repeats: the same application and content get the first answer. */
import type { RestAnswer } from '../../broker/contract/endpoint.ts';
import { HubError, type Fault } from '../../broker/contract/errors.ts';
import { jsonBody } from '../../broker/contract/rest-parameters.ts';
import { issueFaults, type VisaLimit } from '../../law/visa-rules.ts';
import type { VisaRefusalV1, VisaV1 } from '../../schemas/types.generated.ts';
import { tell } from './ask-register.ts';
import type { VisaCall } from './asked.ts';
import { record } from './log.ts';
import { prefersAsync, queue } from './queued.ts';
import { requireRight } from './rights.ts';
import { zoneFaults, zoneOf } from './sticker-zone.ts';

type Decision =
  | { readonly kind: 'ISSUED'; readonly applicationNumber: string; readonly visa: VisaV1; readonly mrz?: readonly string[] }
  | { readonly kind: 'REFUSED'; readonly applicationNumber: string; readonly refusal: VisaRefusalV1 };

interface Registering extends VisaCall {
  readonly limits: readonly VisaLimit[];
}

export async function registerDecision(call: Registering): Promise<RestAnswer> {
  const by = await requireRight(call, 'visas.write');
  const decision = decisionIn(call);
  const { applicationNumber } = decision;
  const isIssued = decision.kind === 'ISSUED';
  const registration = isIssued
    ? { operation: 'ISSUE', visa: { ...decision.visa, applicationNumber } }
    : { operation: 'REFUSE', refusal: decision.refusal };
  const numbers = { applicationNumber, ...(isIssued ? { visaNumber: decision.visa.visaNumber } : {}) };
  if (prefersAsync(call.context.params)) {
    const lane = isIssued ? decision.visa.visaNumber : applicationNumber;
    return queue(call, { registration, by, lane, key: `decision ${applicationNumber}`, numbers });
  }
  const { isNew, registeredAt } = await tell(call, { request: registration, by });
  await record(call.hub, by, { event: 'visa.registered', facts: { operation: registration.operation, ...numbers, isNew } });
  const mrz = isIssued ? zoneOf(decision.visa, { visaNumber: decision.visa.visaNumber, endsOn: decision.visa.validTo }) : undefined;
  const self = isIssued
    ? `/api/v1/visas/${decision.visa.visaNumber}`
    : `/api/v1/visas?applicationNumber=${encodeURIComponent(applicationNumber)}`;
  const body = { state: 'REGISTERED', ...numbers, registeredAt, ...(mrz === undefined ? {} : { mrz }), links: { self } };
  return { status: isNew ? 201 : 200, headers: { location: self }, body };
}

/** Throws INVALID_VISA that names every fault: of the form first, then of the rules. */
function decisionIn({ hub, context, limits }: Registering): Decision {
  const body = jsonBody(context.params);
  const faults = hub.schemas.faults('_visas/registration.schema.json', body);
  const decision = body as unknown as Decision;
  const broken = faults.length > 0 ? faults : rulesBroken(decision, limits);
  if (broken.length > 0) throw new HubError('INVALID_VISA', { faults: broken });
  return decision;
}

function rulesBroken(decision: Decision, limits: readonly VisaLimit[]): readonly Fault[] {
  const [decided, within] = decision.kind === 'ISSUED' ? [decision.visa, '/visa'] : [decision.refusal, '/refusal'];
  const isOther = decided.applicationNumber !== undefined && decided.applicationNumber !== decision.applicationNumber;
  const other = isOther ? [{ pointer: `${within}/applicationNumber`, detail: 'is not the application number of the registration' }] : [];
  if (decision.kind === 'REFUSED') return other;
  const broken = issueFaults(decision.visa, limits).map(({ pointer, detail }) => ({ pointer: `/visa${pointer}`, detail }));
  return [...other, ...broken, ...(decision.mrz === undefined ? [] : zoneFaults(decision.visa, decision.mrz))];
}
