/** The operators' commands as processes of their own: over a real database, and against a running hub. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import pg from 'pg';
import { apiKeyDigest } from '../../broker/access/api-key.ts';
import { createSealer } from '../../broker/audit/sealing.ts';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { runHub, startHub, type CommandResult } from '../support/hub-command.ts';
import { addParty, useHub } from '../support/running-hub.ts';
import { createSuiteDatabase, useDatabase } from '../support/suite-database.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const sealKey = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
const publicHalf = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const json = (result: CommandResult): Record<string, unknown> => {
  assert.equal(result.code, 0, result.stderr);
  return JSON.parse(result.stdout) as Record<string, unknown>;
};
const refusal = (result: CommandResult): Record<string, unknown> => {
  assert.equal(result.code, 1, result.stdout);
  assert.equal(result.stdout, '');
  return JSON.parse(result.stderr) as Record<string, unknown>;
};

describe('the commands over the database', function () {
  this.timeout(60_000);
  const database = useDatabase();
  const folder = temporaryFolder('test');
  let pool: pg.Pool;
  const hub = (...args: string[]): Promise<CommandResult> => runHub(args, { DATABASE_URL: database.url });
  const verify = (...args: string[]): Promise<CommandResult> =>
    runHub(['audit', 'verify', '--json', ...args], { DATABASE_URL: database.url, HUB_SEAL_KEY: sealKey });

  before(async () => {
    pool = new pg.Pool({ connectionString: database.url, max: 2 });
    pool.on('error', () => undefined);
    json(await hub('parties', 'create', 'PL-ONE', '--name', 'First authority', '--roles', 'submit,receive', '--mailbox', '--json'));
  });
  after(async () => {
    await pool.end();
    removeFolder(folder);
  });

  it('create a party with its mailbox and list it', async () => {
    const { parties } = json(await hub('parties', 'list', '--json')) as { parties: { code: string; adapter: string; roles: string[] }[] };
    const found = parties.find(({ code }) => code === 'PL-ONE');
    assert.deepEqual([found?.adapter, found?.roles], ['mailbox', ['submit', 'receive']]);
    assert.match((await hub('parties', 'list')).stdout, /PL-ONE +First authority +submit,receive +mailbox/);
  });

  it('refuse the same party again, in words of the catalogue and with exit code 1', async () => {
    const again = ['parties', 'create', 'PL-ONE', '--name', 'Twin', '--roles', 'submit'];
    assert.equal(refusal(await hub(...again, '--json')).code, 'PARTY_EXISTS');
    const { code, stderr } = await hub(...again);
    assert.equal(code, 1);
    assert.match(stderr, /^PARTY_EXISTS: There is already a party or destination PL-ONE\.\n {2}Choose another code/);
  });

  it('refuse settings that the adapter does not understand before they are stored', async () => {
    const settings = join(folder, 'settings.json');
    writeFileSync(settings, JSON.stringify({ url: 'ftp://wrong', secrets: [] }));
    const create = ['parties', 'create', 'PL-BAD', '--name', 'Bad', '--roles', 'receive', '--json', '--adapter'];
    assert.equal(refusal(await hub(...create, 'rest-consumers', '--settings', settings)).code, 'INVALID_SETTING');
    assert.equal(refusal(await hub(...create, 'no-such-adapter')).code, 'INVALID_SETTING');
    assert.equal((await pool.query(`SELECT 1 FROM party WHERE code = 'PL-BAD'`)).rowCount, 0);
  });

  it('change the settings of a destination, and refuse what the hub would not understand', async () => {
    const settings = join(folder, 'versions.json');
    writeFileSync(settings, JSON.stringify({ versions: { 'pl.gov.udsc.decision.issued': 1 } }));
    json(await hub('destinations', 'set', 'PL-ONE', '--settings', settings, '--json'));
    const { rows } = await pool.query<{ settings: unknown }>(`SELECT settings FROM destination WHERE name = 'PL-ONE'`);
    assert.deepEqual(rows[0]?.settings, { versions: { 'pl.gov.udsc.decision.issued': 1 } });
    writeFileSync(settings, JSON.stringify({ versions: { 'pl.gov.udsc.decision.issued': 99 } }));
    assert.equal(refusal(await hub('destinations', 'set', 'PL-ONE', '--settings', settings, '--json')).code, 'INVALID_SETTING');
    assert.equal(refusal(await hub('destinations', 'set', 'PL-NONE', '--policy', settings, '--json')).code, 'INVALID_SETTING');
  });

  it('issue, rotate and revoke keys', async () => {
    const issued = json(await hub('parties', 'key', 'issue', 'PL-ONE', '--json')) as { id: string; apiKey: string };
    const stored = await pool.query('SELECT 1 FROM api_key WHERE sha256 = $1', [apiKeyDigest(issued.apiKey)]);
    assert.equal(stored.rowCount, 1);
    const rotated = json(await hub('parties', 'key', 'rotate', 'PL-ONE', '--overlap-hours', '1', '--json')) as { id: string };
    json(await hub('parties', 'key', 'revoke', rotated.id, '--json'));
    const { rows } = await pool.query<{ ends: boolean; revoked: boolean }>(
      `SELECT expires_at <= hub_now() + interval '1 hour' AS ends, revoked_at IS NOT NULL AS revoked FROM api_key ORDER BY issued_at`,
    );
    assert.deepEqual(rows, [
      { ends: true, revoked: false },
      { ends: null, revoked: true },
    ]);
  });

  it('give a grant and end it', async () => {
    const grant = ['parties', 'grant', 'PL-ONE', '--operation', 'submit', '--legal-basis', 'Art. 1', '--json'];
    const { id } = json(await hub(...grant)) as { id: string };
    json(await hub('parties', 'end-grant', id, '--json'));
    assert.equal((await pool.query('SELECT 1 FROM party_grant WHERE id = $1 AND valid_to <= hub_now()', [id])).rowCount, 1);
  });

  it('register an officer, import a list and end a registration', async () => {
    json(await hub('parties', 'officers', 'add', 'PL-ONE', 'A-1', '--name', 'Officer One', '--unit', 'Unit 1', '--json'));
    const file = join(folder, 'officers.csv');
    writeFileSync(file, 'id;name;unit\nA-1;Officer One;Unit 2\nA-2;"Officer; Two";Unit 2\n');
    const { added, changed } = json(await hub('parties', 'officers', 'import', 'PL-ONE', file, '--json'));
    assert.deepEqual([added, changed], [1, 1]);
    json(await hub('parties', 'officers', 'end', 'PL-ONE', 'A-2', '--json'));
    const { rows } = await pool.query('SELECT id, unit, valid_to IS NULL AS "isLive" FROM officer ORDER BY id');
    assert.deepEqual(rows, [
      { id: 'A-1', unit: 'Unit 2', isLive: true },
      { id: 'A-2', unit: 'Unit 2', isLive: false },
    ]);
  });

  it('say that a setting is missing, that an option is unknown, and that a database is away', async () => {
    assert.equal(refusal(await runHub(['parties', 'list', '--json'], {})).code, 'CONFIG_INVALID');
    assert.equal(refusal(await hub('parties', 'list', '--no-such', '--json')).code, 'INVALID_PARAMETER');
    const away = await runHub(['parties', 'list', '--json'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    assert.equal(refusal(away).code, 'DATABASE_UNAVAILABLE');
  });

  it('verify the audit log that they wrote, and find what was changed in it', async () => {
    const young = json(await verify()) as { entries: number; unsealedEntries: number };
    assert.ok(young.entries > 0);
    assert.equal(young.unsealedEntries, young.entries);
    await createSealer({ pool, clock, sealKey, everyMs: 10_000, log: quiet }).sealNow();
    const sealed = json(await verify()) as { sealedEntries: number; unsealedEntries: number };
    assert.deepEqual([sealed.sealedEntries, sealed.unsealedEntries], [young.entries, 0]);
    assert.equal((await verify('--public-key', publicHalf)).code, 0);
    await pool.query(`UPDATE audit_entry SET payload = replace(payload, 'PL-ONE', 'PL-TWO') WHERE payload LIKE '%officer.ended%'`);
    const found = await runHub(['audit', 'verify', '--public-key', publicHalf], { DATABASE_URL: database.url });
    assert.equal(found.code, 1);
    assert.match(found.stdout, /FAULT changed chain .* no\. 1: /);
    assert.equal((await verify()).code, 1);
  });
});

describe('the command migrate', function () {
  this.timeout(60_000);

  it('brings an empty database to the present shape, and nothing the second time', async () => {
    const empty = await createSuiteDatabase({ migrated: false });
    try {
      const settings = { DATABASE_URL: empty.url };
      assert.equal(refusal(await runHub(['parties', 'list', '--json'], settings)).code, 'INVALID_STATE');
      const { applied } = json(await runHub(['migrate', '--json'], settings)) as { applied: string[] };
      assert.ok(applied.includes('0001-spine.sql'));
      assert.deepEqual(json(await runHub(['migrate', '--json'], settings)), { applied: [] });
    } finally {
      await empty.drop();
    }
  });
});

describe('the commands against a running hub', function () {
  this.timeout(60_000);
  let apiKey = '';
  const room = useHub(async (made) => {
    await addParty(made, 'PL-BOX');
    await made.administration.createParty({ code: 'OPERATOR', name: 'Operator', roles: ['operate'], destination: null });
    await made.administration.addOfficer({ party: 'OPERATOR', id: 'OP-1', name: 'Operator One', unit: 'Operations' });
    apiKey = (await made.administration.issueKey('OPERATOR')).apiKey;
  });
  const hub = (...args: string[]): Promise<CommandResult> =>
    runHub([...args, '--json'], { HUB_URL: room.url, HUB_API_KEY: apiKey, HUB_OFFICER: 'OP-1' });
  const heldNow = async (): Promise<boolean | undefined> => {
    const { destinations } = json(await hub('destinations', 'list')) as { destinations: { name: string; held: boolean }[] };
    return destinations.find(({ name }) => name === 'PL-BOX')?.held;
  };

  it('hold a destination and resume it', async () => {
    assert.equal(json(await hub('destinations', 'hold', 'PL-BOX', '--reason', 'maintenance')).held, true);
    assert.equal(await heldNow(), true);
    assert.equal(json(await hub('destinations', 'resume', 'PL-BOX', '--reason', 'done')).held, false);
    assert.equal(await heldNow(), false);
  });

  it('list dead letters and act on those of a destination, and pass on what the hub refuses', async () => {
    assert.deepEqual(json(await hub('dead-letters', 'list')), { deadLetters: [], next: null });
    const retried = json(await hub('dead-letters', 'retry', '--destination', 'PL-BOX', '--reason', 'mended'));
    assert.deepEqual([retried.state, retried.total], ['DONE', 0]);
    assert.deepEqual(json(await hub('dead-letters', 'discard', '--destination', 'PL-BOX', '--reason', 'void')), { discarded: 0 });
    assert.equal(refusal(await hub('dead-letters', 'discard', '999', '--reason', 'void')).code, 'INVALID_STATE');
    assert.equal(refusal(await hub('dead-letters', 'retry', '--reason', 'no choice')).code, 'INVALID_SETTING');
    assert.equal(refusal(await hub('messages', 'show', randomUUID())).code, 'NOT_FOUND');
  });

  it('say that a key is missing or wrong, and that no hub is there', async () => {
    const ask = (settings: NodeJS.ProcessEnv): Promise<CommandResult> => runHub(['destinations', 'list', '--json'], settings);
    assert.equal(refusal(await ask({ HUB_URL: room.url })).code, 'CONFIG_INVALID');
    assert.equal(refusal(await ask({ HUB_URL: room.url, HUB_API_KEY: 'hub_wrong' })).code, 'UNAUTHENTICATED');
    assert.equal(refusal(await ask({ HUB_URL: 'http://127.0.0.1:1', HUB_API_KEY: apiKey })).code, 'SERVICE_UNAVAILABLE');
  });
});

describe('the command simulate', function () {
  this.timeout(60_000);

  const simulators = [
    { args: ['sis', '--alerts', '10'], sent: '<nothing/>', answered: /:Envelope/ },
    { args: ['visa-register', '--visas', '10'], sent: '<nothing/>', answered: /<Fault .*Client\.Malformed/ },
  ];
  for (const { args, sent, answered } of simulators)
    it(`answers requests for ${args[0]} until it is interrupted, and then ends in order`, async () => {
      const child = startHub(['simulate', ...args, '--json'], {});
      try {
        const [line] = (await once(child.stdout, 'data')) as [Buffer];
        const { url } = JSON.parse(line.toString()) as { url: string };
        const asked = await fetch(url, { method: 'POST', headers: { 'content-type': 'text/xml' }, body: sent });
        assert.match(await asked.text(), answered);
      } finally {
        child.kill('SIGINT');
      }
      const [code] = (await once(child, 'close')) as [number | null];
      assert.equal(code, 0);
    });
});
