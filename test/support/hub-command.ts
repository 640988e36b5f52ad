/** Runs one command of the CLI as a process of its own, as an operator would, with only the settings given. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runHub(args: readonly string[], settings: NodeJS.ProcessEnv): Promise<CommandResult> {
  const child = startHub(args, settings);
  const code = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

/** For a command that goes on until it is interrupted. */
export function startHub(args: readonly string[], settings: NodeJS.ProcessEnv): ChildProcessByStdio<null, Readable, Readable> {
  const { PATH } = process.env;
  const env = { PATH, ...settings };
  return spawn(process.execPath, ['--import=tsx/esm', 'cli/main.ts', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}
