/** What a message to the consulting party does to a consultation: an answer, a notice of delivery from another state, a complaint. */
import { HubError } from '../../broker/contract/errors.ts';
import type { OutboundDelivery } from '../../broker/contract/adapter.ts';
import type { Registry } from '../../broker/contract/registry.ts';
import { automatedRule } from '../../law/consultation-lists.ts';
import { dayAt } from '../../law/days.ts';
import type {
  ConsultationAnswerV1,
  SisSireneConsultationReplyV1,
  VisaFormReceivedV1,
  VisaNetworkErrorV1,
} from '../../schemas/types.generated.ts';
import type { ConsultationLaw } from './law.ts';
import { take } from './process/answer.ts';
import { unchanged, type Answer, type Consultation, type Stepped } from './process/consultation.ts';
import { delivered, refused } from './process/transport.ts';

type Step = (consultation: Consultation) => Stepped;

/** What is to be done to which consultation. */
export interface Inbound {
  /** Its reference, or its id. */
  readonly key: string;
  /** Throws HubError for what must not be done. */
  readonly step: Step;
}

interface Known {
  readonly law: ConsultationLaw;
  readonly registry: Registry;
}

type Message = Pick<OutboundDelivery, 'sender' | 'type' | 'body' | 'acceptedAt'>;

/** Throws CONSULTATION_UNKNOWN for a message that is about no consultation. */
export function inboundOf(known: Known, message: Message): Inbound {
  const { data } = JSON.parse(message.body.toString('utf8')) as { data: unknown };
  switch (message.type) {
    case 'pl.gov.udsc.visa.consultation-answer.v1':
      return answerOf(known, message, data as ConsultationAnswerV1);
    case 'pl.gov.udsc.visa.form-received.v1':
      return noticeOf(known, message, data as VisaFormReceivedV1);
    case 'pl.gov.udsc.visa.network-error.v1':
      return complaintOf(message, data as VisaNetworkErrorV1);
    case 'pl.gov.udsc.sis.sirene-consultation-reply.v1':
      return sireneReplyOf(known, message, data as SisSireneConsultationReplyV1);
    default:
      throw new HubError('CONSULTATION_UNKNOWN', { detail: `${message.type} is about no consultation of this hub.` });
  }
}

function answerOf(known: Known, message: Message, data: ConsultationAnswerV1): Inbound {
  const { consultationId: reference, answer, technicalError = 'it said no more' } = data;
  const { sender: authority } = message;
  const at = message.acceptedAt.getTime();
  if (answer === 'TECHNICAL_ERROR')
    return { key: reference, step: (consultation) => refused(consultation, { authority, at, words: technicalError }) };
  const { grounds, question } = data;
  return {
    key: reference,
    step: (consultation) => {
      const officer = attributed(known, consultation, { message, data: { ...data, answer } });
      const said = { ...(grounds === undefined ? {} : { grounds }), ...(question === undefined ? {} : { question }) };
      return take(consultation, { authority, answer, at, officer, ...said }, known.law.endsOf(consultation));
    },
  };
}

interface Given {
  readonly message: Message;
  readonly data: ConsultationAnswerV1;
}

/** A registered officer of a national authority, its recorded rule, or the central authority of another state. Throws OFFICER_UNKNOWN. */
function attributed({ law, registry }: Known, { children }: Consultation, { message, data }: Given): string {
  const { sender, acceptedAt } = message;
  const child = children.find(({ authority }) => authority === sender);
  if (child?.scope === 'SCHENGEN') return data.officer === undefined ? sender : `${sender}/${data.officer.id}`;
  if (data.officer !== undefined) {
    if (registry.officer(sender, data.officer.id) === undefined) throw new HubError('OFFICER_UNKNOWN');
    return `${sender}/${data.officer.id}`;
  }
  const rule = automatedRule(law.lists, { authority: sender, answer: data.answer, on: dayAt(acceptedAt.getTime()) });
  if (rule === undefined)
    throw new HubError('OFFICER_UNKNOWN', { detail: 'The answer names no officer, and no recorded rule of the authority allows it.' });
  return rule;
}

function noticeOf({ law }: Known, { sender: authority, acceptedAt }: Message, { kind, reference }: VisaFormReceivedV1): Inbound {
  if (kind !== 'CONSULTATION_REQUEST') return { key: reference, step: unchanged };
  return {
    key: reference,
    step: (consultation) => delivered(consultation, { authority, at: acceptedAt.getTime() }, law.endsOf(consultation)),
  };
}

/** What the bureau says of an alert; all else it says decides nothing and is for the consulate to read. */
const SIRENE_ANSWERS: Readonly<Partial<Record<SisSireneConsultationReplyV1['answer'], Answer>>> = {
  NO_OBJECTION: 'NO_OBJECTION',
  ALERT_WILL_BE_DELETED: 'NO_OBJECTION',
  OBJECTION: 'OBJECTION',
};

function sireneReplyOf({ law }: Known, { sender: authority, acceptedAt }: Message, data: SisSireneConsultationReplyV1): Inbound {
  const { consultationId: key, answer: said, answeredBy } = data;
  const [answer, at] = [SIRENE_ANSWERS[said], acceptedAt.getTime()];
  const officer = `${authority} for ${answeredBy}`;
  const note = { at, what: said, authority, who: officer, why: null };
  return {
    key,
    step: (consultation) =>
      answer === undefined
        ? { consultation, history: [note], letters: [] }
        : take(consultation, { authority, answer, at, officer }, law.endsOf(consultation)),
  };
}

function complaintOf({ sender: authority, acceptedAt }: Message, { reference, words }: VisaNetworkErrorV1): Inbound {
  if (reference === undefined)
    throw new HubError('CONSULTATION_UNKNOWN', { detail: `${authority} complains of something that it does not name: ${words}` });
  return { key: reference, step: (consultation) => refused(consultation, { authority, at: acceptedAt.getTime(), words }) };
}
