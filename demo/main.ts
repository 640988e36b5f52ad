/**
 * `npm run demo [-- --once]`: starts a hub with all that it needs, tells its story in the terminal, then stays up until Ctrl-C.
 * With --once it ends after the story, with exit code 0 only if every step came out. HUB_PORT moves the port, HUB_DEMO_DATA the data.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { HubError } from '../broker/contract/errors.ts';
import { tellStory } from './story.ts';
import { hubUrl, openStage } from './surroundings.ts';

const say = (line: string): void => console.log(line);
const { env } = process;
const ECHO_MS = 1500;
const dataDir = env['HUB_DEMO_DATA'] ?? '.data';

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
  const { signal, whenInterrupted } = interruption();
  const closers: (() => Promise<void>)[] = [];
  const perform = async (): Promise<number> => {
    const stage = await openStage({ dataDir, environment: env, signal, say, closeLater: (close) => void closers.push(close) });
    say(`The hub answers on ${hubUrl(env)}, ${Math.round(performance.now() / 1000)} seconds after the start.`);
    const failure = signal.aborted ? undefined : await tellStory(stage);
    if (signal.aborted) return 130;
    say(failure === undefined ? '\nEvery step came out as it should.' : `\nFAILED: ${failure}`);
    if (!values.once) {
      sayWhereItIs();
      await whenInterrupted;
      return 0;
    }
    return failure === undefined ? 0 : 1;
  };
  try {
    return await Promise.race([perform(), whenInterrupted]);
  } finally {
    // Last started, first stopped.
    for (const close of closers.reverse()) await close().catch((error: unknown) => say(`Not stopped in order: ${String(error)}`));
    if (signal.aborted) say('Stopped.');
  }
}

function sayWhereItIs(): void {
  const url = hubUrl(env);
  const lines = [
    '\nThe hub stays up. Ctrl-C stops it and all that was started with it; the next start finds the data again.',
    `  API        ${url}/api/v1`,
    `  API docs   ${url}/api/v1/docs`,
    `  OpenAPI    ${url}/api/v1/openapi.json`,
    `  AsyncAPI   ${url}/api/v1/asyncapi.json`,
    `  Health     ${url}/health/ready`,
    `  Metrics    ${url}/metrics`,
    `  API keys   ${join(dataDir, 'demo', 'credentials.json')} (send one as "Authorization: Bearer <apiKey>")`,
  ];
  for (const line of lines) say(line);
}

/** The first Ctrl-C stops in order, a later one at once; npm and tsx pass the first one on, so that it may come several times. */
function interruption(): { signal: AbortSignal; whenInterrupted: Promise<number> } {
  const controller = new AbortController();
  const whenInterrupted = new Promise<number>((resolve) => {
    let firstAt = Infinity;
    const stop = (): void => {
      if (performance.now() - firstAt > ECHO_MS) process.exit(130);
      if (controller.signal.aborted) return;
      firstAt = performance.now();
      say('\nStopping ...');
      controller.abort();
      resolve(130);
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
  return { signal: controller.signal, whenInterrupted };
}

const reasonOf = (error: unknown): string => {
  if (error instanceof HubError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

process.exitCode = await main().catch((error: unknown) => {
  say(`FAILED: ${reasonOf(error)}`);
  return 1;
});
// What an interrupted step still waits for must not hold the terminal.
process.exit();
