/** POST /consultations/:id/decisions: a named consul decides on the visa. The same decision again changes nothing. */
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError, type Fault } from '../../broker/contract/errors.ts';
import { isUniqueViolation } from '../../broker/store/database.ts';
import { listed, type ListRow } from '../../law/consultation-lists.ts';
import { dayAt } from '../../law/days.ts';
import { issueFaults } from '../../law/visa-rules.ts';
import { applicantOf } from './application.ts';
import { digestOf } from './beginning.ts';
import { bodyIn } from './body.ts';
import { readCase, readerOf, type Case } from './case.ts';
import { stepEach } from './ledger.ts';
import type { Parts } from './parts.ts';
import { unchanged } from './process/consultation.ts';
import { decide, type Decision, type Surroundings } from './process/decision.ts';
import { requireRight, whoIs, type Actor } from './rights.ts';
import { show } from './show.ts';
import { byKeys } from './stored.ts';

/** Throws CONSULTATION_UNKNOWN, INVALID_CONSULTATION, and INVALID_STATE where the law or an earlier decision does not allow it. */
export async function decideVisa(parts: Parts, call: RestCall): Promise<RestAnswer> {
  const by = await requireRight(parts.hub, call, 'consultations.submit');
  await decideOnce(parts, call, by).catch((error: unknown) => {
    if (isUniqueViolation(error instanceof HubError ? error.cause : error)) return decideOnce(parts, call, by);
    throw error;
  });
  return show(parts, call);
}

/** What another request decided at the same moment breaks a key, and is found at the second look. */
async function decideOnce(parts: Parts, call: RestCall, by: Actor): Promise<void> {
  const { hub } = parts;
  const one = await readCase(hub, call.path['id'] ?? '');
  if (readerOf(hub, one, by.party) !== 'CONSULATE') throw new HubError('CONSULTATION_UNKNOWN');
  const decision = decisionIn(parts, call, one);
  await stepEach(hub, byKeys([one.consultation.id]), ({ consultation, now: at }) => {
    if (isDecidedSo(one, decision)) return unchanged(consultation);
    const [who, around] = [whoIs(by), surroundingsOf(parts, one, by)];
    return {
      ...decide(consultation, decision, { act: { at, who, why: by.legalBasis }, around }),
      decision: { at, who, content: decision },
    };
  });
}

/** Throws INVALID_STATE when it was decided so with other content. */
function isDecidedSo({ decisions }: Case, decision: Decision): boolean {
  const same = decisions.find(({ kind }) => kind === decision.kind);
  if (same === undefined || digestOf(same) === digestOf(decision)) return same !== undefined;
  throw new HubError('INVALID_STATE', { detail: `It was ${same.kind} before, with other content.` });
}

function decisionIn(parts: Parts, call: RestCall, { applicationNumber }: Case): Decision {
  const decision = bodyIn<Decision>(parts, call, 'decision');
  const broken = [...otherNumber(decision, applicationNumber), ...rulesBroken(decision, parts.law.visaLimits)];
  if (broken.length > 0) throw new HubError('INVALID_CONSULTATION', { faults: broken });
  return decision;
}

function otherNumber(decision: Decision, applicationNumber: string): readonly Fault[] {
  const [name, number] =
    decision.kind === 'ISSUED'
      ? ['visa', decision.visa.applicationNumber]
      : decision.kind === 'REFUSED'
        ? ['refusal', decision.refusal.applicationNumber]
        : ['event', undefined];
  if (number === undefined || number === applicationNumber) return [];
  return [{ pointer: `/${name}/applicationNumber`, detail: 'is not the application number of the consultation' }];
}

function rulesBroken(decision: Decision, limits: Parts['law']['visaLimits']): readonly Fault[] {
  if (decision.kind === 'ISSUED')
    return issueFaults(decision.visa, limits).map(({ pointer, detail }) => ({ pointer: `/visa${pointer}`, detail }));
  if (decision.kind === 'REFUSED' || decision.event.kind === decision.kind) return [];
  return [{ pointer: '/event/kind', detail: `must be ${decision.kind}` }];
}

/** Who is informed follows from the lists of the day of submission. */
function surroundingsOf({ hub, law }: Parts, { consultation, application, applicationNumber, decisions }: Case, by: Actor): Surroundings {
  const { officer, purpose, legalBasis, caseReference } = by;
  const about = { applicant: applicantOf(application), on: dayAt(consultation.submittedAt) };
  const namesOf = (when: ListRow['when']): readonly string[] => listed(law.lists, when, about).map(({ authority }) => authority);
  return {
    applicationNumber,
    earlier: decisions,
    informed: namesOf('EX_POST'),
    informedOfLtv: namesOf('LTV'),
    schengenStates: law.lists.schengenStates,
    register: hub.config.visas.register,
    requestedBy: { officer, purpose, legalBasis, caseReference },
  };
}
