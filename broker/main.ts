/** Process entry of a node: settings, migration, hub, orderly stop. */
import { loadConfig } from '../config/config.ts';
import { createHub, type RunningHub } from './hub.ts';
import { migrate } from './store/migrator.ts';
import { checkDurability } from './store/durability.ts';

/** Longer than deliveries in hand may take. */
const STOP_LIMIT_MS = 30_000;

async function main(): Promise<void> {
  const config = loadConfig();
  await checkDurability(config.databaseUrl);
  await migrate(config.databaseUrl);
  const end = ending();
  const running: RunningHub = await createHub(config, {
    onDeaf: (words) => {
      running.hub.log.error({}, `${words} It ends itself, to be started again.`);
      end(running, 1);
    },
  });
  const url = config.nodeRoles.includes('gateway') ? ` on http://${config.http.host}:${config.http.port}` : '';
  process.stdout.write(`hub ready${url} (transport ${config.transport}, roles ${config.nodeRoles.join(',')})\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(running, 0));
}

/** Ends the process in order, once; a part that does not stop must not keep the rest alive. */
function ending(): (running: RunningHub, exitCode: number) => void {
  let hasBegun = false;
  return (running, exitCode) => {
    if (hasBegun) return;
    hasBegun = true;
    const fail = (reason: string): void => {
      process.stderr.write(`the hub did not stop in order: ${reason}\n`);
      process.exit(1);
    };
    setTimeout(() => fail('it took too long'), STOP_LIMIT_MS).unref();
    running.stop().then(
      () => process.exit(exitCode),
      (error: unknown) => fail(String(error)),
    );
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
