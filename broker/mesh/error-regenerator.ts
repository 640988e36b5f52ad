/** Errors of the catalogue cross the mesh as what they are: code, words, faults and facts; the stack stays at home. */
import { Errors } from 'moleculer';
import { ERROR_CATALOGUE, type ErrorCode } from '../contract/error-catalogue.ts';
import { HubError, type Fault } from '../contract/errors.ts';

interface PlainHubError {
  readonly hubCode: ErrorCode;
  readonly faults: readonly Fault[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly retryAfterMs?: number;
}

export class HubErrorRegenerator extends Errors.Regenerator {
  override extractPlainError(error: Error): Errors.PlainMoleculerError {
    const plain = super.extractPlainError(error);
    if (!(error instanceof HubError)) return plain;
    const { hubCode, faults, facts, retryAfterMs } = error;
    const data: PlainHubError = { hubCode, faults, facts, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    return { ...plain, stack: '', data };
  }

  override restoreCustomError(plain: Errors.PlainMoleculerError): Error | undefined {
    const data = plain.data as Partial<PlainHubError> | null | undefined;
    if (plain.name !== 'HubError' || !isErrorCode(data?.hubCode)) return undefined;
    return new HubError(data.hubCode, { detail: plain.message, ...data });
  }
}

const isErrorCode = (value: unknown): value is ErrorCode => typeof value === 'string' && Object.hasOwn(ERROR_CATALOGUE, value);
