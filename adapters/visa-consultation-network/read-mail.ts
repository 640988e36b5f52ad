/**
 * From the bytes of a mail to what it says: subject and one body, text of a VISION form or XML of VIS Mail. The parser has no limits of its
 * own, so that a gate stands in front. Throws BrokenForm for everything that is no such mail; never hangs, never throws anything else.
 */
import { simpleParser, type ParsedMail } from 'mailparser';
import { broken, BrokenForm } from './broken-form.ts';
import type { Letters } from './codes.ts';
import { TRANSLITERATED_FIELD } from './mail.ts';

export interface ReadMail {
  readonly subject: string;
  readonly messageId: string | undefined;
  readonly body: { readonly kind: 'text' | 'xml'; readonly text: string };
  readonly transliterated: readonly string[];
}

const MOST_HEAD_BYTES = 64 * 1024;
/** A form has one part; XML may come as the attachment of an empty text. */
const MOST_PARTS = 5;
const XML_TYPE = /^(?:text|application)\/(?:[\w.+-]+\+)?xml$/;

export async function readMail(bytes: Buffer): Promise<ReadMail> {
  passGate(bytes);
  const mail = await parse(bytes);
  return {
    subject: mail.subject ?? '',
    messageId: mail.messageId,
    body: bodyOf(mail),
    transliterated: markedOf(mail),
  };
}

function markedOf(mail: ParsedMail): readonly string[] {
  const said = mail.headers.get(TRANSLITERATED_FIELD.toLowerCase());
  return typeof said === 'string' ? (said.match(/\b\d{3}\b/g) ?? []) : [];
}

/** A mail that is itself an answer, also when nothing else of it can be read: it must never be answered, or two hubs would write for ever. */
export function isAnswer(bytes: Buffer, letters: Letters): boolean {
  const head = bytes.toString('latin1', 0, MOST_HEAD_BYTES).split(/\r?\n\r?\n/, 1)[0] ?? '';
  if (/^auto-submitted:\s*(?!no\b)/im.test(head)) return true;
  const letter = /^subject:[^\r\n]*\.([A-Z])[ \t]*\r?$/im.exec(head)?.[1]?.toUpperCase();
  return letter !== undefined && (letter === letters.DELIVERY_NOTICE || letter === letters.TECHNICAL_ERROR);
}

function passGate(bytes: Buffer): void {
  const text = bytes.toString('latin1');
  const head = text.search(/\r?\n\r?\n/);
  if (head < 0 || head > MOST_HEAD_BYTES) throw broken('its head does not end, or is too long');
  if ((text.match(/(?:^|\n)content-type:/gi) ?? []).length > MOST_PARTS) throw broken('it has too many parts');
}

async function parse(bytes: Buffer): Promise<ParsedMail> {
  try {
    return await simpleParser(bytes, { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true });
  } catch (error) {
    if (error instanceof BrokenForm) throw error;
    throw broken('it cannot be read as a mail');
  }
}

function bodyOf(mail: ParsedMail): ReadMail['body'] {
  const attached = mail.attachments.filter(({ contentType }) => XML_TYPE.test(contentType));
  const [first] = attached;
  if (first !== undefined && attached.length === 1 && mail.attachments.length === 1) return { kind: 'xml', text: decoded(first.content) };
  if (mail.attachments.length > 0) throw broken('it has attachments that no form has');
  if (mail.html !== undefined && mail.html !== false) throw broken('it is written in HTML');
  const text = mail.text ?? '';
  if (text.includes('\uFFFD')) throw broken('its text is not in its character set');
  return { kind: /^\s*<\?xml/.test(text) ? 'xml' : 'text', text };
}

function decoded(content: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw broken('its XML is not UTF-8');
  }
}
