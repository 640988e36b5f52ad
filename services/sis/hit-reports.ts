/** Where hit reports stand, for the authority that has the hit and for the SIRENE bureau; each look is recorded. */
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { isUuid, text } from '../../broker/contract/rest-parameters.ts';
import type { SisHitReport } from '../../schemas/types.generated.ts';
import type { Handling } from './handling.ts';
import { findReport, listReports, type HitReport, type ReportState } from './hit-report-store.ts';
import type { JudgementDoors } from './judge-match.ts';
import { recordReading, requireReader } from './officer.ts';

const STATES: ReadonlySet<string> = new Set<ReportState>(['DRAFT', 'SENT_TO_SIRENE', 'ACKNOWLEDGED', 'CLOSED']);

export async function showReports({ hub, handling }: JudgementDoors, call: RestCall): Promise<RestAnswer> {
  requireReader(hub, call);
  const state = text(call, 'state');
  if (state !== null && !STATES.has(state))
    throw new HubError('INVALID_PARAMETER', { faults: [{ pointer: '/query/state', detail: `must be one of ${[...STATES].join(', ')}` }] });
  const reports = await listReports(hub, call.principal.party, state);
  await recordReading(hub, call, { event: 'sis.hit-report-read', facts: { state, hitReports: reports.map(({ id }) => id) } });
  return { status: 200, body: { hitReports: reports.map((report) => viewOf(report, handling)) } };
}

export async function showReport({ hub, handling }: JudgementDoors, call: RestCall): Promise<RestAnswer> {
  requireReader(hub, call);
  const report = await requireReport(hub, call);
  await recordReading(hub, call, { event: 'sis.hit-report-read', facts: { hitReports: [report.id] } });
  return { status: 200, body: viewOf(report, handling) };
}

/** Throws NOT_FOUND, also for a report of others. */
export async function requireReport(hub: Hub, { principal, path }: RestCall): Promise<HitReport> {
  const { id } = path;
  const report = isUuid(id) ? await findReport(hub, principal.party, id) : undefined;
  if (report === undefined) throw new HubError('NOT_FOUND');
  return report;
}

export function viewOf(report: HitReport, handling: Handling): SisHitReport {
  const { id, hitId, searchId, matchNumber, party, officer, schengenId, state, messageId } = report;
  return {
    ...{ id, hitId, searchId, matchNumber, party, officer, schengenId, state, messageId },
    alertCategory: report.category as SisHitReport['alertCategory'],
    confirmedAt: report.confirmedAt.toISOString(),
    dueAt: report.dueAt.toISOString(),
    sentAt: instantOf(report.sentAt),
    acknowledgedAt: instantOf(report.acknowledgedAt),
    closedAt: instantOf(report.closedAt),
    mustCollect: [...handling.mustCollect(report.category)],
  };
}

const instantOf = (date: Date | null): string | null => date?.toISOString() ?? null;
