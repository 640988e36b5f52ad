/** The demo from beginning to end, as a newcomer runs it on a machine with nothing but Node. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'mocha';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { freePort } from '../../local/ports.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TIMEOUT_MS = 180_000;

interface Credentials {
  readonly parties: readonly { code: string; roles: string[]; apiKey: string; officers: { id: string; name: string; unit: string }[] }[];
}

describe('the demo', function () {
  this.timeout(TIMEOUT_MS);
  let folder = '';
  before(() => {
    folder = temporaryFolder('demo');
  });
  after(() => removeFolder(folder));

  it('tells its story to the end, with every step as it should be', async () => {
    const { code, text } = await runDemo(folder);
    assert.equal(code, 0, text);
    assert.match(text.split('\n')[0] ?? '', /^Transport: memory/);
    assert.match(text, /Every step came out as it should/);
  });

  it('finds its data again at the second start and keeps the API keys', async () => {
    const before_ = credentialsIn(folder);
    const { code, text } = await runDemo(folder);
    assert.equal(code, 0, text);
    assert.deepEqual(credentialsIn(folder), before_);
    assert.equal(before_.parties.length, 19);
    for (const { officers, apiKey } of before_.parties) assert.deepEqual([officers.length, apiKey.startsWith('hub_')], [2, true]);
  });
});

const credentialsIn = (folder: string): Credentials =>
  JSON.parse(readFileSync(join(folder, 'demo', 'credentials.json'), 'utf8')) as Credentials;

async function runDemo(folder: string): Promise<{ code: unknown; text: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'demo/main.ts', '--once'], {
    cwd: ROOT,
    env: {
      ...process.env,
      DATABASE_URL: '',
      AMQP_URL: '',
      HUB_TRANSPORT: 'memory',
      HUB_PORT: String(await freePort()),
      HUB_DEMO_DATA: folder,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  child.stderr.on('data', (part: Buffer) => (text += part.toString()));
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, text };
}
