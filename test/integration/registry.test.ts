/** Administration and registry over a real database: what an operator changes, a node knows soon and to the letter. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'mocha';
import pg from 'pg';
import { createAdministration, type Administration } from '../../broker/access/administration.ts';
import { createRegistry, type RegistryOptions, type RunningRegistry } from '../../broker/access/registry.ts';
import { announceChange } from '../../broker/access/version.ts';
import { createAuditWriter } from '../../broker/audit/writer.ts';
import type { ErrorCode } from '../../broker/contract/error-catalogue.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { createDatabaseClock, type DatabaseClock } from '../../broker/store/clock.ts';
import { isRolledBack } from '../../broker/store/database.ts';
import { waitFor } from '../../local/wait-for.ts';
import { useDatabase } from '../support/suite-database.ts';

const NOTE = 'pl.gov.udsc.exchange.note.v1';
const HOUR_MS = 3_600_000;
const says = (code: ErrorCode) => (error: unknown) => error instanceof HubError && error.hubCode === code;

describe('the registry of parties', () => {
  const database = useDatabase();
  let pool: pg.Pool;
  let clock: DatabaseClock;
  let administration: Administration;
  const opened: RunningRegistry[] = [];

  const open = async (options: Partial<RegistryOptions> = {}): Promise<RunningRegistry> => {
    const registry = await createRegistry({ pool, clock, ...options });
    opened.push(registry);
    return registry;
  };
  const newParty = async (change: { destination?: { adapter: string; settings?: Record<string, unknown> } } = {}): Promise<string> => {
    const code = `PL-${randomBytes(4).toString('hex').toUpperCase()}`;
    await administration.createParty({
      code,
      name: 'Test authority',
      roles: ['submit', 'receive'],
      destination: change.destination ?? null,
    });
    return code;
  };
  const fromNow = (ms: number): string => new Date(clock.now() + ms).toISOString();

  before(async () => {
    pool = new pg.Pool({ connectionString: database.url, max: 5 });
    pool.on('error', () => undefined);
    clock = createDatabaseClock(pool, () => performance.now());
    await clock.sync();
    const audit = await createAuditWriter({ pool, clock, newId: randomUUID, node: 'test', name: 'operations', isRolledBack });
    administration = createAdministration({ pool, newId: randomUUID, randomBytes, audit, actor: { party: 'OPERATOR', officer: 'OP-1' } });
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((registry) => registry.close()));
  });
  after(() => pool.end());

  it('lets an issued key in and tells its party, and stores no part of the secret', async () => {
    const code = await newParty();
    const { apiKey, prefix } = await administration.issueKey(code);
    const found = (await open()).authenticate(apiKey);
    assert.equal(found?.party.code, code);
    assert.deepEqual(found.party.roles, ['submit', 'receive']);
    assert.equal(found.keyPrefix, prefix);
    const { rows } = await pool.query<{ row: string }>('SELECT k::text AS row FROM api_key k WHERE prefix = $1', [prefix]);
    assert.ok(!rows.some(({ row }) => row.includes(apiKey.slice(13))));
  });

  it('knows a key by its whole text only', async () => {
    const { apiKey } = await administration.issueKey(await newParty());
    const registry = await open();
    for (const wrong of ['', 'hub_', apiKey.slice(0, -1), `${apiKey}x`, ` ${apiKey}`, apiKey.toUpperCase()])
      assert.equal(registry.authenticate(wrong), undefined);
  });

  it('sees by itself within two seconds that a key is revoked', async () => {
    const { apiKey, prefix } = await administration.issueKey(await newParty());
    const registry = await open();
    assert.ok(registry.authenticate(apiKey));
    await administration.revokeKey(prefix);
    await waitFor(() => registry.authenticate(apiKey) === undefined, { timeoutMs: 2000, what: 'the revoked key to be refused' });
  });

  it('lets the old key and the new one in during the overlap, and then the new one only', async () => {
    const code = await newParty();
    const old = await administration.issueKey(code);
    const next = await administration.rotateKey(code, { overlapMs: HOUR_MS });
    let passed = 0;
    const registry = await open({ clock: { now: () => clock.now() + passed, monotonicMs: clock.monotonicMs } });
    assert.ok(registry.authenticate(old.apiKey) && registry.authenticate(next.apiKey));
    passed = HOUR_MS + 1000;
    assert.equal(registry.authenticate(old.apiKey), undefined);
    assert.ok(registry.authenticate(next.apiKey));
  });

  it('does not lengthen the life of a key by rotating it', async () => {
    const code = await newParty();
    const { prefix } = await administration.issueKey(code, { expiresAt: fromNow(60_000) });
    await administration.rotateKey(code, { overlapMs: HOUR_MS });
    const { rows } = await pool.query<{ ok: boolean }>(
      `SELECT expires_at < hub_now() + interval '2 minutes' AS ok FROM api_key WHERE prefix = $1`,
      [prefix],
    );
    assert.equal(rows[0]?.ok, true);
  });

  it('opens nothing for the keys and grants of a party that ended', async () => {
    const code = await newParty();
    const { apiKey } = await administration.issueKey(code);
    await administration.grant({ party: code, operation: 'submit', messageType: '*', legalBasis: 'test' });
    const registry = await open();
    assert.ok(registry.authenticate(apiKey) && registry.isGranted(code, 'submit', { messageType: NOTE }));
    await administration.endParty(code);
    await registry.refresh();
    assert.equal(registry.authenticate(apiKey), undefined);
    assert.equal(registry.isGranted(code, 'submit', { messageType: NOTE }), false);
    assert.equal(registry.ownsSource(code, code), false);
  });

  it('trusts no key once the database has been silent for five seconds, and serves the rest of what it knew', async () => {
    const code = await newParty();
    const { apiKey } = await administration.issueKey(code);
    const own = new pg.Pool({ connectionString: database.url, max: 2 });
    let passed = 0;
    const registry = await open({ pool: own, clock: { now: clock.now, monotonicMs: () => clock.monotonicMs() + passed } });
    await own.end();
    await assert.rejects(registry.refresh(), says('DATABASE_UNAVAILABLE'));
    assert.ok(registry.authenticate(apiKey));
    passed = 5001;
    assert.throws(() => registry.authenticate(apiKey), says('DATABASE_UNAVAILABLE'));
    assert.equal(registry.party(code)?.code, code);
  });

  it('reads again what was announced before, and became visible after, it looked', async () => {
    const code = await newParty();
    const registry = await open({ refreshEveryMs: 60_000 });
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await announceChange(client);
      await client.query('UPDATE party SET name = $2 WHERE code = $1', [code, 'Renamed']);
      await registry.refresh();
      assert.equal(registry.party(code)?.name, 'Test authority');
      await client.query('COMMIT');
    } finally {
      client.release();
    }
    await registry.refresh();
    assert.equal(registry.party(code)?.name, 'Renamed');
  });

  it('calls back when something changed and not when nothing did', async () => {
    let changes = 0;
    const registry = await open({ refreshEveryMs: 60_000, onChange: () => (changes += 1) });
    await registry.refresh();
    assert.equal(changes, 0);
    await newParty();
    await registry.refresh();
    assert.equal(changes, 1);
  });

  it('knows officers for their term only', async () => {
    const party = await newParty();
    await administration.addOfficer({ party, id: 'A-1', name: 'Test One', unit: 'West', validTo: fromNow(HOUR_MS) });
    await administration.addOfficer({ party, id: 'A-2', name: 'Test Two', unit: 'West', validFrom: fromNow(HOUR_MS) });
    await administration.addOfficer({ party, id: 'A-3', name: 'Test Three', unit: 'West' });
    let passed = 0;
    const registry = await open({ clock: { now: () => clock.now() + passed, monotonicMs: clock.monotonicMs } });
    const known = (): boolean[] => ['A-1', 'A-2', 'A-3'].map((id) => registry.officer(party, id) !== undefined);
    assert.deepEqual(known(), [true, false, true]);
    passed = HOUR_MS + 1000;
    assert.deepEqual(known(), [false, true, true]);
    await administration.endOfficer(party, 'A-3');
    await registry.refresh();
    assert.equal(registry.officer(party, 'A-3'), undefined);
    await assert.rejects(administration.endOfficer(party, 'A-3'), says('NOT_FOUND'));
  });

  it('refuses a second registration of an officer for the same time', async () => {
    const party = await newParty();
    const officer = { party, id: 'A-1', name: 'Test One', unit: 'West' };
    await administration.addOfficer(officer);
    await assert.rejects(administration.addOfficer(officer), says('OFFICER_EXISTS'));
  });

  it('imports officers as a whole or not at all, and the same list twice without a change', async () => {
    const party = await newParty();
    const rows = [
      { id: 'A-1', name: 'Test One', unit: 'West' },
      { id: 'A-2', name: 'Test Two', unit: 'East', validFrom: '2026-01-01T00:00:00Z', validTo: '2026-02-01T00:00:00Z' },
    ];
    assert.deepEqual(await administration.importOfficers(party, rows), { added: 2, changed: 0 });
    await administration.importOfficers(party, rows);
    const moved = rows.map((row) => ({ ...row, unit: 'North' }));
    await administration.importOfficers(party, moved);
    const { rows: kept } = await pool.query('SELECT id, unit FROM officer WHERE party = $1 ORDER BY id', [party]);
    assert.deepEqual(kept, [
      { id: 'A-1', unit: 'North' },
      { id: 'A-2', unit: 'North' },
    ]);
    const twins = [...rows, { id: 'A-1', name: 'Test Twin', unit: 'West' }];
    await assert.rejects(
      administration.importOfficers(party, twins),
      (error) => says('INVALID_SETTING')(error) && /\/2\/id/.test((error as Error).message),
    );
  });

  it('judges grants by operation, type, purpose and term', async () => {
    const party = await newParty();
    const { id } = await administration.grant({ party, operation: 'submit', messageType: 'pl.gov.udsc.exchange.*', legalBasis: 'test' });
    await administration.grant({ party, operation: 'sis-search', messageType: '*', purpose: 'BORDER', legalBasis: 'test' });
    await administration.grant({ party, operation: 'receive', messageType: NOTE, legalBasis: 'test', validFrom: fromNow(HOUR_MS) });
    const registry = await open();
    assert.equal(registry.isGranted(party, 'submit', { messageType: NOTE }), true);
    assert.equal(registry.isGranted(party, 'submit', { messageType: 'pl.gov.udsc.decision.issued.v1' }), false);
    assert.equal(registry.isGranted(party, 'receive', { messageType: NOTE }), false);
    assert.equal(registry.isGranted(party, 'sis-search', { messageType: 'sis', purpose: 'BORDER' }), true);
    assert.equal(registry.isGranted(party, 'sis-search', { messageType: 'sis', purpose: 'OTHER' }), false);
    await administration.endGrant(id);
    await registry.refresh();
    assert.equal(registry.isGranted(party, 'submit', { messageType: NOTE }), false);
  });

  it('gives a party its sources, and refuses a source that lies within those of another', async () => {
    const code = await newParty();
    const registry = await open();
    for (const source of [`/parties/${code}/desk-4`, `//${code.toLowerCase()}`, `urn:party:${code}`, code])
      assert.ok(registry.ownsSource(code, source), source);
    assert.ok(!registry.ownsSource('PL-NOBODY', code));
    const thief = { code: `${code}-B`, name: 'Another', roles: [], destination: null };
    for (const source of [`/parties/${code}`, `/parties/${code}/desk-4`, '/parties']) {
      await assert.rejects(administration.createParty({ ...thief, sources: [source] }), says('INVALID_SETTING'), source);
    }
  });

  it('shows a hold and an open breaker though no version moved, and their end', async () => {
    const name = await newParty({ destination: { adapter: 'mailbox' } });
    const registry = await open({ refreshEveryMs: 60_000 });
    await pool.query(`UPDATE destination SET breaker_open = true, held_since = hub_now(), held_reason = 'gone' WHERE name = $1`, [name]);
    await registry.refresh();
    assert.deepEqual([registry.destination(name)?.breakerOpen, registry.destination(name)?.heldReason], [true, 'gone']);
    await pool.query('UPDATE destination SET breaker_open = false, held_since = NULL, held_reason = NULL WHERE name = $1', [name]);
    await registry.refresh();
    assert.deepEqual([registry.destination(name)?.breakerOpen, registry.destination(name)?.heldSince], [false, null]);
  });

  it('holds and resumes a destination by a named officer with a reason, and keeps the first reason', async () => {
    const name = await newParty({ destination: { adapter: 'mailbox' } });
    const by = { party: 'OPERATOR', officer: 'OP-2' };
    await assert.rejects(administration.holdDestination(name, by, ' '), says('REASON_REQUIRED'));
    await administration.holdDestination(name, by, 'maintenance');
    await administration.holdDestination(name, by, 'another reason');
    const registry = await open();
    assert.equal(registry.destination(name)?.heldReason, 'maintenance');
    await administration.resumeDestination(name, by);
    await registry.refresh();
    assert.equal(registry.destination(name)?.heldSince, null);
    const { rows } = await pool.query(`SELECT event, officer FROM audit_entry WHERE payload::json ->> 'destination' = $1 ORDER BY n`, [
      name,
    ]);
    assert.deepEqual(rows, [
      { event: 'destination.held', officer: 'OP-2' },
      { event: 'destination.resumed', officer: 'OP-2' },
    ]);
  });

  it('replaces settings and policy of a destination, and never writes a value of them into the audit log', async () => {
    const name = await newParty({ destination: { adapter: 'rest-consumers', settings: { url: 'https://old.example' } } });
    await administration.setDestination(name, {
      settings: { url: 'https://new.example', secret: 'whsec_unique' },
      policy: { maxAgeMs: 5000 },
    });
    const found = (await open()).destination(name);
    assert.deepEqual(found?.settings, { url: 'https://new.example', secret: 'whsec_unique' });
    assert.deepEqual(found.policy, { maxAgeMs: 5000 });
    await assert.rejects(administration.setDestination(name, { policy: { maxAge: 5 } }), says('INVALID_SETTING'));
    const { rows } = await pool.query(`SELECT 1 FROM audit_entry WHERE payload LIKE '%whsec_unique%'`);
    assert.equal(rows.length, 0);
  });

  it('refuses what is wrong or unknown and leaves neither a row nor an audit entry', async () => {
    const code = await newParty();
    const count = async (): Promise<unknown> =>
      (
        await pool.query(
          'SELECT (SELECT count(*) FROM audit_entry) AS entries, (SELECT count(*) FROM audit_chain) AS chains, (SELECT count(*) FROM party) AS parties',
        )
      ).rows[0];
    const before = await count();
    const party = { name: 'Another', roles: [], destination: null };
    await assert.rejects(administration.createParty({ ...party, code }), says('PARTY_EXISTS'));
    await assert.rejects(administration.createParty({ ...party, code: 'pl sg' }), says('INVALID_SETTING'));
    await assert.rejects(administration.issueKey('PL-NOBODY'), says('NOT_FOUND'));
    await assert.rejects(administration.issueKey(code, { expiresAt: 'tomorrow' }), says('INVALID_SETTING'));
    await assert.rejects(administration.revokeKey('00000000'), says('NOT_FOUND'));
    await assert.rejects(administration.endGrant('no-id'), says('NOT_FOUND'));
    await assert.rejects(
      administration.grant({ party: code, operation: 'submit', messageType: 'a*', legalBasis: 'test' }),
      says('INVALID_SETTING'),
    );
    await assert.rejects(administration.holdDestination('PL-NOBODY', {}, 'reason'), says('NOT_FOUND'));
    assert.deepEqual(await count(), before);
  });

  it('records who changed what, in the transaction of the change', async () => {
    const code = await newParty();
    const { prefix } = await administration.issueKey(code);
    const { rows } = await pool.query<{ event: string; party: string; officer: string; action: string; prefix: string | null }>(
      `SELECT event, party, officer, payload::json ->> 'action' AS action, payload::json ->> 'keyPrefix' AS prefix
         FROM audit_entry WHERE payload::json ->> 'subject' = $1 ORDER BY n`,
      [code],
    );
    const who = { event: 'party.changed', party: 'OPERATOR', officer: 'OP-1' };
    assert.deepEqual(rows, [
      { ...who, action: 'party.created', prefix: null },
      { ...who, action: 'key.issued', prefix },
    ]);
  });
});
