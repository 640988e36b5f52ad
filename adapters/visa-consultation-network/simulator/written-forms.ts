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
