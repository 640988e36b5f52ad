/**
 * Before anybody is asked: what Poland lawfully knows, from whatever sources are installed, in the name of the consul who submitted. A source
 * that is not installed was not asked; one that does not answer is asked again until the verdict; neither is ever clear.
 */
import { HubError } from '../../broker/contract/errors.ts';
import type { CheckQuestion } from '../../broker/contract/check-source.ts';
import type { CheckResult } from './changes.ts';
import { askAll, hear, refusalAlertOf } from './ask-authorities.ts';
import { stepEach } from './ledger.ts';
import type { Parts } from './parts.ts';
import { andThen } from './process/consultation.ts';
import { releaseByRule } from './process/officers.ts';
import { byKeys } from './stored.ts';

/** What is asked about one consultation. */
interface Wanted {
  readonly id: string;
  readonly reference: string;
  readonly subject: unknown;
  readonly visaType: string;
  readonly party: string;
  readonly officer: string;
  readonly purpose: string;
  readonly legalBasis: string;
  /** Which sources. */
  readonly sources: readonly string[];
}

const BATCH = 20;
/** A node that stops while it gathers is relieved after so many of a source's times. */
const LEASES = 3;

export function createGatherer(parts: Parts): () => Promise<void> {
  return async () => {
    for (const wanted of await claimNew(parts)) await gather(parts, wanted, true);
    for (const wanted of await claimSilent(parts)) await gather(parts, wanted, false);
  };
}

const SUBJECT = `c.id, c.reference, c.party, c.officer, c.purpose, c.legal_basis AS "legalBasis", convert_from(c.content, 'UTF8')::json AS subject,
  convert_from(c.content, 'UTF8')::json ->> 'visaType' AS "visaType"`;

const NEW = `UPDATE consultation c SET gathering_until = hub_now() + $2 * interval '1 millisecond'
  WHERE c.id IN (SELECT id FROM consultation WHERE gathered_at IS NULL AND cancelled_at IS NULL
    AND (gathering_until IS NULL OR gathering_until <= hub_now()) ORDER BY submitted_at LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING ${SUBJECT}`;

async function claimNew({ hub, law }: Parts): Promise<readonly Wanted[]> {
  const values = [BATCH, hub.config.consultations.sourceDeadlineMs * LEASES];
  const { rows } = await hub.database.work.query<Omit<Wanted, 'sources'>>(NEW, values);
  return rows.map((row) => ({ ...row, sources: law.lists.sources }));
}

const SILENT = `WITH silent AS (
    UPDATE consultation_check SET asked_at = hub_now() WHERE (consultation_id, source) IN (SELECT consultation_id, source
      FROM consultation_check WHERE state = 'NOT_ANSWERED' AND asked_at <= hub_now() - $2 * interval '1 millisecond'
      ORDER BY asked_at LIMIT $1 FOR UPDATE SKIP LOCKED)
    RETURNING consultation_id, source)
  SELECT ${SUBJECT}, (SELECT array_agg(s.source) FROM silent s WHERE s.consultation_id = c.id) AS sources
    FROM consultation c WHERE c.id IN (SELECT consultation_id FROM silent) AND c.final_at IS NULL AND c.cancelled_at IS NULL`;

async function claimSilent({ hub }: Parts): Promise<readonly Wanted[]> {
  return (await hub.database.work.query<Wanted>(SILENT, [BATCH, hub.config.consultations.askAgainMs])).rows;
}

async function gather(parts: Parts, wanted: Wanted, isFirst: boolean): Promise<void> {
  const { hub, law } = parts;
  const checks = await Promise.all(wanted.sources.map((source) => askSource(parts, wanted, source)));
  const alert = wanted.visaType === 'D' ? refusalAlertOf(parts, wanted, checks) : undefined;
  await stepEach(hub, byKeys([wanted.id]), ({ consultation, now: at }) => {
    const about = { consultation, at, alert };
    const asked = isFirst ? askAll(parts, about) : hear(parts, about, checks);
    return { ...andThen(asked, (now) => releaseByRule(now, law.releaseRule)), checks, checkedAt: at, isGathered: isFirst };
  });
}

async function askSource({ hub }: Parts, wanted: Wanted, source: string): Promise<CheckResult> {
  const installed = hub.checkSources().find((one) => one.source === source);
  if (installed === undefined) return { source, state: 'NOT_ASKED', found: [] };
  const { subject, party, officer, purpose, legalBasis, reference: caseReference } = wanted;
  const question: CheckQuestion = { subject, by: { party, officer, purpose, legalBasis, caseReference } };
  try {
    return { source, ...(await installed.ask(question, hub.config.consultations.sourceDeadlineMs)) };
  } catch (error) {
    const code = error instanceof HubError ? error.hubCode : 'INTERNAL';
    hub.log.warn({ source, code, reason: String(error) }, 'a source did not answer; it is asked again');
    return { source, state: 'NOT_ANSWERED', found: [] };
  }
}
