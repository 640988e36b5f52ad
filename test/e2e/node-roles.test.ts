/** Roles split over processes: a gateway without adapters, adapters without a gateway, RabbitMQ between them. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'mocha';
import { startSisSimulator, type SisSimulator } from '../../adapters/sis2/simulator/simulator.ts';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { freePort } from '../../local/ports.ts';
import { endProcess } from '../../local/processes.ts';
import { addSearcher, useMesh, withSis } from '../support/mesh-nodes.ts';
import { readQueues } from '../support/queue-reader.ts';
import { eventually } from '../support/running-hub.ts';
import { BORDER, IHOR } from '../support/sis-suite.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const START_MS = 20_000;

interface NodeProcess {
  readonly child: ChildProcess;
  /** Its node id, once it has logged anything. */
  nodeId(): string | undefined;
  said(): string;
  /** The exit code, or the signal that ended it. */
  readonly end: Promise<number | string | null>;
}

function launch(environment: NodeJS.ProcessEnv): NodeProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'broker/main.ts'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString('utf8')));
  return {
    child,
    said: () => said,
    nodeId: () => /"node":"([^"]+)"/.exec(said)?.[1],
    end: new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal))),
  };
}

describe('roles in processes of their own', () => {
  let folder: string;
  let simulator: SisSimulator;
  let url: string;
  let apiKey: string;
  let adapters: NodeProcess;
  let gateway: NodeProcess;
  const launched: NodeProcess[] = [];

  // Hooks run in the order they are made: the nodes end before their servers go.
  after(async () => {
    for (const { child } of launched) if (child.pid !== undefined) await endProcess(child.pid, ['SIGTERM', 'SIGKILL'], 10_000);
    await simulator.close();
    removeFolder(folder);
  });
  const room = useMesh();

  const startNode = async (roles: string, more: NodeJS.ProcessEnv): Promise<NodeProcess> => {
    const node = launch({ ...room.environment(roles), LOG_LEVEL: 'info', ...more });
    launched.push(node);
    await eventually(
      `a node with the roles ${roles}\n${node.said()}`,
      () => node.said().includes('hub ready') || node.child.exitCode !== null,
      START_MS,
    );
    assert.equal(node.child.exitCode, null, node.said());
    return node;
  };
  const startAdapters = (): Promise<NodeProcess> => startNode('adapters', { HUB_CONFIG: join(folder, 'adapters.json') });

  before(async function start() {
    this.timeout(60_000);
    folder = temporaryFolder('node-roles');
    simulator = await startSisSimulator({ alerts: 0, slowMs: 20_000 });
    const { adapters: settings } = withSis(simulator.url)({} as never);
    writeFileSync(join(folder, 'adapters.json'), JSON.stringify({ adapters: settings, mesh: { echoEveryMs: 500, missesUntilDeaf: 4 } }));
    adapters = await startAdapters();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    gateway = await startNode('gateway,core', { HUB_PORT: String(port) });
    const operator = await room.start('core');
    await addSearcher(operator);
    apiKey = (await operator.administration.issueKey('PL-SG')).apiKey;
    await eventually('the key is known', async () => (await search()).status !== 401, START_MS);
  });

  const search = (waitSeconds = 5): Promise<Response> =>
    fetch(`${url}/api/v1/sis/searches`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', prefer: `wait=${waitSeconds}` },
      body: JSON.stringify({ kind: 'person', person: IHOR, ...BORDER }),
    });
  const problemOf = async (answer: Response): Promise<{ status: number; code?: string; searchId?: string; matches?: unknown }> => ({
    ...((await answer.json()) as object),
    status: answer.status,
  });

  it('find a person in SIS through the gateway, which has no adapters', async () => {
    const answer = await search();
    assert.equal(answer.status, 200);
    assert.equal(((await answer.json()) as { outcome: string }).outcome, 'MATCHES');
    const meshWords = async (): Promise<string> =>
      ((await (await fetch(`${url}/health/ready`)).json()) as { components: { mesh: { words: string } } }).components.mesh.words;
    // The third node has just started, and is heard a moment later.
    await eventually('both other nodes are heard', async () => (await meshWords()) === 'connected; 2 other nodes', START_MS);
  });

  it('end a search with an error and its id when the node with adapters is killed in the middle', async function killed() {
    this.timeout(60_000);
    simulator.setScenario('SLOW');
    const asked = simulator.searches();
    const from = performance.now();
    const searching = search(2).then(problemOf);
    await eventually('SIS was asked', () => simulator.searches() > asked);
    adapters.child.kill('SIGKILL');
    const problem = await searching;
    assert.ok(performance.now() - from < 2500, `took ${performance.now() - from} ms`);
    assert.ok(problem.status === 503 || problem.status === 504, JSON.stringify(problem));
    assert.match(problem.code ?? '', /^SIS_(TIMEOUT|UNAVAILABLE)$/);
    assert.match(problem.searchId ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(problem.matches, undefined);

    const again = performance.now();
    const next = await problemOf(await search());
    assert.deepEqual([next.status, next.code], [503, 'SIS_UNAVAILABLE']);
    assert.ok(performance.now() - again < 1000, `the dead node was noticed only after ${performance.now() - again} ms`);

    simulator.setScenario('NORMAL');
    adapters = await startAdapters();
    await eventually('a new node answers searches', async () => (await search()).status === 200, START_MS);
  });

  it('end by themselves when deaf, in order, with an exit code and one line that says why', async function deaf() {
    this.timeout(30_000);
    const reader = await readQueues(room.broker.amqpUrl);
    const nodeId = adapters.nodeId() ?? assert.fail('the node has logged nothing');
    await reader.starve(room.queueOf({ broker: { nodeID: nodeId } }, 'REQ'));
    assert.equal(await adapters.end, 1);
    await reader.close();
    const lines = adapters.said().split('\n');
    assert.equal(lines.filter((line) => line.includes('The node is deaf')).length, 1);
    assert.equal(
      lines.some((line) => line.includes('did not stop in order')),
      false,
    );
    assert.equal(gateway.child.exitCode, null);
  });

  it('stop when they are told to, with exit code 0', async () => {
    const from = performance.now();
    gateway.child.kill('SIGTERM');
    assert.equal(await gateway.end, 0);
    assert.ok(performance.now() - from < 2000, `took ${performance.now() - from} ms`);
  });
});
