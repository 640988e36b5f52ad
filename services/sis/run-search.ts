/**
 * One search from the call to the answer. The answer leaves only when both its request and its outcome are recorded; a failure
 * is never an empty result.
 */
import type { Context } from 'moleculer';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { admit } from './admission.ts';
import { askSis } from './ask-sis.ts';
import { committedWithin, deadlineOf, type Deadline } from './deadline.ts';
import { answeredEntry, failedEntry, requestedEntry } from './entries.ts';
import { filterFindings } from './filter.ts';
import type { Handling } from './handling.ts';
import type { Ledger } from './ledger.ts';
import type { LackOf } from './query-lack.ts';
import type { RightsMatrix } from './rights.ts';
import type { AdapterAnswer, AdmittedSearch, ShownFindings } from './search.ts';

export interface SearchDoors {
  readonly hub: Hub;
  readonly rights: RightsMatrix;
  readonly lackOf: LackOf;
  readonly handling: Handling;
  readonly ledger: Ledger;
}

export async function runSearch(doors: SearchDoors, context: Context<RestCall>): Promise<RestAnswer> {
  const { hub } = doors;
  const call = context.params;
  const deadline = deadlineOf(hub.config.sis, call.headers.prefer, hub.clock);
  const admitted = await admit({ hub, rights: doors.rights, lackOf: doors.lackOf, call, searchId: hub.newId() });
  const requested = doors.ledger.record(requestedEntry(admitted));
  requested.catch(() => undefined); // awaited below; a rejection before that is not unhandled
  const answer = await askSis(context, admitted, deadline.sisMs()).catch((error: unknown) =>
    fail({ doors, admitted, deadline, requested }, error),
  );
  const startedAt = hub.clock.monotonicMs();
  const findings = await visibleFindings(doors, admitted, answer);
  await recordAnswer({ doors, admitted, deadline, requested }, findings);
  return { status: 200, headers: timing(answer, hub.clock.monotonicMs() - startedAt), body: bodyOf(admitted.searchId, findings) };
}

interface Running {
  readonly doors: SearchDoors;
  readonly admitted: AdmittedSearch;
  readonly deadline: Deadline;
  readonly requested: Promise<void>;
}

async function fail({ doors, admitted, deadline, requested }: Running, error: unknown): Promise<never> {
  const known = error instanceof HubError ? error : new HubError('INTERNAL', { cause: error });
  const recorded = Promise.all([requested, doors.ledger.record(failedEntry(admitted, known.hubCode))]).then(() => undefined);
  await committedWithin(recorded, deadline.auditMs()).catch((cause: unknown) => {
    doors.hub.log.error({ searchId: admitted.searchId, reason: String(cause) }, 'a failed search could not be recorded');
  });
  throw withSearchId(known, admitted.searchId);
}

const withSearchId = (error: HubError, searchId: string): HubError =>
  new HubError(error.hubCode, {
    detail: error.message,
    faults: error.faults,
    cause: error,
    facts: { ...error.facts, searchId },
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  });

async function visibleFindings(
  { hub, handling }: SearchDoors,
  { categories }: AdmittedSearch,
  answer: AdapterAnswer,
): Promise<ShownFindings> {
  const { findings, leaked } = filterFindings(answer, categories);
  if (leaked) {
    const words =
      'SIS sent something of a category that it was not asked for. It was taken out and shown to nobody; tell the operator of SIS.';
    await hub.problems.raise({ kind: 'SIS_LEAK', subject: 'sis2', words, severity: 'critical' });
  }
  return { ...findings, matches: handling.present(findings.matches) };
}

/** The request first: an outcome without its request would be a log that cannot be believed. */
async function recordAnswer({ doors, admitted, deadline, requested }: Running, findings: ShownFindings): Promise<void> {
  const { hub, ledger } = doors;
  const { masterKeys, sis } = hub.config;
  const record = async (): Promise<void> => {
    await requested;
    await ledger.record(answeredEntry(admitted, findings, { masterKeys, matchRetentionMs: sis.matchRetentionMs }));
  };
  await committedWithin(record(), deadline.auditMs()).catch((error: unknown) => {
    throw withSearchId(error instanceof HubError ? error : new HubError('AUDIT_UNAVAILABLE', { cause: error }), admitted.searchId);
  });
}

/** What SIS and the commit took, so that what the hub adds can be told from outside. */
const timing = ({ soapMs, waitMs }: AdapterAnswer, auditMs: number): Record<string, string> => ({
  'server-timing': `soap;dur=${soapMs.toFixed(3)}, wait;dur=${waitMs.toFixed(3)}, audit;dur=${auditMs.toFixed(3)}`,
});

const bodyOf = (
  searchId: string,
  { outcome, matches, categoriesSearched, answeredAt, source, silentSources, nextStep }: ShownFindings,
): Record<string, unknown> => ({
  searchId,
  outcome,
  matches,
  categoriesSearched,
  answeredAt,
  source,
  nextStep,
  ...(silentSources === undefined ? {} : { silentSources }),
});
