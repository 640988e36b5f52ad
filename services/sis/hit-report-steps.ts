/**
 * The steps of a hit report: its authority sends it, the SIRENE bureau acknowledges and closes it. The message is accepted first, under
 * the id of the report; a node that stops before the step is recorded leaves a draft, and the same submission again finds its message.
 */
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { AuditFact, Hub } from '../../broker/contract/hub.ts';
import { jsonBody } from '../../broker/contract/rest-parameters.ts';
import type { SisConfirmation, SisHitReportStep, SisHitReportSubmission } from '../../schemas/types.generated.ts';
import { openContent, sealContent } from './content-seal.ts';
import { HIT_REPORT_TYPE, hitReportEventId, hitReportMessage, type Addition } from './hit-report-message.ts';
import { moveReport, type HitReport, type ReportState } from './hit-report-store.ts';
import { REPORT_DUE } from './hit-report-terms.ts';
import { requireReport, viewOf } from './hit-reports.ts';
import type { JudgementDoors } from './judge-match.ts';
import { openSaid } from './judgements.ts';
import { requireOfficer, type NamedOfficer } from './officer.ts';
import { isSameContent } from './same-content.ts';
import { recordRefusal } from './refusals.ts';
import { checkedBody } from './said.ts';

export const sendReport = (doors: JudgementDoors, call: RestCall): Promise<RestAnswer> =>
  refusalsRecorded(doors.hub, call, (given) => send(doors, call, given));

async function send(doors: JudgementDoors, call: RestCall, given: Given): Promise<RestAnswer> {
  const { hub } = doors;
  const { officer, ...added } = checkedBody<SisHitReportSubmission>(hub, given, '_sis/hit-report-submission.schema.json');
  requireOfficer(hub, { party: call.principal.party, officer });
  const report = await requireReport(hub, call);
  if (report.party !== call.principal.party) throw new HubError('NOT_FOUND');
  requireCollected(doors, report, added);
  if (report.state !== 'DRAFT') return sentBefore(doors, report, added);
  const { messageId, isOurs } = await submitted(hub, report, added);
  const fact = factOf('sis.hit-report-sent', report, { officer, by: report.party, messageId });
  const sealed = isOurs ? { added: sealContent(hub.config.masterKeys, report.id, added) } : {};
  await moveReport(hub, fact, { id: report.id, from: 'DRAFT', to: 'SENT_TO_SIRENE', messageId, ...sealed });
  await hub.problems.resolve(REPORT_DUE.kind, report.id);
  if (!isOurs) throw new HubError('INVALID_STATE', { detail: OTHER_WORDS });
  return present(doors, call);
}

const OTHER_WORDS = 'The report was sent, in other words. Write to the SIRENE bureau.';

interface Submitted {
  readonly messageId: string;
  /** False when a node accepted the report in other words and stopped before the step was recorded: these are on their way. */
  readonly isOurs: boolean;
}

async function submitted(hub: Hub, report: HitReport, added: Addition): Promise<Submitted> {
  const message = hitReportMessage(hub, { report, said: saidOf(hub, report), added });
  try {
    return { messageId: (await hub.receive(report.party, message, { byHub: true })).receipt.id, isOurs: true };
  } catch (error) {
    if (!(error instanceof HubError) || error.hubCode !== 'DUPLICATE_CONTENT_DIFFERS') throw error;
    return { messageId: await sentEarlier(hub, report, error), isOurs: false };
  }
}

async function sentEarlier(hub: Hub, { id, party }: HitReport, cause: HubError): Promise<string> {
  const text = 'SELECT id FROM message WHERE party = $1 AND event_id = $2 AND type = $3 ORDER BY accepted_at LIMIT 1';
  const { rows } = await hub.database.work.query<{ id: string }>(text, [party, hitReportEventId(id), HIT_REPORT_TYPE]);
  if (rows[0] === undefined) throw cause;
  return rows[0].id;
}

/** An alert under Art. 36 asks for the list of 2018/1862 Art. 37(1), item by item. */
function requireCollected({ handling }: JudgementDoors, { category }: HitReport, { collected = {} }: Addition): void {
  const missing = handling.mustCollect(category).filter(({ field }) => (collected[field] ?? '').trim() === '');
  if (missing.length === 0) return;
  const faults = missing.map(({ field, en }) => ({ pointer: `/collected/${field}`, detail: `is missing: ${en}` }));
  throw new HubError('INVALID_JUDGEMENT', { faults });
}

function saidOf(hub: Hub, { party, searchId, matchNumber, said }: HitReport): SisConfirmation {
  if (said === null) throw new HubError('MATCH_GONE', { detail: 'What was said of the match is deleted.' });
  return openSaid(hub, { party, searchId, matchNumber }, said) as SisConfirmation;
}

/** The same again changes nothing; other words cannot be sent any more. */
function sentBefore({ hub, handling }: JudgementDoors, report: HitReport, added: Addition): RestAnswer {
  const isSame = report.added !== null && isSameContent(openContent(hub.config.masterKeys, report.id, report.added), added);
  if (!isSame) throw new HubError('INVALID_STATE', { detail: OTHER_WORDS });
  return { status: 200, body: viewOf(report, handling) };
}

interface Step {
  readonly event: 'sis.hit-report-acknowledged' | 'sis.hit-report-closed';
  readonly from: ReportState;
  readonly to: ReportState;
}

export const ACKNOWLEDGE: Step = { event: 'sis.hit-report-acknowledged', from: 'SENT_TO_SIRENE', to: 'ACKNOWLEDGED' };
export const CLOSE: Step = { event: 'sis.hit-report-closed', from: 'ACKNOWLEDGED', to: 'CLOSED' };

/** A step of the SIRENE bureau; again it changes nothing. */
export const stepReport = (doors: JudgementDoors, call: RestCall, step: Step): Promise<RestAnswer> =>
  refusalsRecorded(doors.hub, call, (given) => take(doors, call, { ...step, given }));

async function take(
  doors: JudgementDoors,
  call: RestCall,
  { event, from, to, given }: Step & { readonly given: Given },
): Promise<RestAnswer> {
  const { hub } = doors;
  const { party } = call.principal;
  if (party !== hub.config.sis.sirene) throw new HubError('FORBIDDEN', { detail: 'Only the SIRENE bureau takes this step.' });
  const { officer, reference } = checkedBody<SisHitReportStep>(hub, given, '_sis/hit-report-step.schema.json');
  requireOfficer(hub, { party, officer });
  const report = await requireReport(hub, call);
  if (report.state === to) return present(doors, call);
  const fact = factOf(event, report, { officer, by: party, ...(reference === undefined ? {} : { reference }) });
  if (report.state !== from || !(await moveReport(hub, fact, { id: report.id, from, to })))
    throw new HubError('INVALID_STATE', { detail: `The report is ${report.state}; this step follows ${from}.` });
  return present(doors, call);
}

type Given = Readonly<Record<string, unknown>>;

async function refusalsRecorded(hub: Hub, call: RestCall, act: (given: Given) => Promise<RestAnswer>): Promise<RestAnswer> {
  const given = jsonBody(call);
  try {
    return await act(given);
  } catch (error) {
    await recordRefusal(hub, { call, event: 'sis.hit-report-refused', given }, error);
    throw error;
  }
}

interface By {
  readonly officer: NamedOfficer;
  readonly by: string;
  readonly messageId?: string;
  readonly reference?: string;
}

const factOf = (event: AuditFact['event'], report: HitReport, { officer, by, messageId, reference }: By): AuditFact => ({
  event,
  party: by,
  officer: officer.id,
  purpose: report.reasonForQuery.purpose,
  ...(messageId === undefined ? {} : { messageId }),
  facts: { hitReportId: report.id, searchId: report.searchId, unit: officer.unit, ...(reference === undefined ? {} : { reference }) },
});

const present = async ({ hub, handling }: JudgementDoors, call: RestCall): Promise<RestAnswer> => ({
  status: 200,
  body: viewOf(await requireReport(hub, call), handling),
});
