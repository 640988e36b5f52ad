/**
 * The Central Visa Register: look-ups and registrations at once, and queued registrations. Guarantees: an answer is complete or an error
 * is thrown, never "no visa" for a failure; a register that is slow or gone is refused at once; no personal data reach a log or an error.
 */
import type { Adapter, Connection, InboundDoor, LookupContext, OutboundDelivery, SendResult } from '../../broker/contract/adapter.ts';
import type { AdapterDoors } from '../../broker/contract/doors.ts';
import { createRegisterClient, type RegisterClient } from './client.ts';
import { readCodes, type Codes } from './codes.ts';
import { garbage } from './faults.ts';
import { listenToFeed, type Listening } from './listen.ts';
import { Guard, type GuardEvents } from './guard.ts';
import { failureOf, requestIn, resultOf } from './registration.ts';
import type { RegisterAnswer, RegisterRequest } from './request.ts';
import { withDefaults, type FullSettings, type VisaRegisterSettings } from './settings.ts';
import { assertPong, fromWire, pingToWire, toWire } from './translate.ts';
import { createValidators, type Validators } from './validate.ts';

export const adapter: Adapter<VisaRegisterSettings> = {
  name: 'visa-register',
  async connect(settings, doors) {
    const full = withDefaults(settings);
    const [client, validators] = await Promise.all([createRegisterClient(full), createValidators()]);
    return connection({
      settings: full,
      client,
      codes: readCodes(),
      validators,
      guard: new Guard(full, doors.clock, reportTo(doors)),
      doors,
    });
  },
};

interface Parts {
  readonly settings: FullSettings;
  readonly client: RegisterClient;
  readonly codes: Codes;
  readonly validators: Validators;
  readonly guard: Guard;
  readonly doors: AdapterDoors;
}

function connection(parts: Parts): Connection {
  const { client, validators, doors } = parts;
  let listening: Listening | undefined;
  return {
    /** Answers a {@link RegisterRequest} with a {@link RegisterAnswer}. */
    request: async (asked, context): Promise<RegisterAnswer> => {
      const request = validators.request(asked);
      const deadline = startDeadline(context);
      return ask(request, deadline.signal, parts).finally(() => deadline.end());
    },
    deliver: (delivery, signal) => deliver(delivery, signal, parts),
    listen: async (inbound: InboundDoor) => {
      const { feed } = parts.settings;
      if (feed !== undefined) listening ??= listenToFeed({ ...parts, feed, inbound });
    },
    check: async (signal) => {
      const echo = doors.newId();
      assertPong(await client.call(pingToWire(echo), signal), echo);
    },
    close: async () => {
      await listening?.stop();
      await client.close();
    },
  };
}

async function ask(
  request: RegisterRequest,
  signal: AbortSignal,
  { client, codes, validators, guard, doors }: Parts,
): Promise<RegisterAnswer> {
  const { document, lost } = toWire(request, codes);
  if (lost.length > 0) doors.log.warn({ requestId: request.requestId, lost }, 'the visa register cannot carry all of the request');
  const answer = fromWire(await guard.run(signal, () => client.call(document, signal)), request, codes);
  const faults = answer.kind === 'FOUND' ? answer.entries.flatMap((entry) => validators.entryFaults(entry)) : [];
  if (faults.length > 0) throw garbage(`a record is not one: ${faults.slice(0, 3).join('; ')}`);
  return answer;
}

async function deliver(delivery: OutboundDelivery, signal: AbortSignal, parts: Parts): Promise<SendResult> {
  const asked = requestIn(delivery);
  if (asked === undefined) return { kind: 'permanent', code: 'TRANSLATION_FAILED' };
  try {
    return resultOf(await ask(parts.validators.request(asked), signal, parts));
  } catch (error) {
    return failureOf(error);
  }
}

/** The caller's signal or its time, whichever comes first. */
function startDeadline({ timeoutMs, signal }: LookupContext): { signal: AbortSignal; end: () => void } {
  const aborter = new AbortController();
  const leave = (): void => aborter.abort(signal.reason);
  const timer = setTimeout(() => aborter.abort(new DOMException('The time is over.', 'TimeoutError')), timeoutMs);
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  return {
    signal: aborter.signal,
    end: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
    },
  };
}

function reportTo({ problems, log }: AdapterDoors): GuardEvents {
  const kind = 'BREAKER_OPEN';
  const words = 'The visa register does not answer. Requests are refused at once and one is let through now and then as a probe.';
  return {
    opened: () => {
      log.warn({ destination: 'visa-register' }, 'the visa register does not answer; the breaker is open');
      void problems.raise({ kind, subject: 'visa-register', words, severity: 'critical' });
    },
    closed: () => {
      log.info({ destination: 'visa-register' }, 'the visa register answers again; the breaker is closed');
      void problems.resolve(kind, 'visa-register');
    },
  };
}
