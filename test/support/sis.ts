/** Doors, requests and well-known values for tests of the SIS adapter against its simulator. */
import { Readable } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { adapter } from '../../adapters/sis2/adapter.ts';
import type { SisAnswer, SisPersonCriteria, SisRequest, SisUser } from '../../adapters/sis2/request.ts';
import type { Sis2Settings } from '../../adapters/sis2/settings.ts';
import type { Connection } from '../../broker/contract/adapter.ts';
import type { HubDoors, Problem } from '../../broker/contract/doors.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { quietDoors } from './adapter-doors.ts';

export const USER: SisUser = {
  institution: 'PL-SG',
  unit: 'PSG Terespol',
  officerId: 'SG-OFF-1',
  purpose: 'BORDER',
  legalBasis: 'Reg. (EU) 2018/1861 Art. 34(1)(a)',
  caseReference: 'SG-2026-000123',
};

export const TOKEN = { kind: 'username-token', username: 'pobyt-hub', password: 'sis-simulator' } as const;

export function personSearch(person: SisPersonCriteria, changes: Partial<SisRequest> = {}): SisRequest {
  const base = {
    searchId: randomUUID(),
    kind: 'person',
    mode: 'ANY_NAME',
    categories: ['REFUSAL_ENTRY_STAY', 'RETURN'],
    user: USER,
    person,
  };
  return { ...base, ...changes } as SisRequest;
}

interface TestDoors extends HubDoors {
  readonly open: Problem[];
  readonly lines: unknown[];
}

/** Doors that remember what was raised and logged. */
function testDoors(): TestDoors {
  const open: Problem[] = [];
  const lines: unknown[] = [];
  const log = (fields: Record<string, unknown>, text: string): void => void lines.push({ ...fields, text });
  return {
    open,
    lines,
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
    attachments: { read: () => Readable.from([]) },
  };
}

export interface Asker {
  readonly connection: Connection;
  readonly doors: TestDoors;
  ask(request: unknown, timeoutMs?: number): Promise<SisAnswer>;
  /** The error the request ends with; fails when it is answered. */
  failing(request: unknown, timeoutMs?: number): Promise<HubError>;
}

export async function connectTo(url: string, changes: Partial<Sis2Settings> = {}): Promise<Asker> {
  const doors = testDoors();
  const connection = await adapter.connect({ url, security: TOKEN, ...changes }, { ...quietDoors(), ...doors });
  const ask = async (request: unknown, timeoutMs = 5000): Promise<SisAnswer> => {
    const answer = await connection.request?.(request, { timeoutMs, signal: new AbortController().signal });
    return answer as SisAnswer;
  };
  const failing = async (request: unknown, timeoutMs?: number): Promise<HubError> => {
    const outcome = await ask(request, timeoutMs).then(
      () => new Error('the request was answered'),
      (error: unknown) => error,
    );
    if (outcome instanceof HubError) return outcome;
    throw outcome;
  };
  return { connection, doors, ask, failing };
}

/** A peer that answers as told, on a free port. */
export async function startPeer(listener: RequestListener): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sis`, close };
}
