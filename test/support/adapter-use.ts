/** Uses an adapter in every way it offers, as the hub does, and tells what came of it in one form for deliveries and look-ups. */
import { randomUUID } from 'node:crypto';
import type { Adapter, Connection, OutboundDelivery } from '../../broker/contract/adapter.ts';
import { ERROR_CATALOGUE, type CatalogueEntry } from '../../broker/contract/error-catalogue.ts';
import { quietDoors } from './adapter-doors.ts';
import type { AdapterTrial } from './adapter-settings.ts';

export interface Use {
  readonly way: 'deliver' | 'request';
  /** `answered` for a look-up, `delivered` for a delivery; else as the catalogue or the adapter judges. */
  readonly kind: string;
  readonly code?: string;
  readonly connection?: boolean;
}

export type AnyAdapter = Adapter<Readonly<Record<string, unknown>>>;

interface At {
  readonly url: string;
  readonly signal: AbortSignal;
}

const SETTLES_WITHIN_MS = 5000;

export const connectFor = (adapter: AnyAdapter, trial: AdapterTrial, url: string): Promise<Connection> =>
  adapter.connect(trial.connection(url), quietDoors());

/** Rejects when a use does not settle, or ends with what is no error of the catalogue. */
export async function useAll(connection: Connection, trial: AdapterTrial, at: At): Promise<Use[]> {
  const uses: Promise<Use>[] = [];
  if (trial.destination !== undefined) uses.push(deliver(connection, trial, at));
  if (trial.request !== undefined) uses.push(request(connection, trial.request(), at.signal));
  return Promise.all(uses.map(settled));
}

async function deliver(connection: Connection, trial: AdapterTrial, { url, signal }: At): Promise<Use> {
  const ids = { deliveryId: randomUUID(), messageId: randomUUID(), acceptedAt: new Date(0), sender: 'PL-UDSC', attempt: 1 };
  const { type, body } = trial.message?.() ?? { type: 'pl.gov.udsc.exchange.note.v1', body: Buffer.from('{}') };
  const about: Pick<OutboundDelivery, 'destination' | 'type' | 'body' | 'attachments' | 'settings'> = {
    destination: 'TRIAL',
    type,
    body,
    attachments: [],
    settings: trial.destination?.(url) ?? {},
  };
  const result = await connection.deliver?.({ ...ids, ...about }, signal);
  return result === undefined ? { way: 'deliver', kind: 'not offered' } : { way: 'deliver', ...result };
}

async function request(connection: Connection, asked: unknown, signal: AbortSignal): Promise<Use> {
  try {
    await connection.request?.(asked, { timeoutMs: 60_000, signal });
    return { way: 'request', kind: 'answered' };
  } catch (error) {
    const { hubCode } = error as { hubCode?: string };
    const entry = (ERROR_CATALOGUE as Readonly<Record<string, CatalogueEntry>>)[hubCode ?? ''];
    if (hubCode === undefined || entry === undefined) throw error;
    return { way: 'request', kind: entry.kind, code: hubCode };
  }
}

async function settled<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not settled after ${SETTLES_WITHIN_MS} ms`)), SETTLES_WITHIN_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
