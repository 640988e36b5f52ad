/**
 * A confirmed hit that SIRENE was not told of becomes a problem of the operators and a notice to its unit: some hours before its term
 * ends and again when it has ended (config/law/sis-handling.json). Any node looks; a look done twice tells nobody twice.
 */
import type { Hub } from '../../broker/contract/hub.ts';
import type { SisHitReportDueV1 } from '../../schemas/types.generated.ts';
import type { Handling } from './handling.ts';

export const REPORT_DUE = { kind: 'HIT_REPORT_DUE' } as const;
const NOTICE_TYPE = 'pl.gov.udsc.sis.hit-report-due.v1';
const AT_ONCE = 200;

interface DueReport {
  readonly id: string;
  readonly search_id: string;
  readonly party: string;
  readonly unit: string;
  readonly officer: string;
  readonly due_at: Date;
  /** 1: the term ends soon; 2: it has ended. */
  readonly stage: 1 | 2;
}

const DUE = `SELECT * FROM (
    SELECT h.id, j.search_id, h.party, h.unit, j.officer, h.due_at, h.told, CASE WHEN h.due_at <= hub_now() THEN 2 ELSE 1 END AS stage
      FROM sis_hit_report h JOIN sis_judgement j ON j.hit_id = h.hit_id
     WHERE h.state = 'DRAFT' AND h.due_at <= hub_now() + $1 * interval '1 millisecond') due
  WHERE told < stage ORDER BY due_at LIMIT ${AT_ONCE}`;

type TermsHub = Pick<Hub, 'database' | 'notify' | 'problems'>;

/** One look at what is due. What could not be told is told at the next look. */
export async function tellOfTerms(hub: TermsHub, { hitReport }: Handling): Promise<void> {
  const { rows } = await hub.database.work.query<DueReport>(DUE, [hitReport.warnBeforeMs]);
  for (const report of rows) await tell(hub, report);
}

async function tell(hub: TermsHub, report: DueReport): Promise<void> {
  await hub.problems.raise({
    ...REPORT_DUE,
    subject: report.id,
    words: wordsOf(report),
    severity: isOver(report) ? 'critical' : 'warning',
  });
  await hub.notify({
    eventId: `hit-report-due-${report.id}-${report.stage}`,
    type: NOTICE_TYPE,
    at: report.due_at,
    party: report.party,
    correlationId: report.search_id,
    data: dataOf(report),
  });
  const values = [report.id, report.stage];
  const { rowCount } = await hub.database.work.query('UPDATE sis_hit_report SET told = $2 WHERE id = $1 AND told < $2', values);
  if (rowCount === 1) await resolveIfSent(hub, report.id);
}

/** It may have been sent between the look and the problem, which nobody would take away any more. */
async function resolveIfSent(hub: TermsHub, id: string): Promise<void> {
  const { rowCount } = await hub.database.work.query(`SELECT FROM sis_hit_report WHERE id = $1 AND state <> 'DRAFT'`, [id]);
  if (rowCount === 1) await hub.problems.resolve(REPORT_DUE.kind, id);
}

const isOver = ({ stage }: DueReport): boolean => stage === 2;

const wordsOf = (report: DueReport): string =>
  `A confirmed hit of ${report.party} (unit ${report.unit}) ${isOver(report) ? 'was not' : 'is not yet'} reported to SIRENE; the term ` +
  `${isOver(report) ? 'ended' : 'ends'} at ${report.due_at.toISOString()}. Call the duty officer of the unit: only they can send the report.`;

const dataOf = (report: DueReport): SisHitReportDueV1 => ({
  hitReportId: report.id,
  searchId: report.search_id,
  unit: report.unit,
  officer: report.officer,
  dueAt: report.due_at.toISOString(),
  stage: isOver(report) ? 'OVERDUE' : 'DUE_SOON',
});
