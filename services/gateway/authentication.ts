/**
 * Who calls: the party behind the API key, within its rate. A valid key always passes, however many wrong ones come from the
 * same address: a guess among 2^256 keys is hopeless, while a lock-out would shut a whole agency behind one address out.
 */
import type { Hub } from '../../broker/contract/hub.ts';
import type { Party } from '../../broker/contract/registry.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import type { GatewayRequest } from './request.ts';

export interface Caller {
  readonly party: Party;
  readonly keyPrefix: string;
}

/** Throws UNAUTHENTICATED or RATE_LIMITED. */
export type Authenticate = (req: GatewayRequest) => Caller;

const MAX_PARTIES = 10_000;
const MAX_ADDRESSES = 10_000;
const SCHEME = /^bearer +(\S+) *$/i;

export function createAuthentication(hub: Pick<Hub, 'registry' | 'config' | 'clock'>): Authenticate {
  const requests = createRateLimit(hub.clock.monotonicMs, MAX_PARTIES);
  const failures = createRateLimit(hub.clock.monotonicMs, MAX_ADDRESSES);
  return (req) => {
    const key = bearerKey(req);
    const caller = key === undefined ? undefined : hub.registry.authenticate(key);
    if (caller === undefined) throw refusal(req, failures, hub.config.rateLimit.failedLoginsPerMinute);
    const perSecond = caller.party.ratePerSecond ?? hub.config.rateLimit.perSecond;
    const waitMs = requests.take(caller.party.code, { perSecond, burst: Math.max(1, perSecond) });
    if (waitMs > 0) throw new HubError('RATE_LIMITED', { retryAfterMs: waitMs });
    return caller;
  };
}

/** The key must not travel further than here: the headers are passed on to actions, which may be traced. */
function bearerKey(req: GatewayRequest): string | undefined {
  const header = req.headers.authorization;
  if (header === undefined) return undefined;
  req.headers.authorization = undefined;
  return SCHEME.exec(header)?.[1];
}

function refusal(req: GatewayRequest, failures: RateLimit, perMinute: number): HubError {
  const waitMs = failures.take(req.socket.remoteAddress ?? 'unknown', { perSecond: perMinute / 60, burst: perMinute });
  if (waitMs === 0) return new HubError('UNAUTHENTICATED');
  return new HubError('RATE_LIMITED', {
    detail: 'Too many requests without a valid API key came from this address.',
    retryAfterMs: waitMs,
  });
}
