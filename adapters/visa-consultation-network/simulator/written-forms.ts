/** What the other state writes: notices of delivery, answers, requests; by hand, in both dialects. */
import { randomUUID } from 'node:crypto';
import type { ReceivedForm } from './received-form.ts';

export interface Outgoing {
  readonly raw: string;
}

export interface From {
  readonly state: string;
  readonly address: string;
  readonly to: string;
}

/** A mail of lines that are in US-ASCII, or in quoted-printable already. */
export const visionMail = ({ address, to }: From, subject: string, lines: readonly string[]): Outgoing => ({
  raw: [
    `From: ${address}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: <${randomUUID()}@${address.split('@')[1] ?? ''}>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset="iso-8859-15"',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    ...lines,
    '',
  ].join('\r\n'),
});

export function visionReceipt(form: ReceivedForm, from: From): Outgoing {
  const file = form.subject.replace(/\.[A-Z]$/, '');
  return visionMail(from, `${file}.R`, [`000:${form.headings.get('000') ?? ''}`, `001:${file}`]);
}

export function visionAnswer(form: ReceivedForm, from: From, code: string): Outgoing {
  const file = form.headings.get('001') ?? '';
  const unifier = identifier(from);
  const lines = [
    `000:${unifier}`,
    `001:${file}`,
    `003:${from.state};Zentrale Beh=F6rde`,
    `040:${unifier.slice(0, 19)}`,
    `041:${code}`,
    '042:20260203',
  ];
  return visionMail(from, `${file}.B`, lines);
}

const identifier = ({ state }: From): string => `${state}${randomUUID().replaceAll('-', '')}`;

const xmlMail = ({ address, to }: From, subject: string, xml: string): Outgoing => ({
  raw: [
    `From: ${address}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    'Content-Type: application/xml; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(xml).toString('base64').replaceAll(/.{70}/g, '$&\r\n'),
    '',
  ].join('\r\n'),
});

export function visMailReceipt({ headings, subject }: ReceivedForm, from: From): Outgoing {
  const header = `<MessageId>${headings.get('MessageId') ?? ''}</MessageId><Kind>DELIVERY_NOTICE</Kind><ApplicationNumber>${subject}</ApplicationNumber>`;
  return xmlMail(from, subject, `<VisMail version="1"><Header>${header}</Header></VisMail>`);
}

export function visMailAnswer({ headings, subject }: ReceivedForm, from: From, code: string): Outgoing {
  const answer = { '0': 'NO_OBJECTION', '1': 'OBJECTION' }[code] ?? code;
  const keys = `<ApplicationNumber>${subject}</ApplicationNumber><Reference>${headings.get('Reference') ?? ''}</Reference>`;
  const header = `<MessageId>${identifier(from)}</MessageId><Kind>CONSULTATION_REPLY</Kind>${keys}`;
  const authority = `<AnsweringAuthority><Country>${from.state}</Country><Name>Zentrale Behörde</Name></AnsweringAuthority>`;
  const body = `<Answer>${answer}</Answer><AnsweredAt>2026-02-03T10:00:00Z</AnsweredAt>${authority}`;
  return xmlMail(from, subject, `<?xml version="1.0"?><VisMail version="1"><Header>${header}</Header><Body>${body}</Body></VisMail>`);
}

export interface WrittenFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
  /** Hex; a part without a digest when absent. */
  readonly sha256?: string;
}

const BOUNDARY = '----simulated-state';

/** The mail with files behind its form. */
export function withFiles({ raw }: Outgoing, files: readonly WrittenFile[]): Outgoing {
  const at = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, at).split('\r\n');
  const ofPart = head.filter((line) => /^Content-/.test(line));
  const ofMail = head.filter((line) => !/^Content-/.test(line));
  const type = `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`;
  const form = [`--${BOUNDARY}`, ...ofPart, raw.slice(at + 2)];
  return { raw: [...ofMail, type, '', ...form, ...files.flatMap(filePart), `--${BOUNDARY}--`, ''].join('\r\n') };
}

const filePart = ({ name, mediaType, bytes, sha256 }: WrittenFile): string[] => [
  `--${BOUNDARY}`,
  `Content-Type: ${mediaType}; name="=?utf-8?B?${Buffer.from(name).toString('base64')}?="`,
  'Content-Transfer-Encoding: base64',
  `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}`,
  ...(sha256 === undefined ? [] : [`Content-Digest: sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`]),
  '',
  bytes.toString('base64').replaceAll(/.{1,70}/g, '$&\r\n'),
];

/** A message that begins an exchange: free text, or that a consultation is called off. */
export function visMailMessage(from: From, unifier: string, kind: 'CONSULAR_MESSAGE' | 'CANCEL' = 'CONSULAR_MESSAGE'): Outgoing {
  const subject = 'DEU202600000401';
  const keys = `<ApplicationNumber>${subject}</ApplicationNumber><Reference>DEU0000000000000401</Reference>`;
  const authority = `<Country>${from.state}</Country><Name>Zentrale Behörde</Name>`;
  const body = {
    CONSULAR_MESSAGE: `<SendingAuthority>${authority}</SendingAuthority><SentOn>2026-02-04</SentOn><Subject>Copies</Subject><Text>As asked for.</Text>`,
    CANCEL: `<CancelledOn>2026-02-04</CancelledOn><CancelledBy>${authority}</CancelledBy>`,
  }[kind];
  const header = `<MessageId>${unifier}</MessageId><Kind>${kind}</Kind>${keys}`;
  return xmlMail(from, subject, `<VisMail version="1"><Header>${header}</Header><Body>${body}</Body></VisMail>`);
}
