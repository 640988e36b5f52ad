/**
 * Before anybody is asked: what Poland lawfully knows, from whatever sources are installed, in the name of the consul who submitted. A source
 * that is not installed was not asked; one that does not answer is asked again until the verdict; neither is ever clear.
 */
import { HubError } from '../../broker/contract/errors.ts';
import type { CheckQuestion } from '../../broker/contract/check-source.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import type { CheckResult } from './changes.ts';
import { askAll, hear, refusalAlertOf } from './ask-authorities.ts';
import { stepEach } from './ledger.ts';
import type { Parts } from './parts.ts';
import { andThen } from './process/consultation.ts';
import { stuckProblem } from './problem-words.ts';
import { releaseByRule } from './process/officers.ts';
import { byKeys, type Selection } from './stored.ts';

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
    await gatherEach(parts, await claimNew(parts), 'FIRST');
    await gatherEach(parts, await claimSilent(parts), 'AGAIN');
  };
}

/** Which time its sources are asked. */
type Time = 'FIRST' | 'AGAIN';

/** What stops one consultation stops no other: operators are told, and it is tried again. */
async function gatherEach(parts: Parts, all: readonly Wanted[], time: Time): Promise<void> {
  await Promise.all(all.map((wanted) => gather(parts, wanted, time).catch((error: unknown) => tellOfStop(parts.hub, wanted, error))));
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

/** Of a consultation that is over nobody asks again. */
const SILENT = `WITH silent AS (
    UPDATE consultation_check k
       SET ask_again_at = CASE WHEN c.final_at IS NULL AND c.cancelled_at IS NULL THEN hub_now() + $2 * interval '1 millisecond' END
      FROM consultation c
     WHERE c.id = k.consultation_id AND (k.consultation_id, k.source) IN (SELECT consultation_id, source
      FROM consultation_check WHERE ask_again_at <= hub_now() ORDER BY ask_again_at LIMIT $1 FOR UPDATE SKIP LOCKED)
    RETURNING k.consultation_id, k.source, k.ask_again_at)
  SELECT ${SUBJECT}, (SELECT array_agg(s.source) FROM silent s WHERE s.consultation_id = c.id) AS sources
    FROM consultation c WHERE c.id IN (SELECT consultation_id FROM silent WHERE ask_again_at IS NOT NULL)`;

async function claimSilent({ hub }: Parts): Promise<readonly Wanted[]> {
  return (await hub.database.work.query<Wanted>(SILENT, [BATCH, hub.config.consultations.sourceDeadlineMs * LEASES])).rows;
}

async function gather(parts: Parts, wanted: Wanted, time: Time): Promise<void> {
  const { hub, law } = parts;
  const checks = await Promise.all(wanted.sources.map((source) => askSource(parts, wanted, source)));
  const alert = wanted.visaType === 'D' ? refusalAlertOf(parts, wanted, checks) : undefined;
  await stepEach(hub, time === 'FIRST' ? ungathered(wanted) : byKeys([wanted.id]), ({ consultation, now: at }) => {
    const about = { consultation, at, alert };
    const asked = time === 'FIRST' ? askAll(parts, about) : hear(parts, about, checks);
    const gathered = { checks, checkedAt: at, askAgainAt: at + hub.config.consultations.askAgainMs, isGathered: time === 'FIRST' };
    return { ...andThen(asked, (now) => releaseByRule(now, law.releaseRule)), ...gathered };
  });
}

/** Unless another node was quicker: whoever is to be asked is asked once. */
const ungathered = ({ id }: Wanted): Selection => ({ text: 'WHERE id = $1 AND gathered_at IS NULL FOR UPDATE', values: [id] });

async function tellOfStop(hub: Hub, { reference }: Wanted, error: unknown): Promise<void> {
  const code = error instanceof HubError ? error.hubCode : 'INTERNAL';
  hub.log.warn({ reference, code, reason: String(error) }, 'a consultation does not go on; it is tried again');
  if (code !== 'DATABASE_UNAVAILABLE') await hub.problems.raise(stuckProblem(reference, code));
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
