/** Creates and ends parties. A party's sources are its own: none may lie within another party's. */
import type { Role } from '../contract/endpoint.ts';
import { HubError } from '../contract/errors.ts';
import { commitChange, readRows, requireParty, type AdministrationOptions } from './change.ts';
import { insertDestination, refuseSettings } from './destinations.ts';
import { refuse, type CheckInput } from './inputs.ts';

export interface NewDestination {
  /** The folder under adapters/, or `mailbox`. */
  readonly adapter: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Only what differs from the node's policy. */
  readonly policy?: Readonly<Record<string, unknown>>;
}

export interface NewParty {
  readonly code: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** By default those of defaultSources(code). */
  readonly sources?: readonly string[];
  /** Named like the party; null for a party that receives nothing. */
  readonly destination: NewDestination | null;
  readonly ratePerSecond?: number | null;
}

const defaultSources = (code: string): string[] => [`/parties/${code}`, `//${code.toLowerCase()}`, `urn:party:${code}`, code];

/** Throws INVALID_SETTING or PARTY_EXISTS. */
export async function createParty(options: AdministrationOptions, check: CheckInput, party: NewParty): Promise<void> {
  check('party', party);
  const { code, destination } = party;
  const sources = party.sources ?? defaultSources(code);
  if (destination !== null) refuseSettings(options, destination.adapter, destination.settings ?? {});
  await refuseExisting(options, code);
  await refuseForeignSources(options, sources);
  await commitChange(options, {
    event: 'party.changed',
    facts: { action: 'party.created', subject: code, roles: party.roles, sources, adapter: destination?.adapter ?? null },
    exists: 'PARTY_EXISTS',
    run: async (client) => {
      const values = [code, party.name, party.roles, sources, party.ratePerSecond ?? null];
      await client.query(
        'INSERT INTO party (code, name, roles, sources, rate_per_second, created_at) VALUES ($1, $2, $3, $4, $5, hub_now())',
        values,
      );
      if (destination !== null) await insertDestination(client, { ...destination, name: code, party: code });
    },
  });
}

/** From now on its keys open nothing; what it sent and what waits for it stays. Throws NOT_FOUND. */
export async function endParty(options: AdministrationOptions, code: string): Promise<void> {
  await requireParty(options.pool, code);
  await commitChange(options, {
    event: 'party.changed',
    facts: { action: 'party.ended', subject: code },
    run: (client) => client.query('UPDATE party SET ended_at = hub_now() WHERE code = $1 AND ended_at IS NULL', [code]),
  });
}

async function refuseExisting({ pool }: AdministrationOptions, code: string): Promise<void> {
  const found = await readRows(pool, 'SELECT 1 FROM party WHERE code = $1 UNION ALL SELECT 1 FROM destination WHERE name = $1', [code]);
  if (found.length > 0) throw new HubError('PARTY_EXISTS', { detail: `There is already a party or destination ${code}.` });
}

async function refuseForeignSources({ pool }: AdministrationOptions, sources: readonly string[]): Promise<void> {
  const text = `SELECT n.source, p.code FROM party p, unnest(p.sources) AS s, unnest($1::text[]) AS n(source)
     WHERE s = n.source OR starts_with(s, n.source || '/') OR starts_with(n.source, s || '/')`;
  const found = await readRows<{ source: string; code: string }>(pool, text, [sources]);
  if (found.length > 0) refuse(found.map((row) => ({ pointer: '/sources', detail: `${row.source} belongs to ${row.code}` })));
}
