/**
 * Searches in SIS, synchronously. Guarantees: an answer is complete or an error is thrown, never an empty result for a failure; a
 * slow or absent SIS is refused at once after a few failures; no alert content reaches a log or an error.
 */
import type { Adapter, Connection, LookupContext } from '../../broker/contract/adapter.ts';
import type { HubDoors } from '../../broker/contract/doors.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { Breaker, type BreakerEvents, type Pass } from './breaker.ts';
import { Bulkhead } from './bulkhead.ts';
import { createSisClient, type SisClient } from './client.ts';
import { readCodes, type Codes } from './codes.ts';
import { garbage, isConnectionTrouble } from './faults.ts';
import type { SisAnswer, SisRequest } from './request.ts';
import { withDefaults, type Sis2Settings } from './settings.ts';
import { fromWire, toWire, type WireRequest } from './translate.ts';
import { createRequestValidator, type RequestValidator } from './validate-request.ts';
import { WireNode } from './wire-reader.ts';

export const adapter: Adapter<Sis2Settings> = {
  name: 'sis2',
  async connect(settings, doors) {
    const full = withDefaults(settings);
    const [client, codes, validate] = await Promise.all([createSisClient(full), readCodes(), createRequestValidator()]);
    const breaker = new Breaker(full.breaker, doors.clock, reportTo(doors));
    return new Sis2Connection({ client, codes, validate, breaker, bulkhead: new Bulkhead(full), doors });
  },
};

interface Parts {
  readonly client: SisClient;
  readonly codes: Codes;
  readonly validate: RequestValidator;
  readonly breaker: Breaker;
  readonly bulkhead: Bulkhead;
  readonly doors: HubDoors;
}

class Sis2Connection implements Connection {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Answers a {@link SisRequest} with a {@link SisAnswer}; errors carry the searchId among their facts. */
  async request(asked: unknown, context: LookupContext): Promise<SisAnswer> {
    const request = this.#parts.validate(asked);
    try {
      return await this.#search(request, context);
    } catch (error) {
      throw withSearchId(error, request.searchId);
    }
  }

  async check(signal: AbortSignal): Promise<void> {
    const echo = this.#parts.doors.newId();
    const result = await this.#parts.client.call('Ping', { Echo: echo }, signal);
    if (new WireNode(result, '').text('Echo') !== echo) throw garbage('the echo is another');
  }

  async close(): Promise<void> {
    this.#parts.client.close();
  }

  async #search(request: SisRequest, context: LookupContext): Promise<SisAnswer> {
    const { bulkhead, breaker, codes, doors } = this.#parts;
    const wire = toWire(request, codes);
    if (wire.notCarried.length > 0)
      doors.log.debug({ searchId: request.searchId, notCarried: wire.notCarried }, 'SIS cannot carry all of the search');
    breaker.assertOpenToTraffic();
    const deadline = startDeadline(context);
    const cameAt = doors.clock.monotonicMs();
    try {
      await bulkhead.enter(deadline.signal);
      try {
        return await this.#ask(request, wire, { signal: deadline.signal, callerSignal: context.signal, cameAt });
      } finally {
        bulkhead.leave();
      }
    } finally {
      deadline.end();
    }
  }

  async #ask(
    request: SisRequest,
    wire: WireRequest,
    time: { signal: AbortSignal; callerSignal: AbortSignal; cameAt: number },
  ): Promise<SisAnswer> {
    const { client, codes, doors, breaker } = this.#parts;
    const pass = breaker.enter();
    const askedAt = doors.clock.monotonicMs();
    try {
      const result = await client.call(wire.operation, wire.body, time.signal);
      const answeredAt = doors.clock.monotonicMs();
      pass.answered();
      return { ...fromWire(result, request, codes), soapMs: answeredAt - askedAt, waitMs: askedAt - time.cameAt };
    } catch (error) {
      settle(pass, error, time.callerSignal.aborted);
      throw error;
    }
  }
}

/** One deadline for waiting and asking: the caller's signal or its time, whichever comes first. */
function startDeadline(context: LookupContext): { signal: AbortSignal; end: () => void } {
  const aborter = new AbortController();
  const abort = (): void => aborter.abort();
  const timer = setTimeout(abort, context.timeoutMs);
  context.signal.addEventListener('abort', abort, { once: true });
  if (context.signal.aborted) abort();
  const end = (): void => {
    clearTimeout(timer);
    context.signal.removeEventListener('abort', abort);
  };
  return { signal: aborter.signal, end };
}

/** A caller that leaves says nothing about SIS; a SIS that answers badly is at least there. */
function settle(pass: Pass, error: unknown, callerLeft: boolean): void {
  if (callerLeft || !(error instanceof HubError)) pass.abandoned();
  else if (isConnectionTrouble(error)) pass.failed();
  else pass.answered();
}

function withSearchId(error: unknown, searchId: string): unknown {
  if (!(error instanceof HubError)) return error;
  const { faults, retryAfterMs } = error;
  return new HubError(error.hubCode, {
    detail: error.message,
    faults,
    facts: { ...error.facts, searchId },
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function reportTo({ problems, log }: HubDoors): BreakerEvents {
  const kind = 'BREAKER_OPEN';
  const words = 'SIS does not answer. Searches are refused at once and one is let through now and then as a probe.';
  return {
    opened: () => {
      log.warn({ destination: 'sis2' }, 'SIS does not answer; the breaker is open');
      void problems.raise({ kind, subject: 'sis2', words, severity: 'critical' });
    },
    closed: () => {
      log.info({ destination: 'sis2' }, 'SIS answers again; the breaker is closed');
      void problems.resolve(kind, 'sis2');
    },
  };
}
