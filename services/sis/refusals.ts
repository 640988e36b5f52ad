/** Refusals of what officers say about matches and hit reports: who said it, and by which code it was refused; never the words. */
import type { RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { lineIn } from './line.ts';

interface Refused {
  readonly call: RestCall;
  readonly event: 'sis.judgement-refused' | 'sis.hit-report-refused';
  /** The body, of which nothing is known yet. */
  readonly given: Readonly<Record<string, unknown>>;
}

/** What the caller can correct is a refusal; a lost database is not. Throws AUDIT_UNAVAILABLE. */
export async function recordRefusal(hub: Hub, { call, event, given }: Refused, error: unknown): Promise<void> {
  if (!(error instanceof HubError) || error.code >= 500) return;
  const { id, unit } = (typeof given.officer === 'object' && given.officer !== null ? given.officer : {}) as Record<string, unknown>;
  const officer = lineIn(id);
  const facts = { code: error.hubCode, subject: lineIn(call.path.id), match: lineIn(call.path.n), unit: lineIn(unit) };
  const fact = { event, party: call.principal.party, ...(officer === undefined ? {} : { officer }), facts: searchFacts(event, facts) };
  await hub.audit.lookup.record([fact]).catch((cause: unknown) => {
    throw new HubError('AUDIT_UNAVAILABLE', { cause });
  });
}

/** Under the names by which the log is searched. */
const searchFacts = (
  event: Refused['event'],
  { subject, ...facts }: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> => ({
  ...facts,
  [event === 'sis.judgement-refused' ? 'searchId' : 'hitReportId']: subject?.toLowerCase(),
});
