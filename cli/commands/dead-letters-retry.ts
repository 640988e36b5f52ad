/** `hub dead-letters retry|jobs|stop`: begins a retry on a running hub and shows its progress until it ends, or stops one. */
import { setTimeout as pause } from 'node:timers/promises';
import { InvalidArgumentError, type Command } from 'commander';
import type { OperationsRetryJob, OperationsRetryJobs } from '../../schemas/types.generated.ts';
import { addHubOptions, askHub, type HubOptions } from '../hub-client.ts';
import { wholeNumber } from '../options.ts';
import { answer, progress, table } from '../output.ts';
import { addAct, bodyOf, type ActOptions } from './dead-letters-choice.ts';

interface RetryOptions extends ActOptions {
  readonly rate?: number;
  readonly wait: boolean;
}

const LOOK_EVERY_MS = 500;
const COLUMNS = ['jobId', 'state', 'total', 'delivered', 'deadAgain', 'left', 'begunAt', 'officer', 'endedWhy'];

export function addRetryCommands(letters: Command): void {
  addAct(letters, 'retry', 'put dead letters back to delivery, a canary of each failure group first')
    .option('--rate <letters>', 'at most so many a second (default: 20)', rateOf)
    .option('--no-wait', 'begin only; do not wait for the end')
    .action(async (ids: string[], { rate, wait, ...options }: RetryOptions, command: Command) => {
      const body = { ...bodyOf(ids, options), ...(rate === undefined ? {} : { ratePerSecond: rate }) };
      const begun = await askHub<OperationsRetryJob>(options, { method: 'POST', path: '/operations/dead-letters/retries', body });
      show(command, wait ? await follow(options, begun) : begun);
    });
  addHubOptions(letters.command('jobs').description('the latest retries')).action(async (options: HubOptions, command: Command) => {
    const page = await askHub<OperationsRetryJobs>(options, { method: 'GET', path: '/operations/jobs' });
    answer(command, {
      json: page,
      words: table(
        COLUMNS,
        page.jobs.map((job) => ({ ...job })),
      ),
    });
  });
  addHubOptions(letters.command('stop').argument('<job>').description('stop a retry; what was not put back stays dead'))
    .requiredOption('--reason <text>', 'recorded with the action')
    .action(async (job: string, { reason, ...options }: HubOptions & { reason: string }, command: Command) => {
      const path = `/operations/jobs/${encodeURIComponent(job)}/stop`;
      const stopped = await askHub<OperationsRetryJob>(options, { method: 'POST', path, body: { reason } });
      answer(command, { json: stopped, words: wordsOf(stopped) });
    });
}

function rateOf(text: string): number {
  const rate = wholeNumber(text);
  if (rate >= 1 && rate <= 200) return rate;
  throw new InvalidArgumentError('expected 1 to 200');
}

/** Says on stderr whenever a figure moved. */
async function follow(options: HubOptions, begun: OperationsRetryJob): Promise<OperationsRetryJob> {
  let job = begun;
  for (let said = ''; job.state === 'RUNNING';) {
    const words = figuresOf(job);
    if (words !== said) progress(words);
    said = words;
    await pause(LOOK_EVERY_MS);
    job = await askHub<OperationsRetryJob>(options, { method: 'GET', path: `/operations/jobs/${job.jobId}` });
  }
  return job;
}

/** A retry that was stopped did not do what was asked: exit code 1. */
function show(command: Command, job: OperationsRetryJob): void {
  answer(command, { json: job, words: wordsOf(job) });
  if (job.state === 'STOPPED') process.exitCode = 1;
}

const figuresOf = ({ total, delivered, deadAgain, underWay, left }: OperationsRetryJob): string =>
  `${delivered} of ${total} delivered, ${underWay} under way, ${deadAgain} died again, ${left} left`;

const wordsOf = (job: OperationsRetryJob): string =>
  `${job.jobId} is ${job.state}: ${figuresOf(job)}${job.endedWhy === null ? '' : `\nended by ${job.endedBy ?? '-'}: ${job.endedWhy}`}`;
