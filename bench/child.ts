/** Processes of the benchmark that answer jobs over their own channel, and end when the one who started them does. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { HubError } from '../broker/contract/errors.ts';
import { endProcess } from '../local/processes.ts';

export interface Child {
  /** Answers the result of the job; rejects when it fails, when the child ends, or after `withinMs`. */
  ask<Result>(job: object, withinMs: number): Promise<Result>;
  end(): Promise<void>;
}

interface Reply {
  readonly number: number;
  readonly result?: unknown;
  readonly error?: string;
}

const PATIENCE_MS = 5000;

/** `file` stands in this folder. */
export function startChild(file: string): Child {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: ['--import', 'tsx'], stdio: ['ignore', 2, 2, 'ipc'] });
  const waiting = new Map<number, (reply: Omit<Reply, 'number'>) => void>();
  let asked = 0;
  child.on('message', (reply: Reply) => waiting.get(reply.number)?.(reply));
  child.on('error', (error) => failAll(waiting, String(error)));
  child.on('exit', () => failAll(waiting, `${file} ended`));
  const ask = <Result>(job: object, withinMs: number): Promise<Result> =>
    new Promise((resolve, reject) => {
      const number = (asked += 1);
      const settle = ({ result, error }: Omit<Reply, 'number'>): void => {
        clearTimeout(timer);
        waiting.delete(number);
        if (error === undefined) resolve(result as Result);
        else reject(new HubError('LOCAL_SERVER_FAILED', { detail: error }));
      };
      const timer = setTimeout(() => settle({ error: `${file} did not answer within ${withinMs} ms` }), withinMs);
      waiting.set(number, settle);
      if (child.connected) child.send({ number, job });
      else settle({ error: `${file} has ended` });
    });
  return { ask, end: async () => void (child.pid !== undefined && (await endProcess(child.pid, ['SIGTERM'], PATIENCE_MS))) };
}

function failAll(waiting: Map<number, (reply: Omit<Reply, 'number'>) => void>, error: string): void {
  for (const settle of [...waiting.values()]) settle({ error });
}

/** In the child: answers each job by `work`, until the parent is gone. */
export function serveJobs<Job>(work: (job: Job) => Promise<unknown>): void {
  const reply = (message: Reply): void => void process.send?.(message);
  process.on('message', ({ number, job }: { number: number; job: Job }) => {
    work(job).then(
      (result) => reply({ number, result }),
      (error: unknown) => reply({ number, error: String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
}
