/** A database that was the primary and comes back as a standby: nothing is accepted, nothing is lost, and all goes on when it is promoted. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import pg from 'pg';
import { createAdministration } from '../../broker/access/administration.ts';
import type { RestAnswer } from '../../broker/contract/endpoint.ts';
import { createHub, type RunningHub } from '../../broker/hub.ts';
import { checkDurability } from '../../broker/store/durability.ts';
import { migrate } from '../../broker/store/migrator.ts';
import { loadConfig } from '../../config/config.ts';
import { createDatabase } from '../../local/database.ts';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { clusterIn } from '../../local/postgres-cluster.ts';
import { startPostgres, type PostgresServer } from '../../local/postgres.ts';
import { eventually, NOTE } from '../support/running-hub.ts';

describe('a database that became a standby', function () {
  this.timeout(90_000);
  const folder = temporaryFolder('standby');
  let server: PostgresServer;
  let running: RunningHub | undefined;

  before('a hub over a database of its own', async () => {
    server = await startPostgres({ dataDir: folder, persistent: true });
    await createDatabase(server.adminUrl, 'hub');
    await migrate(server.url('hub'));
    running = await createHub(configOf(server.url('hub')));
    await addParties(running);
  });
  after(async () => {
    await running?.stop();
    await server.stop();
    removeFolder(folder);
  });

  const addParties = async ({ hub }: RunningHub): Promise<void> => {
    const administration = createAdministration({ pool: hub.database.work, newId: randomUUID, randomBytes, audit: hub.audit.operations });
    await administration.createParty({ code: 'PL-A', name: 'A', roles: ['submit', 'receive'], destination: { adapter: 'mailbox' } });
    for (const operation of ['submit', 'receive'] as const)
      await administration.grant({ party: 'PL-A', operation, messageType: '*', legalBasis: 'test' });
    await hub.registry.refresh();
  };
  const present = (): RunningHub => {
    assert.ok(running);
    return running;
  };
  const submit = (id: string): Promise<RestAnswer> => {
    const event = { specversion: '1.0', id, source: '/parties/PL-A', type: NOTE, destination: 'PL-A', data: { title: 'a', text: 'b' } };
    const principal = { party: 'PL-A', roles: ['submit'], keyPrefix: 'test' };
    const call = { principal, who: {}, path: {}, query: {}, headers: {}, body: Buffer.from(JSON.stringify(event)) };
    return present().broker.call('exchange.submit', call);
  };

  it('stores nothing and says so: 503 to senders, not ready to the load balancer, no start for a new node', async () => {
    assert.equal((await submit('before')).status, 202);
    await server.stop();
    writeFileSync(join(clusterIn(folder), 'standby.signal'), '');
    await server.start();
    await eventually('the hub sees the standby', async () => /standby/.test((await present().hub.health()).database?.words ?? ''), 20_000);
    await assert.rejects(submit('meanwhile'), { hubCode: 'DATABASE_UNAVAILABLE', code: 503 });
    await assert.rejects(checkDurability(server.url('hub')), /standby and cannot store anything/);
  });

  it('takes the same message once it is promoted, and still knows what it accepted before', async () => {
    const admin = new pg.Client({ connectionString: server.adminUrl });
    await admin.connect();
    await admin.query('SELECT pg_promote()').finally(() => admin.end());
    const answer = await eventually('the hub accepts again', () => submit('meanwhile').catch(() => undefined), 20_000);
    assert.equal(answer.status, 202);
    assert.equal((await submit('before')).status, 200);
    assert.equal((await present().hub.health()).database?.ok, true);
  });
});

function configOf(databaseUrl: string): ReturnType<typeof loadConfig> {
  const seal = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' });
  return loadConfig({
    DATABASE_URL: databaseUrl,
    HUB_MASTER_KEY: `k1:${randomBytes(32).toString('base64')}`,
    HUB_SEAL_KEY: seal.toString('base64'),
    HUB_TRANSPORT: 'memory',
    HUB_PORT: '0',
    LOG_LEVEL: 'silent',
  });
}
