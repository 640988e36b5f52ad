/** Asks the adapter of the visa register, on whatever node it is, and turns every way of not answering into an error that does not mean "no visa". */
import { ERROR_CATALOGUE, type ErrorCode } from '../../broker/contract/error-catalogue.ts';
import { HubError, type Fault } from '../../broker/contract/errors.ts';
import type { VisaRefusalV1, VisaV1 } from '../../schemas/types.generated.ts';
import type { Requester, VisaCall } from './asked.ts';
import { record } from './log.ts';

export interface Registered {
  readonly kind: 'REGISTERED';
  readonly isNew: boolean;
  readonly registeredAt: string;
}

interface NotRegistered {
  readonly kind: 'NOT_REGISTERED';
  readonly reason: string;
}

export interface Found {
  readonly kind: 'FOUND';
  readonly answeredAt: string;
  readonly total: number;
  readonly entries: readonly ({ readonly visa: VisaV1 } | { readonly refusal: VisaRefusalV1 })[];
}

export interface Question {
  /** Of the register's interface, without who asks. */
  readonly request: Readonly<Record<string, unknown>> & { readonly operation: string };
  readonly by: Requester;
  /** The register's key against repeats; new if absent. */
  readonly requestId?: string;
}

/** Given to a call between nodes beyond the adapter's own limit, so that the adapter's word for the failure is heard. */
const CALL_MARGIN_MS = 50;

/** What the register has. Throws HubError of the VISA_REGISTER_ family, recorded. */
export const find = (call: VisaCall, question: Question): Promise<Found> => ask<Found>(call, question, 'FOUND');

/** Has the register record it. Throws VISA_NOT_REGISTERED with the reason, and of the VISA_REGISTER_ family; both recorded. */
export async function tell(call: VisaCall, question: Question): Promise<Registered> {
  const answer = await ask<Registered | NotRegistered>(call, question, 'REGISTERED', 'NOT_REGISTERED');
  if (answer.kind === 'REGISTERED') return answer;
  const { reason } = answer;
  await record(call.hub, question.by, { event: 'visa.not-registered', facts: { operation: question.request.operation, reason } });
  throw new HubError('VISA_NOT_REGISTERED', { facts: { reason } });
}

async function ask<Answer extends { readonly kind: string }>(
  call: VisaCall,
  { request, by, requestId = call.hub.newId() }: Question,
  ...kinds: readonly Answer['kind'][]
): Promise<Answer> {
  const timeoutMs = call.hub.config.visas.deadlineMs;
  const params = { request: { requestId, requester: by, ...request }, timeoutMs };
  try {
    const answer = await call.context.call<Answer, typeof params>('adapter.visa-register.request', params, {
      timeout: timeoutMs + CALL_MARGIN_MS,
    });
    if (!kinds.includes(answer.kind)) throw new HubError('VISA_REGISTER_GARBAGE');
    return answer;
  } catch (error) {
    const known = asHubError(error);
    await record(call.hub, by, { event: 'visa.failed', facts: { operation: request.operation, code: known.hubCode } });
    throw known;
  }
}

const isErrorCode = (value: unknown): value is ErrorCode => typeof value === 'string' && Object.hasOwn(ERROR_CATALOGUE, value);

/** An error of another node arrives as a copy that is no HubError. */
function asHubError(error: unknown): HubError {
  if (error instanceof HubError) return error;
  const { hubCode, name, faults } = error as { hubCode?: unknown; name?: unknown; faults?: unknown };
  if (isErrorCode(hubCode)) return new HubError(hubCode, { cause: error, faults: Array.isArray(faults) ? (faults as Fault[]) : [] });
  return new HubError(name === 'RequestTimeoutError' ? 'VISA_REGISTER_TIMEOUT' : 'VISA_REGISTER_UNAVAILABLE', { cause: error });
}
