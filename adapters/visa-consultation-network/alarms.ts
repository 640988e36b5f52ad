/** What operators are told of the network, and when it is over. A problem of another node, or of before a restart, ends as well. */
import type { Problem, Problems } from '../../broker/contract/doors.ts';
import type { SentForm } from './ledger.ts';

export interface Alarms {
  unconfirmed(form: SentForm, withinMs: number): Promise<void>;
  /** Also of a form that is forgotten. */
  confirmed(form: SentForm): Promise<void>;
  unreadable(state: string): Promise<void>;
  allRead(state: string): Promise<void>;
  stranger(host: string): Promise<void>;
  known(host: string): Promise<void>;
  refusedHere(party: string, code: string): Promise<void>;
  takenHere(party: string): Promise<void>;
  answerUnsent(state: string): Promise<void>;
  answersSent(state: string): Promise<void>;
  wrongCertificate(state: string): Promise<void>;
  rightCertificate(state: string): Promise<void>;
}

export function createAlarms(problems: Problems): Alarms {
  /** What is known to be well since this node started: it is not said again on each mail. */
  const well = new Set<string>();
  const raise = (problem: Problem): Promise<void> => {
    well.delete(`${problem.kind} ${problem.subject}`);
    return problems.raise(problem);
  };
  const end = async (kind: string, subject: string): Promise<void> => {
    const name = `${kind} ${subject}`;
    if (well.has(name)) return;
    await problems.resolve(kind, subject);
    well.add(name);
  };
  return {
    unconfirmed: (form, withinMs) => raise(unconfirmed(form, withinMs)),
    confirmed: (form) => problems.resolve('NETWORK_FORM_UNCONFIRMED', subjectOf(form)),
    unreadable: (state) =>
      raise({
        kind: 'NETWORK_UNREADABLE',
        subject: state,
        words: `Mails of ${state} could not be used. They are kept, encrypted, and ${state} was told.`,
        severity: 'warning',
        action: { method: 'GET', path: `/api/v1/operations/network-mails?state=${state}&handling=OPEN` },
      }),
    allRead: (state) => end('NETWORK_UNREADABLE', state),
    stranger: (host) =>
      raise({
        kind: 'NETWORK_STRANGER',
        subject: host,
        words: `The host ${host} wanted to hand in mail and is not in the list of hosts of the state it names. It was refused.`,
        severity: 'warning',
      }),
    known: (host) => end('NETWORK_STRANGER', host),
    refusedHere: (party, code) =>
      raise({
        kind: 'NETWORK_REFUSED_HERE',
        subject: party,
        words: `A mail of ${party} is in order, but the hub does not let it in (${code}). The other state sends it again until it is let in.`,
        severity: 'critical',
      }),
    takenHere: (party) => end('NETWORK_REFUSED_HERE', party),
    answerUnsent: (state) =>
      raise({
        kind: 'NETWORK_ANSWER_UNSENT',
        subject: state,
        words: `Notices of delivery or technical errors for ${state} cannot be handed over. For ${state} its forms count as not delivered.`,
        severity: 'warning',
      }),
    answersSent: (state) => end('NETWORK_ANSWER_UNSENT', state),
    wrongCertificate: (state) =>
      raise({
        kind: 'NETWORK_CERTIFICATE',
        subject: state,
        words: `The mail server of ${state} shows a certificate that is not the pinned one. Nothing is sent to it.`,
        severity: 'critical',
      }),
    rightCertificate: (state) => end('NETWORK_CERTIFICATE', state),
  };
}

const subjectOf = ({ state, kind, reference, unifier }: SentForm): string => `${state} ${kind} ${reference} ${unifier.slice(-8)}`;

const unconfirmed = (form: SentForm, withinMs: number): Problem => ({
  kind: 'NETWORK_FORM_UNCONFIRMED',
  subject: subjectOf(form),
  words: `${form.state} took the mail of ${form.kind} ${form.reference}, but its application has not confirmed it for ${Math.round(withinMs / 60_000)} minutes. No term runs.`,
  severity: 'warning',
});
