/** Says on stderr what went wrong and what to do: as text, or with --json as the problem document that REST would answer. */
import { ERROR_CATALOGUE } from '../broker/contract/error-catalogue.ts';
import { HubError, toProblem } from '../broker/contract/errors.ts';
import { databaseError } from '../broker/store/database.ts';

/** Answers the exit code. */
export function writeFailure(error: unknown, isJson: boolean): number {
  const known = error instanceof HubError ? named(error) : unexpected(error);
  process.stderr.write(isJson ? `${JSON.stringify(toProblem(known))}\n` : textOf(known));
  return 1;
}

/** Runs what asks the database directly, with its failures in the hub's words. */
export async function askDatabase<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw databaseError(error);
  }
}

function named(error: HubError): HubError {
  if (error.hubCode !== 'DATABASE_UNAVAILABLE') return error;
  const states = sqlStates(error);
  if (states.includes('42P01') || states.includes('42883'))
    return new HubError('INVALID_STATE', { detail: 'The database lacks tables of the hub. Run "npm run hub -- migrate" first.' });
  return new HubError('DATABASE_UNAVAILABLE', { detail: `The database does not answer: ${reasonOf(error.cause)}.` });
}

const unexpected = (error: unknown): HubError => new HubError('INTERNAL', { detail: `Unexpected: ${reasonOf(error)}.` });

function textOf(error: HubError): string {
  const faults = error.faults
    .filter(({ detail }) => !error.message.includes(detail))
    .map(({ pointer, detail }) => `  ${pointer} ${detail}\n`);
  return `${error.hubCode}: ${error.message}\n${faults.join('')}  ${ERROR_CATALOGUE[error.hubCode].help}\n`;
}

function sqlStates(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  return [...('code' in error && typeof error.code === 'string' ? [error.code] : []), ...sqlStates(error.cause)];
}

/** A refused connection to several addresses has no message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : 'unknown';
}
