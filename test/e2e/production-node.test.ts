/** A production node: the built output, started in an empty folder with nothing but its settings. */
import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { createAdministration } from '../../broker/access/administration.ts';
import { createAuditWriter } from '../../broker/audit/writer.ts';
import { createDatabaseClock } from '../../broker/store/clock.ts';
import { isRolledBack } from '../../broker/store/database.ts';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { freePort } from '../../local/ports.ts';
import { endProcess } from '../../local/processes.ts';
import { waitFor } from '../../local/wait-for.ts';
import { useBroker } from '../support/suite-broker.ts';
import { useDatabase } from '../support/suite-database.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

const secrets = (): Record<string, string> => ({
  HUB_MASTER_KEY: `k1:${randomBytes(32).toString('base64')}`,
  HUB_SEAL_KEY: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
});

describe('a production node', () => {
  let folder: string;
  let node: ChildProcess | undefined;

  // Hooks run in the order they are made: the node ends before its servers go.
  after(async () => {
    if (node?.pid !== undefined) await endProcess(node.pid, ['SIGTERM', 'SIGKILL'], 10_000);
    removeFolder(folder);
  });

  const database = useDatabase();
  const broker = useBroker();

  before(async function build() {
    this.timeout(120_000);
    folder = temporaryFolder('production-node');
    await run('npm', ['run', 'build'], { cwd: root });
  });

  it('lists every missing setting at once and does not start', async () => {
    const failed = await run(process.execPath, [`${root}dist/broker/main.js`], { cwd: folder, env: { PATH: process.env.PATH } }).then(
      () => assert.fail('it started'),
      (error: { stderr: string }) => error.stderr,
    );
    for (const name of ['DATABASE_URL', 'AMQP_URL', 'HUB_MASTER_KEY', 'HUB_SEAL_KEY']) assert.match(failed, new RegExp(`${name}.*missing`));
  });

  it('accepts a message from an empty folder', async function accept() {
    this.timeout(60_000);
    const port = await freePort();
    const queuePrefix = `${broker.prefix}e2e`;
    broker.remember([`${queuePrefix}.deliver.PL-B`]);
    const env = {
      PATH: process.env.PATH,
      ...secrets(),
      DATABASE_URL: database.url,
      AMQP_URL: broker.amqpUrl,
      HUB_PORT: String(port),
      HUB_QUEUE_PREFIX: queuePrefix,
    };
    node = spawn(process.execPath, [`${root}dist/broker/main.js`], { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
    const url = `http://127.0.0.1:${port}`;
    await waitFor(
      () =>
        fetch(`${url}/health/ready`).then(
          (answer) => answer.ok,
          () => false,
        ),
      { timeoutMs: 30_000, what: 'the node to be ready' },
    );
    const apiKey = await makeParties(database.url);
    const answer = await waitFor(() => submit(url, apiKey), { timeoutMs: 10_000, what: 'the new key to be known' });
    assert.equal(answer.status, 202);
    const receipt = (await answer.json()) as { id: string; state: string };
    assert.equal(receipt.state, 'accepted');
    assert.equal(answer.headers.get('location'), `/api/v1/messages/${receipt.id}`);
  });
});

async function submit(url: string, apiKey: string): Promise<Response | undefined> {
  const event = {
    specversion: '1.0',
    id: 'e2e-1',
    source: '/parties/PL-A',
    type: 'pl.gov.udsc.exchange.note.v1',
    destination: 'PL-B',
    data: { title: 'Change of address', text: 'The address in the case has changed.' },
  };
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/cloudevents+json' };
  const answer = await fetch(`${url}/api/v1/messages`, { method: 'POST', headers, body: JSON.stringify(event) });
  return answer.status === 401 || answer.status === 422 ? undefined : answer;
}

async function makeParties(url: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  try {
    const clock = createDatabaseClock(pool, () => performance.now());
    await clock.sync();
    const audit = await createAuditWriter({ pool, clock, newId: randomUUID, node: 'test', name: 'test', isRolledBack });
    const parties = createAdministration({ pool, newId: randomUUID, randomBytes, audit });
    await parties.createParty({ code: 'PL-A', name: 'A', roles: ['submit'], destination: null });
    await parties.createParty({ code: 'PL-B', name: 'B', roles: ['receive'], destination: { adapter: 'mailbox' } });
    await parties.grant({ party: 'PL-A', operation: 'submit', messageType: '*', legalBasis: 'test' });
    await parties.grant({ party: 'PL-B', operation: 'receive', messageType: '*', legalBasis: 'test' });
    return (await parties.issueKey('PL-A')).apiKey;
  } finally {
    await pool.end();
  }
}
