/** The adapter of the visa register connected for a test, with doors that remember; against the simulator or a peer of the test's own. */
import { randomUUID } from 'node:crypto';
import { adapter } from '../../adapters/visa-register/adapter.ts';
import type { RegisterAnswer } from '../../adapters/visa-register/request.ts';
import type { VisaRegisterSettings } from '../../adapters/visa-register/settings.ts';
import type { Connection, SendResult } from '../../broker/contract/adapter.ts';
import type { AdapterDoors, AdapterStore, Problem } from '../../broker/contract/doors.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { quietDoors } from './adapter-doors.ts';
import { REQUESTER } from './visas.ts';

export const BY_STICKER = { requestId: 'r-1', requester: REQUESTER, operation: 'FIND_BY_STICKER', visaNumber: 'PL1000000' } as const;

export interface RegisterAsker {
  readonly connection: Connection;
  readonly open: Problem[];
  /** Everything that was logged, as text. */
  readonly logged: string[];
  ask(request: unknown, timeoutMs?: number): Promise<RegisterAnswer>;
  /** The error the request ends with; fails when it is answered. */
  failing(request?: unknown, timeoutMs?: number): Promise<HubError>;
  deliver(data: unknown, deliveryId?: string): Promise<SendResult | undefined>;
}

export async function connectRegister(
  url: string,
  changes: Partial<VisaRegisterSettings> = {},
  store: AdapterStore = { query: async () => [] },
): Promise<RegisterAsker> {
  const { doors, open, logged } = rememberingDoors(store);
  const connection = await adapter.connect({ url, ...changes }, doors);
  const never = new AbortController().signal;
  const ask = async (request: unknown, timeoutMs = 5000): Promise<RegisterAnswer> =>
    (await connection.request?.(request, { timeoutMs, signal: never })) as RegisterAnswer;
  return {
    ...{ connection, open, logged, ask },
    failing: async (request = BY_STICKER, timeoutMs = 1000) => {
      const outcome: unknown = await ask(request, timeoutMs).catch((error: unknown) => error);
      if (outcome instanceof HubError) return outcome;
      throw new Error('the request was answered or failed otherwise', { cause: outcome });
    },
    deliver: async (data, deliveryId = randomUUID()) => {
      const type = 'pl.gov.udsc.visa.registration.v1';
      const body = Buffer.from(JSON.stringify({ specversion: '1.0', id: 'e-1', source: '/parties/PL-MSZ', type, data }));
      const about = {
        messageId: 'm-1',
        acceptedAt: new Date(0),
        sender: 'PL-MSZ',
        destination: 'PL-CRW',
        attempt: 1,
        attachments: [],
        settings: {},
      };
      return connection.deliver?.({ ...about, deliveryId, type, body }, AbortSignal.timeout(1000));
    },
  };
}

function rememberingDoors(store: AdapterStore): { doors: AdapterDoors; open: Problem[]; logged: string[] } {
  const [open, logged]: [Problem[], string[]] = [[], []];
  const log = (fields: Record<string, unknown>, text: string): void => void logged.push(JSON.stringify({ ...fields, text }));
  const doors: AdapterDoors = {
    vault: quietDoors().vault,
    recipients: quietDoors().recipients,
    attachments: quietDoors().attachments,
    clock: { now: () => Date.now(), monotonicMs: () => performance.now() },
    newId: randomUUID,
    random: () => 0.5,
    problems: {
      raise: async (problem) => void open.push(problem),
      resolve: async (kind, subject) => {
        const at = open.findIndex((problem) => problem.kind === kind && problem.subject === subject);
        if (at >= 0) open.splice(at, 1);
      },
    },
    log: { debug: log, info: log, warn: log, error: log },
    store,
  };
  return { doors, open, logged };
}
