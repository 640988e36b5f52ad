/** What travels on the network, whatever the dialect: kinds of forms, the canonical message of each, and where its keys stand. */
export type MessageKind =
  | 'CONSULTATION_REQUEST'
  | 'CONSULTATION_REPLY'
  | 'LTV_NOTICE'
  | 'EXPOST_INFO'
  | 'REPRESENTATION_REQUEST'
  | 'REPRESENTATION_REPLY'
  | 'CANCEL'
  | 'DOCUMENT_REQUEST'
  | 'CONSULAR_MESSAGE';

/** Signals answer a form and are never answered themselves: else two hubs would write to each other for ever. */
export type Signal = 'DELIVERY_NOTICE' | 'TECHNICAL_ERROR';
export type Kind = MessageKind | Signal;
export type Dialect = 'vision' | 'vis-mail';

interface KindFacts {
  readonly type: string;
  /** JSON pointer of the reference of the exchange. */
  readonly reference: string;
  /** JSON pointer of the number of the application in VIS. */
  readonly applicationNumber: string;
}

const facts = (word: string, reference = '/reference', applicationNumber = '/applicationNumber'): KindFacts => ({
  type: `pl.gov.udsc.visa.${word}.v1`,
  reference,
  applicationNumber,
});

export const KINDS: Readonly<Record<MessageKind, KindFacts>> = {
  CONSULTATION_REQUEST: facts('consultation', '/consultationId', '/application/applicationNumber'),
  CONSULTATION_REPLY: facts('consultation-answer', '/consultationId'),
  LTV_NOTICE: facts('ltv-notice'),
  EXPOST_INFO: facts('expost-information'),
  REPRESENTATION_REQUEST: facts('representation-request', '/reference', '/application/applicationNumber'),
  REPRESENTATION_REPLY: facts('representation-reply'),
  CANCEL: facts('consultation-cancelled', '/consultationId'),
  DOCUMENT_REQUEST: facts('document-request'),
  CONSULAR_MESSAGE: facts('consular-message'),
};

export const MESSAGE_KINDS = Object.keys(KINDS) as readonly MessageKind[];

/** Beside which forms files may travel: electronic copies of documents (Reg. (EC) 767/2008 Art. 16(3)). Their field is `attachments`. */
export const CARRIES_FILES: ReadonlySet<Kind> = new Set<Kind>(['CONSULAR_MESSAGE']);

/** What a reply answers: without such a form of ours it answers nothing. */
export const ANSWERED_BY: Readonly<Partial<Record<MessageKind, MessageKind>>> = {
  CONSULTATION_REPLY: 'CONSULTATION_REQUEST',
  REPRESENTATION_REPLY: 'REPRESENTATION_REQUEST',
};

export const kindOfType = (type: string): MessageKind | undefined => MESSAGE_KINDS.find((kind) => KINDS[kind].type === type);

/**
 * What holds of every message of a kind by the nature of the network: it is among Schengen states, under one article. The forms do not
 * say it; a message that says otherwise cannot go out by them.
 */
export const BY_NATURE: Readonly<Partial<Record<MessageKind, Readonly<Record<string, string>>>>> = {
  CONSULTATION_REQUEST: { '/scope': 'SCHENGEN', '/legalBasis': 'Reg. (EC) 810/2009 Art. 22', '/application/status': 'IN_CONSULTATION' },
  REPRESENTATION_REQUEST: { '/application/status': 'IN_CONSULTATION' },
};

/** One form as both dialects understand it. */
export interface Form {
  readonly kind: Kind;
  /** Identifies this mail among all of its sender (heading 000). A notice of delivery repeats that of the form it confirms. */
  readonly unifier: string;
  readonly reference?: string | undefined;
  readonly applicationNumber?: string | undefined;
  /** Of a technical error: the unifier of the mail it is about, and what was wrong with it. */
  readonly about?: string | undefined;
  readonly words?: string | undefined;
  /** The data of the canonical message; of messages only. */
  readonly data?: unknown;
}
