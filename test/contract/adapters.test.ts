/** What every folder of adapters/ must hold and every adapter must do, tried on each that is found there. */
import assert from 'node:assert/strict';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { before, describe, it } from 'mocha';
import { checkDestinationSettings, checkNodeSettings } from '../../broker/adapter-settings.ts';
import { ERROR_CATALOGUE } from '../../broker/contract/error-catalogue.ts';
import { findAdapters } from '../../broker/plugins.ts';
import { freePort } from '../../local/ports.ts';
import { inboundBy } from '../support/adapter-doors.ts';
import { ADAPTER_TRIALS, type AdapterTrial } from '../support/adapter-settings.ts';
import { connectFor, useAll, type AnyAdapter, type Use } from '../support/adapter-use.ts';
import { endSimulator, startSimulator } from '../support/adapter-simulator.ts';
import { eventually } from '../support/running-hub.ts';
import { startPeer } from '../support/sis.ts';

const root = new URL('../../adapters/', import.meta.url);
const folders = readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
const PARTS = ['adapter.ts', 'client.ts', 'faults.ts', 'settings.schema.json', 'README.md'];
const PARTS_OF_LOOK_UPS = ['translate.ts', 'codes.json', 'simulator/main.ts'];
const NEVER = new AbortController().signal;

for (const folder of folders) {
  describe(`the adapter in adapters/${folder}`, () => {
    const trial = ADAPTER_TRIALS[folder];
    const read = (path: string): string => readFileSync(new URL(`${folder}/${path}`, root), 'utf8');
    const missing = (paths: readonly string[]): string[] => paths.filter((path) => !existsSync(new URL(`${folder}/${path}`, root)));

    it(`has all its parts: ${PARTS.join(', ')}`, () => assert.deepEqual(missing(PARTS), []));
    it('has a page in docs/systems, to which README.md and its own README lead', () => {
      const page = `docs/systems/${folder}.md`;
      const home = (path: string): string => readFileSync(new URL(path, new URL('../', root)), 'utf8');
      assert.match(home(page), /^# \S/);
      for (const title of ['Settings', 'Operate', 'Test']) assert.match(home(page), new RegExp(`^## ${title}\\b`, 'm'));
      assert.ok(home('README.md').includes(`](${page})`));
      assert.ok(read('README.md').includes(`](../../${page})`));
    });
    it('says in its README what it is', () => assert.match(read('README.md'), /^# \S.*\n[\s\S]{100}/));
    it('names in faults.ts codes of the error catalogue and no others', () => {
      const codes = [...read('faults.ts').matchAll(/(?:HubError\(|code: )'([^']*)'/g)].map(([, code]) => code ?? '');
      assert.notDeepEqual(codes, [], 'faults.ts names no code at all');
      assert.deepEqual(
        codes.filter((code) => !Object.hasOwn(ERROR_CATALOGUE, code)),
        [],
      );
    });
    it('has an entry by which this suite can try it', () => {
      assert.ok(
        trial,
        `Add '${folder}' to ADAPTER_TRIALS in test/support/adapter-settings.ts: settings to connect, and what to send or ask.`,
      );
    });
    if (trial !== undefined) tryIt(folder, trial, missing);
  });
}

function tryIt(folder: string, trial: AdapterTrial, missing: (paths: readonly string[]) => string[]): void {
  let adapter: AnyAdapter;
  before(async () => {
    const found = ((await findAdapters()) as (AnyAdapter | undefined)[]).filter((one) => one?.name === folder);
    assert.equal(found.length, 1, `adapters/${folder}/adapter.ts must export \`adapter\` with the name '${folder}'`);
    adapter = found[0] as AnyAdapter;
  });

  const useOnce = async (url: string, signal: AbortSignal): Promise<Use[]> => {
    const connection = await connectFor(adapter, trial, url);
    return useAll(connection, trial, { url, signal }).finally(() => connection.close());
  };

  it('is found by the hub under the name of its folder', () => assert.equal(adapter.name, folder));

  it('offers what its entry tries and nothing else, so that nothing goes untried', async () => {
    const connection = await connectFor(adapter, trial, 'http://127.0.0.1:9/');
    const { deliver, request, listen } = connection;
    const offered = { deliver: deliver !== undefined, request: request !== undefined, listen: listen !== undefined };
    await connection.close();
    assert.deepEqual(offered, {
      deliver: trial.destination !== undefined,
      request: trial.request !== undefined,
      listen: trial.listening !== undefined || trial.polling !== undefined,
    });
  });

  it('has a schema of its settings, compiled as the hub does, that admits those of its entry and refuses an unknown one', () => {
    const settings = trial.connection('https://system.example/in');
    assert.deepEqual(checkNodeSettings(folder, settings), []);
    assert.deepEqual(
      checkNodeSettings(folder, { ...settings, noSuchSetting: 1 }).map(({ pointer }) => pointer),
      ['/noSuchSetting'],
    );
  });

  it('has a schema of destinations if it delivers, and no destination without', () => {
    const settings = trial.destination?.('https://system.example/in');
    if (settings === undefined) return assert.match(checkDestinationSettings(folder, {})[0]?.detail ?? '', /nothing is delivered/);
    assert.deepEqual(checkDestinationSettings(folder, settings), []);
    assert.notDeepEqual(checkDestinationSettings(folder, { ...settings, noSuchSetting: 1 }), []);
  });

  it('opens no connection and starts no timer before it is used', async () => {
    const earlier = await held();
    const connection = await connectFor(adapter, trial, 'http://127.0.0.1:9/');
    const more = beyond(await held(), earlier);
    await connection.close();
    assert.deepEqual(more, []);
  });

  it('holds nothing any more once it is closed after use, and may be closed twice', async () => {
    const peer = await startPeer((_request, response) => void response.end());
    const earlier = await held();
    const connection = await connectFor(adapter, trial, peer.url);
    await useAll(connection, trial, { url: peer.url, signal: NEVER });
    await connection.close();
    await connection.close();
    await eventually('what use had opened to be gone', async () => beyond(await held(), earlier).length === 0 || undefined);
    await peer.close();
  });

  const { listening } = trial;
  if (listening !== undefined)
    it('listens when it is told to, hands in nothing by itself, and holds nothing any more once it is closed', async () => {
      const port = await freePort();
      const earlier = await held();
      const connection = await connectFor(adapter, { ...trial, connection: () => listening(port) }, '');
      assert.equal(await isTaken(port), false);
      await connection.listen?.(inboundBy(() => assert.fail('nothing came, and something was handed in')));
      assert.equal(await isTaken(port), true);
      await connection.close();
      assert.equal(await isTaken(port), false);
      await eventually('what listening had opened to be gone', async () => beyond(await held(), earlier).length === 0 || undefined);
    });

  const { polling } = trial;
  if (polling !== undefined)
    it('reads from the system when it is told to, hands in nothing of a broken one, and holds nothing any more once it is closed', async () => {
      let calls = 0;
      const peer = await startPeer((_request, response) => void response.end(String((calls += 1))));
      const earlier = await held();
      const connection = await connectFor(adapter, { ...trial, connection: () => polling(peer.url) }, '');
      await connection.listen?.(inboundBy(() => assert.fail('nothing came, and something was handed in')));
      await connection.close();
      await eventually('what reading had opened to be gone', async () => beyond(await held(), earlier).length === 0 || undefined);
      await peer.close();
      assert.ok(calls <= 1);
    });

  it('settles at once as timed out, and reaches nobody, when its time is over before it begins', async () => {
    let calls = 0;
    const peer = await startPeer((_request, response) => void response.end(String((calls += 1))));
    const uses = await useOnce(peer.url, AbortSignal.abort(new DOMException('over', 'TimeoutError')));
    await peer.close();
    for (const use of uses) assert.deepEqual([use.kind, use.code?.endsWith('TIMEOUT')], ['transient', true], JSON.stringify(use));
    assert.equal(calls, 0);
  });

  it('settles as timed out when its time ends while the system keeps silent', async () => {
    const silence = await startSilence();
    const uses = await useOnce(silence.url, AbortSignal.timeout(200));
    await silence.close();
    for (const use of uses) assert.deepEqual([use.kind, use.code?.endsWith('TIMEOUT')], ['transient', true], JSON.stringify(use));
  });

  it('answers with a transient fault, which counts towards the breaker of a destination, when the system refuses the connection', async () => {
    for (const use of await useOnce(`http://127.0.0.1:${await freePort()}/`, NEVER)) {
      assert.equal(use.kind, 'transient', JSON.stringify(use));
      assert.ok(Object.hasOwn(ERROR_CATALOGUE, use.code ?? ''));
      if (use.way === 'deliver') assert.equal(use.connection, true);
    }
  });

  if (trial.request === undefined) return;
  it(`has what a system one asks needs: ${PARTS_OF_LOOK_UPS.join(', ')}`, () => assert.deepEqual(missing(PARTS_OF_LOOK_UPS), []));

  it('has a simulator that says in one line of JSON where it is, and ends by SIGTERM', async function () {
    this.timeout(60_000);
    const simulator = await startSimulator(new URL(`${folder}/simulator/main.ts`, root));
    const ending = await endSimulator(simulator);
    assert.match(simulator.url, /^https?:\/\/127\.0\.0\.1:\d+/);
    assert.deepEqual(ending, { code: 0, signal: null });
  });
}

/** Takes connections and whatever is said on them, in any protocol, and never answers. */
async function startSilence(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => void open.add(socket.on('error', () => undefined).resume()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close };
}

const isTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket.destroy() !== undefined)).once('error', () => resolve(false));
  });

/** Kinds of the timers and sockets that keep this process alive; mocha's own timer counts as soon as the test awaits something. */
async function held(): Promise<string[]> {
  await new Promise((resolve) => setImmediate(resolve));
  return process.getActiveResourcesInfo().filter((kind) => /^(Timeout|TCP|TLS|UDP|Pipe|GetAddrInfo)/.test(kind));
}

/** What is held now and was not earlier; what other suites left behind may end meanwhile. */
function beyond(now: readonly string[], earlier: readonly string[]): string[] {
  const known = [...earlier];
  return now.filter((kind) => {
    const at = known.indexOf(kind);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
}
