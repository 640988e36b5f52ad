/**
 * The how-to for external systems, followed: its worked example becomes one new folder of a copy of the hub, nothing else is edited, and
 * a decision goes through it to the archive.
 */
import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'mocha';
import { startArchive, type ArchiveSimulator } from '../../docs/example-adapter/simulator/simulator.ts';
import { fromWire } from '../../docs/example-adapter/translate.ts';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { freePort } from '../../local/ports.ts';
import { endProcess } from '../../local/processes.ts';
import { waitFor } from '../../local/wait-for.ts';
import { useDatabase } from '../support/suite-database.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);
const PARTS = [
  'broker',
  'adapters',
  'services',
  'schemas',
  'identity',
  'law',
  'config',
  'cli',
  'moleculer.config.ts',
  'package.json',
  'tsconfig.json',
];
const DECISION = {
  decisionId: 'D-1',
  caseReference: 'DL.410.1.2026',
  caseKind: 'RETURN',
  kind: 'RETURN_DECISION',
  instance: 1,
  issuedOn: '2026-11-02',
  authority: 'PL-UDSC',
};

describe('the adapter that the how-to builds', function () {
  this.timeout(90_000);
  const database = useDatabase();
  let copy = '';
  let archive: ArchiveSimulator;
  let node: ChildProcess | undefined;
  let url = '';
  let apiKey = '';

  before('one new folder in a copy of the hub', async () => {
    copy = temporaryFolder('how-to');
    for (const part of PARTS) cpSync(join(root, part), join(copy, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
    cpSync(join(root, 'docs/example-adapter'), join(copy, 'adapters/archive'), { recursive: true });
    archive = await startArchive();
  });
  after(async () => {
    if (node?.pid !== undefined) await endProcess(node.pid, ['SIGTERM', 'SIGKILL'], 10_000);
    await archive.close();
    removeFolder(copy);
  });

  const hub = async (...args: string[]): Promise<string> =>
    (
      await run(process.execPath, ['--import', 'tsx', 'cli/main.ts', ...args, '--json'], {
        cwd: copy,
        env: { ...process.env, DATABASE_URL: database.url },
      })
    ).stdout;
  const file = (name: string, content: object): string => {
    writeFileSync(join(copy, name), JSON.stringify(content));
    return join(copy, name);
  };
  const start = async (settings: object): Promise<ChildProcess> => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const env = {
      PATH: process.env.PATH,
      DATABASE_URL: database.url,
      HUB_TRANSPORT: 'memory',
      HUB_PORT: String(port),
      HUB_MASTER_KEY: `k1:${randomBytes(32).toString('base64')}`,
      HUB_SEAL_KEY: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
      HUB_CONFIG: file('hub.json', { policy: { firstDelayMs: 200 }, adapters: { archive: settings } }),
      LOG_LEVEL: 'error',
    };
    return spawn(process.execPath, ['--import', 'tsx', 'broker/main.ts'], { cwd: copy, env, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const submit = (id: string): Promise<Response> =>
    fetch(`${url}/api/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        specversion: '1.0',
        id,
        source: '/parties/PL-UDSC',
        type: 'pl.gov.udsc.decision.issued.v1',
        destination: 'ARCHIVE',
        data: DECISION,
      }),
    });

  it('stops the start of a node whose configuration says something that its schema does not know', async () => {
    const failing = await start({ connectTimeoutMS: 5 });
    let words = '';
    failing.stderr?.on('data', (part: Buffer) => (words += part.toString()));
    const code = await new Promise((resolve) => failing.once('close', resolve));
    assert.notEqual(code, 0);
    assert.match(words, /adapters\.archive\.connectTimeoutMS/);
  });

  it('is found by its folder, and a party receives through it', async () => {
    await hub('migrate');
    node = await start({});
    const settings = file('archive.json', { url: archive.url });
    await hub('parties', 'create', 'ARCHIVE', '--name', 'Archive', '--roles', 'receive', '--adapter', 'archive', '--settings', settings);
    await hub('parties', 'create', 'PL-UDSC', '--name', 'Office', '--roles', 'submit');
    await hub('parties', 'grant', 'ARCHIVE', '--operation', 'receive', '--type', '*', '--legal-basis', 'test');
    await hub('parties', 'grant', 'PL-UDSC', '--operation', 'submit', '--type', '*', '--legal-basis', 'test');
    ({ apiKey } = JSON.parse(await hub('parties', 'key', 'issue', 'PL-UDSC')) as { apiKey: string });
    const accepted = await waitFor(
      () =>
        submit('decision-1').then(
          (answer) => answer.status === 202,
          () => false,
        ),
      { timeoutMs: 30_000, what: 'the node to accept the decision' },
    );
    assert.ok(accepted);
    await waitFor(() => archive.records.size === 1, { timeoutMs: 10_000, what: 'the record in the archive' });
    const { authority: _lost, instance, ...carried } = DECISION;
    assert.deepEqual(fromWire([...archive.records.values()][0] ?? ''), { ...carried, instance: String(instance) });
  });

  it('is tried again by the hub while the archive is closed, and no record is kept twice', async () => {
    archive.setClosed(true);
    assert.equal((await submit('decision-2')).status, 202);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(archive.records.size, 1);
    archive.setClosed(false);
    await waitFor(() => archive.records.size === 2, { timeoutMs: 30_000, what: 'the second record' });
  });
});
