/**
 * Between a form and the bytes of its mail, in both dialects, and what is lost on the way: told by reading back what was written, so that
 * no list can be out of date. Pure.
 */
import { broken } from './broken-form.ts';
import { latin9Bytes } from './charset.ts';
import type { Codes } from './codes.ts';
import type { Dialect, Form } from './kinds.ts';
import { textMail, xmlMail, type MailHead } from './mail.ts';
import { differenceOf, type Difference } from './pointers.ts';
import type { ReadMail } from './read-mail.ts';
import { fromVisMail, toVisMail } from './vis-mail/translate.ts';
import { readSheet, writeSheet } from './vision/sheet.ts';
import { fromVision, toVision } from './vision/translate.ts';

export interface Wire {
  readonly bytes: Buffer;
  /** The text of the form, for people. */
  readonly text: string;
  readonly subject: string;
  /** Of the message's data, by JSON pointer; nothing for signals. */
  readonly difference: Difference;
}

type Head = Omit<MailHead, 'subject' | 'isSignal'>;

/** Throws TRANSLATION_FAILED for what a dialect cannot say at all, and CODE_UNMAPPED. */
export function toWire(form: Form, dialect: Dialect, given: { readonly head: Head; readonly codes: Codes }): Wire {
  return dialect === 'vision' ? visionWire(form, given) : visMailWire(form, given);
}

/** Throws BrokenForm. */
export function fromWire(mail: ReadMail, dialect: Dialect, codes: Codes): Form {
  if ((mail.body.kind === 'xml') !== (dialect === 'vis-mail')) throw broken(`it is not written in the dialect ${dialect}`);
  return dialect === 'vision'
    ? fromVision({ subject: mail.subject, lines: readSheet(mail.body.text) }, codes)
    : fromVisMail({ subject: mail.subject, xml: mail.body.text });
}

function visionWire(form: Form, { head, codes }: { readonly head: Head; readonly codes: Codes }): Wire {
  const { subject, lines, transliterated } = toVision(form, codes);
  const text = writeSheet(lines);
  return {
    subject,
    text,
    bytes: textMail({ ...head, subject, isSignal: form.data === undefined }, latin9Bytes(text), transliterated),
    difference: differenceOf(form.data, fromVision({ subject, lines }, codes).data),
  };
}

function visMailWire(form: Form, { head }: { readonly head: Head }): Wire {
  const { subject, xml } = toVisMail(form);
  const difference = differenceOf(form.data, fromVisMail({ subject, xml }).data);
  return { subject, text: xml, bytes: xmlMail({ ...head, subject, isSignal: form.data === undefined }, xml), difference };
}
