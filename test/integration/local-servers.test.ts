/** Private servers as demo, tests, crash harness and benchmarks start them. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connect } from 'amqplib';
import pg from 'pg';
import { makeFolder, removeFolder, temporaryFolder, usableFolder, usablePrograms } from '../../local/folders.ts';
import { serverAccount } from '../../local/account.ts';
import { createDatabase, dropDatabase } from '../../local/database.ts';
import { freePort, isListening } from '../../local/ports.ts';
import { startPostgres, type PostgresServer } from '../../local/postgres.ts';
import { isAlive } from '../../local/processes.ts';
import { startRabbit, type RabbitServer } from '../../local/rabbitmq.ts';
import { waitFor } from '../../local/wait-for.ts';

const SECONDS = 1000;

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('a private PostgreSQL server', function () {
  this.timeout(30 * SECONDS);
  let folder = '';
  let server: PostgresServer;
  before(async () => {
    folder = temporaryFolder('test');
    server = await startPostgres({ dataDir: join(folder, 'postgres'), persistent: true });
  });
  after(async () => {
    await server.stop();
    removeFolder(folder);
  });

  it('is durable, speaks UTF-8 and listens on the loopback address only', async () => {
    const [row] = await query(
      server.adminUrl,
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
              current_setting('full_page_writes') AS pages, current_setting('listen_addresses') AS addresses, lower('ŻÓŁĆ') AS lower`,
    );
    assert.deepEqual(row, { fsync: 'on', commit: 'on', pages: 'on', addresses: '127.0.0.1', lower: 'żółć' });
  });

  it('keeps what was committed over a restart and over a SIGKILL', async () => {
    const url = await createDatabase(server.adminUrl, 'kept');
    await query(url, 'CREATE TABLE kept (n int)');
    await query(url, 'INSERT INTO kept VALUES (1)');
    await server.restart();
    await query(url, 'INSERT INTO kept VALUES (2)');
    await server.kill();
    assert.equal(await isListening(server.port), false);
    await server.start();
    assert.deepEqual(await query(url, 'SELECT n FROM kept ORDER BY n'), [{ n: 1 }, { n: 2 }]);
  });

  it('is found again with its data by a later start', async () => {
    const url = await createDatabase(server.adminUrl, 'found_again');
    await query(url, 'CREATE TABLE kept AS SELECT 7 AS n');
    await server.stop();
    server = await startPostgres({ dataDir: server.dataDir, persistent: true, port: server.port });
    assert.deepEqual(await query(url, 'SELECT n FROM kept'), [{ n: 7 }]);
  });

  it('copies a template database as soon as its last session has left', async () => {
    const template = await createDatabase(server.adminUrl, 'pattern');
    await query(template, 'CREATE TABLE from_pattern AS SELECT 1 AS n');
    const copy = await createDatabase(server.adminUrl, 'copy_of_pattern', 'pattern');
    assert.deepEqual(await query(copy, 'SELECT n FROM from_pattern'), [{ n: 1 }]);
    await dropDatabase(server.adminUrl, 'copy_of_pattern');
    await dropDatabase(server.adminUrl, 'copy_of_pattern');
  });

  it('is not started a second time over the same data while its owner lives', async () => {
    await assert.rejects(startPostgres({ dataDir: server.dataDir, persistent: true }), /is in use by process/);
    assert.equal(isAlive(server.pid), true);
  });

  it('does not take a port that another server has', async () => {
    const second = startPostgres({ dataDir: join(folder, 'second'), persistent: false, port: server.port });
    await assert.rejects(second, /does not start/);
  });

  it('ends when its owner is killed, and the next start finds the data in order', async () => {
    const dataDir = join(folder, 'orphaned');
    const { pid, owner } = await startInOtherProcess(dataDir);
    owner.kill('SIGKILL');
    await waitFor(() => !isAlive(pid), { timeoutMs: 10 * SECONDS, what: 'the orphaned server to end' });
    const next = await startPostgres({ dataDir, persistent: false });
    await next.stop();
    assert.equal(existsSync(dataDir), false);
  });
});

async function startInOtherProcess(dataDir: string): Promise<{ pid: number; owner: ReturnType<typeof spawn> }> {
  const script = `import { startPostgres } from './local/postgres.ts';
    const server = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, persistent: true });
    console.log(server.pid);
    setInterval(() => undefined, 1000);`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
  const owner = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: owner.stdout }), 'line')) as [string];
  return { pid: Number(line), owner };
}

describe('files of a local server', () => {
  it('go elsewhere, with a word about it, when the account of the server cannot reach the wanted place', () => {
    const account = serverAccount(['postgres', 'nobody']);
    const closed = temporaryFolder('closed');
    makeFolder(closed, undefined);
    const said: string[] = [];
    const folder = usableFolder(join(closed, 'postgres'), account, (line) => said.push(line));
    assert.equal(folder.startsWith(closed), account === undefined);
    assert.equal(said.length, account === undefined ? 0 : 1);
    removeFolder(folder);
    removeFolder(closed);
  });

  it('are the programs themselves, or a copy when the account cannot reach them', () => {
    const account = serverAccount(['postgres', 'nobody']);
    const closed = temporaryFolder('closed');
    makeFolder(closed, undefined);
    const programs = join(closed, 'programs');
    mkdirSync(programs);
    writeFileSync(join(programs, 'server'), '#!/bin/sh\necho 1.0\n', { mode: 0o755 });
    const usable = usablePrograms(programs, 'server', account);
    assert.equal(usable === programs, account === undefined);
    assert.equal(execFileSync(join(usable, 'server'), { cwd: '/', encoding: 'utf8', ...account }), '1.0\n');
    removeFolder(usable);
    removeFolder(closed);
  });
});

describe('a private RabbitMQ node', function () {
  this.timeout(90 * SECONDS);
  const queue = 'kept';
  const kind = { durable: true, arguments: { 'x-queue-type': 'quorum' } };
  let folder = '';
  let server: RabbitServer;
  before(async () => {
    folder = temporaryFolder('test');
    server = await startRabbit({ dir: join(folder, 'rabbitmq'), port: await freePort(), persistent: false });
  });
  after(async () => {
    await server.stop();
    assert.equal(existsSync(join(folder, 'rabbitmq')), false);
    removeFolder(folder);
  });

  async function depth(): Promise<number> {
    const connection = await connect(server.url);
    const channel = await connection.createChannel();
    const { messageCount } = await channel.assertQueue(queue, kind);
    await connection.close();
    return messageCount;
  }

  it('keeps confirmed messages over a restart', async () => {
    const connection = await connect(server.url);
    const channel = await connection.createConfirmChannel();
    await channel.assertQueue(queue, kind);
    channel.sendToQueue(queue, Buffer.from('ticket'), { persistent: true });
    await channel.waitForConfirms();
    await connection.close();
    await server.restart();
    assert.equal(await depth(), 1);
  });

  it('cuts all connections when told to', async () => {
    const connection = await connect(server.url);
    connection.on('error', () => undefined);
    const closed = once(connection, 'close');
    await server.forceCloseConnections();
    await closed;
  });

  it('has no queue left after it was emptied', async () => {
    const before = server.pid;
    await server.empty();
    assert.notEqual(server.pid, before);
    assert.equal(await depth(), 0);
  });
});
