/**
 * From the bytes of a mail to what it says: subject, one body, text of a VISION form or XML of VIS Mail, and the files beside it. The parser has
 * no limits of its own, so that a gate stands in front. Throws BrokenForm for everything that is no such mail; never hangs, never throws anything else.
 */
import { simpleParser, type Attachment, type ParsedMail } from 'mailparser';
import { broken, BrokenForm } from './broken-form.ts';
import type { Letters } from './codes.ts';
import { TRANSLITERATED_FIELD } from './mail.ts';
import { DIGEST_FIELD } from './mixed-mail.ts';

export interface MailFile {
  /** As its sender calls it. */
  readonly name: string | undefined;
  readonly mediaType: string;
  /** The digest field of its part. */
  readonly digest: string | undefined;
  readonly content: Buffer;
}

export interface ReadMail {
  readonly subject: string;
  readonly messageId: string | undefined;
  readonly body: { readonly kind: 'text' | 'xml'; readonly text: string };
  readonly transliterated: readonly string[];
  readonly files: readonly MailFile[];
}

const MOST_HEAD_BYTES = 64 * 1024;
/** A form, twenty files, and what holds them together. */
const MOST_PARTS = 24;
/** Of a mail without its files, which are lines of base64. */
const MOST_FORM_BYTES = 256 * 1024;
const XML_TYPE = /^(?:text|application)\/(?:[\w.+-]+\+)?xml$/;

export async function readMail(bytes: Buffer): Promise<ReadMail> {
  passGate(bytes);
  const mail = await parse(bytes);
  const { body, files } = contentOf(mail);
  return {
    subject: mail.subject ?? '',
    messageId: mail.messageId,
    body,
    transliterated: markedOf(mail),
    files: files.map(fileOf),
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
  if (bytes.length > MOST_FORM_BYTES && sizeWithoutFiles(text) > MOST_FORM_BYTES) throw broken('without its attachments it is too long');
}

const sizeWithoutFiles = (text: string): number =>
  text.split('\n').reduce((sum, line) => (/^[A-Za-z0-9+/=]{1,76}\r?$/.test(line) ? sum : sum + line.length + 1), 0);

async function parse(bytes: Buffer): Promise<ParsedMail> {
  try {
    return await simpleParser(bytes, { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true });
  } catch (error) {
    if (error instanceof BrokenForm) throw error;
    throw broken('it cannot be read as a mail');
  }
}

interface Content {
  readonly body: ReadMail['body'];
  readonly files: readonly Attachment[];
}

/** The form is the text, or else the first part of XML; all other parts are files. */
function contentOf(mail: ParsedMail): Content {
  const { attachments } = mail;
  const text = mail.text ?? '';
  if (FORM_TEXT.test(text)) return { body: textOf(text), files: attachments };
  const xml = attachments.find(({ contentType }) => XML_TYPE.test(contentType));
  if (xml !== undefined) return { body: { kind: 'xml', text: decoded(xml.content) }, files: attachments.filter((one) => one !== xml) };
  if (mail.html !== undefined && mail.html !== false) throw broken('it is written in HTML');
  return { body: textOf(text), files: attachments };
}

const FORM_TEXT = /^\s*(?:\d{3}:|<\?xml)/;

function textOf(text: string): ReadMail['body'] {
  if (text.includes('\uFFFD')) throw broken('its text is not in its character set');
  if (text.length > MOST_FORM_BYTES) throw broken('its form is too long');
  return { kind: /^\s*<\?xml/.test(text) ? 'xml' : 'text', text };
}

function fileOf({ filename, contentType, content, headers }: Attachment): MailFile {
  const digest = headers.get(DIGEST_FIELD.toLowerCase());
  return { name: filename, mediaType: contentType.toLowerCase(), digest: typeof digest === 'string' ? digest : undefined, content };
}

function decoded(content: Buffer): string {
  if (content.length > MOST_FORM_BYTES) throw broken('its form is too long');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw broken('its XML is not UTF-8');
  }
}
