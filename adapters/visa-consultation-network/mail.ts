/**
 * A mail as it goes over the wire, for both dialects: headers and one body, whose bytes are given. Written by hand, for mail libraries
 * write UTF-8 only and the VISION form is iso-8859-15 in quoted-printable (Decision 2007/866/EC).
 */
import { encode, wrap } from 'nodemailer/lib/qp';

export interface MailHead {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly at: number;
  /** Names the mail for mail servers on the way; the forms have their own identifier. */
  readonly messageId: string;
  /** A mail that answers another and wants no answer (RFC 3834). */
  readonly isSignal?: boolean;
}

/** Headings whose text was transliterated: a receiver that does not know the field passes over it. */
export const TRANSLITERATED_FIELD = 'X-Transliterated-Headings';

export function textMail(head: MailHead, body: Buffer, transliterated: readonly string[]): Buffer {
  const mark = transliterated.length === 0 ? [] : [`${TRANSLITERATED_FIELD}: ${transliterated.join(' ')}`];
  const type = ['Content-Type: text/plain; charset=iso-8859-15', 'Content-Transfer-Encoding: quoted-printable'];
  return assembled([...headLines(head), ...mark, ...type], wrap(encode(body)));
}

export function xmlMail(head: MailHead, body: string): Buffer {
  const type = ['Content-Type: application/xml; charset=utf-8', 'Content-Transfer-Encoding: base64'];
  const base64 = Buffer.from(body, 'utf8').toString('base64').replaceAll(/.{76}/g, '$&\r\n');
  return assembled([...headLines(head), ...type], base64);
}

const headLines = ({ from, to, subject, at, messageId, isSignal }: MailHead): string[] => [
  `From: <${from}>`,
  `To: <${to}>`,
  `Subject: ${subject}`,
  `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
  `Message-ID: <${messageId}>`,
  'MIME-Version: 1.0',
  ...(isSignal === true ? ['Auto-Submitted: auto-replied'] : []),
];

const assembled = (head: readonly string[], body: string): Buffer => Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}\r\n`, 'latin1');
