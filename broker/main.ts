/** Process entry of a node: settings, migration, hub, orderly stop. */
import { loadConfig } from '../config/config.ts';
import { createHub, type RunningHub } from './hub.ts';
import { migrate } from './store/migrator.ts';
import { checkDurability } from './store/durability.ts';

async function main(): Promise<void> {
  const config = loadConfig();
  await checkDurability(config.databaseUrl);
  await migrate(config.databaseUrl);
  const running = await createHub(config);
  const url = `http://${config.http.host}:${config.http.port}`;
  process.stdout.write(`hub ready on ${url} (transport ${config.transport}, roles ${config.nodeRoles.join(',')})\n`);
  stopOnSignals(running);
}

function stopOnSignals(running: RunningHub): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`the hub did not stop in order: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
