/** What can be said of a mail that is no form: which one it meant to be, so that its sender finds it, and whether it must not be answered. Pure. */
import type { Letters } from './codes.ts';
import type { Form } from './kinds.ts';
import { isAnswer, type ReadMail } from './read-mail.ts';
import { isMessage } from './vision/translate.ts';

export interface Traces {
  /** It is an answer itself, or means to be one. */
  readonly isAnswer: boolean;
  /** Its identifier. */
  readonly about?: string | undefined;
  readonly reference?: string | undefined;
  readonly applicationNumber?: string | undefined;
}

interface Read {
  readonly mail: ReadMail | undefined;
  /** There when the mail is a form and cannot be used for what it says. */
  readonly form: Form | undefined;
  readonly letters: Letters;
}

const MOST = 64 * 1024;

export function tracesOf(bytes: Buffer, { mail, form, letters }: Read): Traces {
  const answers = isAnswer(bytes, letters) || saysSo(mail);
  if (form !== undefined) {
    const { unifier, reference, applicationNumber } = form;
    return { isAnswer: answers || !isMessage(form.kind), about: unifier, reference, applicationNumber };
  }
  const text = mail?.body.text.slice(0, MOST) ?? bytes.toString('latin1', 0, MOST);
  return { isAnswer: answers, about: IDENTIFIER.exec(text)?.[1], ...keysIn(mail) };
}

const saysSo = (mail: ReadMail | undefined): boolean =>
  mail?.body.kind === 'xml' && /<Kind>\s*(?:DELIVERY_NOTICE|TECHNICAL_ERROR)\s*</.test(mail.body.text);

/** Of a form that is broken elsewhere its identifier can often still be read. */
const IDENTIFIER = /(?:^000:|<MessageId>)([A-Za-z0-9][A-Za-z0-9 ]{0,49})(?:\r?$|<)/m;

/** The subject of a form is a file number, that of a VIS Mail the number of the application. */
function keysIn(mail: ReadMail | undefined): Pick<Traces, 'reference' | 'applicationNumber'> {
  const subject = mail?.subject.trim() ?? '';
  if (mail?.body.kind === 'xml') return /^[A-Za-z0-9 /.-]{1,33}$/.test(subject) && subject !== 'NONE' ? { applicationNumber: subject } : {};
  const file = /^([A-Za-z0-9]{1,19})\.[A-Z]$/.exec(subject)?.[1];
  return file === undefined ? {} : { reference: file };
}
