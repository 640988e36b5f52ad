/** Runs one command of the CLI as a process of its own, as an operator would, with only the settings given. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runHub(args: readonly string[], settings: NodeJS.ProcessEnv): Promise<CommandResult> {
  const { PATH } = process.env;
  const child = spawn(process.execPath, ['--import=tsx/esm', 'cli/main.ts', ...args], {
    env: { PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number | null, stdout, stderr };
}
