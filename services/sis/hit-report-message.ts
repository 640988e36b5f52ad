/** The message in which an authority reports its hit to the SIRENE bureau. The same report gives the same bytes, so that a repeat is known. */
import type { Hub } from '../../broker/contract/hub.ts';
import type { SisConfirmation, SisHitReportSubmission, SisHitReportV1 } from '../../schemas/types.generated.ts';
import type { HitReport } from './hit-report-store.ts';

export const HIT_REPORT_TYPE = 'pl.gov.udsc.sis.hit-report.v1';

/** Under this id the message is known again. */
export const hitReportEventId = (reportId: string): string => `hit-report-${reportId}`;

/** What a report adds to the confirmation, without who sends it. */
export type Addition = Omit<SisHitReportSubmission, 'officer'>;

interface Parts {
  readonly report: HitReport;
  readonly said: SisConfirmation;
  readonly added: Addition;
}

export function hitReportMessage(hub: Pick<Hub, 'config' | 'registry'>, parts: Parts): Buffer {
  const { report } = parts;
  const source = hub.registry.party(report.party)?.sources[0] ?? report.party;
  return Buffer.from(
    JSON.stringify({
      specversion: '1.0',
      id: hitReportEventId(report.id),
      source,
      type: HIT_REPORT_TYPE,
      time: report.confirmedAt.toISOString(),
      datacontenttype: 'application/json',
      destination: hub.config.sis.sirene,
      correlationid: report.searchId,
      data: dataOf(parts),
    }),
  );
}

function dataOf({ report, said, added }: Parts): SisHitReportV1 {
  const { differentiators, checkedAt, place, actionTaken } = said;
  return {
    hitReportId: report.id,
    hitId: report.hitId,
    searchId: report.searchId,
    authority: report.party,
    officer: report.officer,
    schengenId: report.schengenId,
    alertCategory: report.category as SisHitReportV1['alertCategory'],
    confirmedAt: report.confirmedAt.toISOString(),
    dueAt: report.dueAt.toISOString(),
    ...{ differentiators, checkedAt, place, actionTaken },
    ...(said.victimExcluded === true ? { victimExcluded: true } : {}),
    reasonForQuery: report.reasonForQuery,
    ...added,
  };
}
