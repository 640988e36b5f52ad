/**
 * The system's Python with the libraries of the foreign programs, python3-zeep and python3-xmlschema of Debian. Where they are missing
 * they are installed if we are root on Debian; where that cannot be, it is said in one line and nothing else pretends to have run.
 */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { installPackages, mayInstallPackages } from '../../local/debian-packages.ts';

export interface ForeignPython {
  /** Runs a program of this folder with JSON in and out; rejects with its own words when it fails. */
  run<Answer>(program: string, input: object): Promise<Answer>;
}

/** Not what a PATH of another environment may name. */
const PYTHON = '/usr/bin/python3';
const PACKAGES = ['python3-zeep', 'python3-xmlschema'];
const PROBE = 'import zeep, xmlschema, lxml';

/** Undefined where the libraries are missing and may not be installed; HubError LOCAL_SERVER_FAILED where installing failed. */
export async function findForeignPython(print: (line: string) => void): Promise<ForeignPython | undefined> {
  if (await isReady()) return foreignPython;
  if (!mayInstallPackages()) {
    print(`    NOT RUN: ${PYTHON} has no ${PACKAGES.join(' or no ')}, and only root on Debian installs them.`);
    return undefined;
  }
  print(`    Installing ${PACKAGES.join(' and ')} ...`);
  await installPackages(...PACKAGES);
  if (await isReady()) return foreignPython;
  throw new Error(`${PYTHON} still cannot import the modules of ${PACKAGES.join(' and ')}.`);
}

const foreignPython: ForeignPython = {
  run: async <Answer>(program: string, input: object) => {
    const file = fileURLToPath(new URL(program, import.meta.url));
    return JSON.parse(await runPython([file], JSON.stringify(input))) as Answer;
  },
};

const isReady = (): Promise<boolean> =>
  runPython(['-c', PROBE], '').then(
    () => true,
    () => false,
  );

/** Isolated: neither the variables nor the folder of the user change what it is. */
async function runPython(args: readonly string[], input: string): Promise<string> {
  const child = spawn(PYTHON, ['-I', ...args], { timeout: 60_000 });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  child.stdin.on('error', () => undefined).end(input); // it may end without reading; its exit code tells
  const [code, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}: ${errors.slice(-2000)}`);
  return output;
}
