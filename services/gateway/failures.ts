/** Turns whatever was thrown into an error of the catalogue; what nobody foresaw becomes INTERNAL and gives nothing away. */
import { Errors } from 'moleculer';
import { HubError } from '../../broker/contract/errors.ts';

const RETRY_AFTER_MS = 1000;

export function toHubError(error: unknown): HubError {
  if (error instanceof HubError) return error;
  if (error instanceof Errors.MoleculerError) return fromMoleculer(error);
  return new HubError('INTERNAL', { cause: error });
}

function fromMoleculer(error: Errors.MoleculerError): HubError {
  switch (error.name) {
    case 'RequestTimeoutError':
      return new HubError('REQUEST_TIMEOUT', { cause: error });
    case 'ServiceNotFoundError':
    case 'ServiceNotAvailableError':
    case 'RequestRejectedError':
    case 'QueueIsFullError':
    case 'BrokerDisconnectedError':
      return new HubError('SERVICE_UNAVAILABLE', { cause: error, retryAfterMs: RETRY_AFTER_MS });
    case 'ValidationError':
    case 'BadRequestError':
      return new HubError('INVALID_PARAMETER', { cause: error });
    default:
      return new HubError('INTERNAL', { cause: error });
  }
}

/** The places an error passed, without its message: that may hold data of a person. */
export function tracesOf(error: HubError): Record<string, unknown> {
  const { cause } = error;
  if (!(cause instanceof Error)) return {};
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { cause: cause.name, frames: frames.map((line) => line.trim()).slice(0, 8) };
}
