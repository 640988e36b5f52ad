/** The messages that letters of a consultation become. Pure, and only from what is stored: the same letter again has the same bytes. */
import { dayAt } from '../../law/days.ts';
import type { VisaApplicationV1 } from '../../schemas/types.generated.ts';
import type { Consultation, Letter } from './process/consultation.ts';

/** A letter that is to be sent, with what it is about. */
export interface OwedLetter {
  readonly id: string;
  readonly consultationId: string;
  readonly kind: Letter['kind'];
  readonly addressee: string;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
  readonly reference: string;
  /** The consulate. */
  readonly party: string;
  readonly applicationNumber: string;
  readonly application: VisaApplicationV1;
  readonly finalVerdict: Consultation['finalVerdict'];
  readonly finalAt: Date | null;
  readonly reasons: Consultation['reasons'];
  readonly releasedAt: Date | null;
  readonly releasedBy: string | null;
  readonly cancelledAt: Date | null;
}

export interface Sender {
  readonly party: string;
  readonly source: string;
}

type Write = (letter: OwedLetter, by: { readonly country: string; readonly code: string }) => unknown;

interface Kind {
  readonly type: string;
  readonly write: Write;
}

const typeOf = (word: string): string => `pl.gov.udsc.visa.${word}.v1`;

const KINDS: Readonly<Record<Exclude<Letter['kind'], 'PROBLEM'>, Kind>> = {
  REQUEST: {
    type: typeOf('consultation'),
    write: ({ reference, application, addressee, at, data: { scope, country, legalBasis } }, by) => ({
      consultationId: reference,
      scope,
      legalBasis,
      application: { ...application, status: 'IN_CONSULTATION' },
      consultingAuthority: by,
      consultedAuthorities: [{ country, code: addressee }],
      requestedOn: dayAt(at.getTime()),
    }),
  },
  SIRENE: {
    type: 'pl.gov.udsc.sis.sirene-consultation.v1',
    write: ({ consultationId, reference, at, data }) => ({
      consultationId,
      caseReference: reference,
      permit: { kind: 'LONG_STAY_VISA' },
      askedAt: at,
      ...data,
    }),
  },
  CANCEL: {
    type: typeOf('consultation-cancelled'),
    write: ({ reference, applicationNumber, at, data: { reason } }, by) => ({
      consultationId: reference,
      applicationNumber,
      cancelledBy: by,
      cancelledOn: dayAt(at.getTime()),
      ...lineOf('reason', reason),
    }),
  },
  VERDICT: {
    type: typeOf('consultation-verdict'),
    write: ({ finalVerdict, finalAt, reasons, releasedAt, releasedBy, ...letter }) => ({
      ...aboutOf(letter),
      verdict: finalVerdict,
      finalAt,
      releasedAt,
      releasedBy,
      reasons,
    }),
  },
  NOTICE: { type: typeOf('consultation-notice'), write: ({ at, data, ...letter }) => ({ ...aboutOf(letter), at, ...data }) },
  REGISTRATION: { type: typeOf('registration'), write: ({ data }) => data },
  EX_POST: { type: typeOf('expost-information'), write: ({ reference, data }) => ({ reference, ...data }) },
  CONSULAR: { type: typeOf('consular-message'), write: ({ reference, data }) => ({ reference, ...data }) },
  LTV: { type: typeOf('ltv-notice'), write: ({ reference, data }) => ({ reference, ...data }) },
};

const aboutOf = ({
  consultationId,
  reference,
  applicationNumber,
}: Pick<OwedLetter, 'consultationId' | 'reference' | 'applicationNumber'>) => ({
  consultationId,
  reference,
  applicationNumber,
});

const MOST = 200;

/** As much of a text as stands in one line; nothing when no word is left. */
function lineOf(name: string, text: unknown): Readonly<Record<string, string>> {
  const line = typeof text === 'string' ? [...text.replaceAll(/\s+/g, ' ').trim()].slice(0, MOST).join('') : '';
  return line === '' ? {} : { [name]: line };
}

/** A CloudEvent. Letters about one consultation reach an addressee in the order in which they were written. */
export function messageOf(letter: OwedLetter & { readonly kind: keyof typeof KINDS }, { party, source }: Sender): Buffer {
  const { type, write } = KINDS[letter.kind];
  const { id, reference, addressee } = letter;
  return Buffer.from(
    JSON.stringify({
      specversion: '1.0',
      id: `${reference}-${id}`,
      source,
      type,
      subject: reference,
      sequencekey: reference,
      destination: addressee,
      datacontenttype: 'application/json',
      data: write(letter, { country: 'POL', code: party }),
    }),
  );
}
