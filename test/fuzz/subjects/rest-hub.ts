/** A hub of which only the way to the database is stood in for: it finds nothing, and refuses what PostgreSQL would not take. */
import assert from 'node:assert/strict';
import type { Hub } from '../../../broker/contract/hub.ts';
import type { RestCall } from '../../../broker/contract/endpoint.ts';
import { loadSchemas } from '../../../broker/routing/schema-shelf.ts';

const PARTY = 'PL-SG';
const NO_TEXT = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const FORMS: Readonly<Record<string, (value: string) => boolean>> = {
  timestamptz: (value) => isDay(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value),
  uuid: (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
  bigint: (value) => /^\d{1,18}$/.test(value),
};

/** JavaScript reads the 31st of February as the 3rd of March, PostgreSQL refuses it. */
function isDay(value: string): boolean {
  const ms = Date.parse(value);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(value.slice(0, -1).slice(0, 19));
}

/** Each value against the type that the statement gives it. */
function assertTaken(statement: string, values: readonly unknown[]): void {
  for (const [index, value] of values.entries()) {
    if (typeof value === 'string') assert.doesNotMatch(value, NO_TEXT, `$${index + 1} is no text of PostgreSQL`);
    const [, type = ''] = new RegExp(`\\$${index + 1}::(\\w+)`).exec(statement) ?? [];
    const isTaken = FORMS[type];
    if (isTaken !== undefined && (typeof value === 'string' || typeof value === 'number'))
      assert.ok(isTaken(String(value)), `$${index + 1} is no ${type}: ${value}`);
  }
}

export async function openRestHub(): Promise<Hub> {
  const reads = {
    query: async (statement: string | { text: string; values: unknown[] }, values: readonly unknown[] = []) => {
      if (typeof statement === 'string') assertTaken(statement, values);
      else assertTaken(statement.text, statement.values);
      return { rows: [] };
    },
  };
  const subscribed: object[] = [];
  const hub = {
    schemas: await loadSchemas(),
    config: { mailbox: { maxMessages: 500, maxWaitSeconds: 30 } },
    clock: { now: () => Date.parse('2026-11-25T08:00:00Z'), monotonicMs: () => 0 },
    database: { reads, work: reads },
    audit: { operations: { record: async () => undefined, append: async (_: unknown, act: (batch: object[]) => unknown) => act([]) } },
    deliveries: { operationsWriter: 1 },
    signExport: () => ({ signature: '' }),
    administration: { subscribe: async (one: object) => void subscribed.splice(0, 1, { ...one, createdAt: new Date(0) }) },
    registry: {
      destination: () => ({ name: PARTY, adapter: 'mailbox' }),
      isGranted: () => true,
      subscriptions: () => subscribed,
      refresh: async () => undefined,
    },
  };
  return hub as unknown as Hub;
}

export function callOf(part: Partial<RestCall>): RestCall {
  const who = { officer: 'A-1', purpose: 'BORDER', legalBasis: 'law', caseReference: 'case' };
  const principal = { party: PARTY, roles: ['audit'], keyPrefix: 'x' } as const;
  return { principal, who, path: { name: 'mine' }, query: {}, headers: {}, body: Buffer.alloc(0), ...part };
}
