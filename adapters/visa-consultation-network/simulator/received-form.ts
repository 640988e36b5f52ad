/** Reads what came by hand: quoted-printable and iso-8859-15, or base64 and XML; files beside it. As strict as a peer would be. */
import { readParts, type ReceivedFile } from './received-parts.ts';

export interface ReceivedForm {
  readonly raw: string;
  readonly head: string;
  readonly subject: string;
  /** By number, in order; of VIS Mail the elements of the header. */
  readonly headings: ReadonlyMap<string, string>;
  readonly text: string;
  readonly isSignal: boolean;
  readonly isConsultation: boolean;
  readonly files: readonly ReceivedFile[];
}

export function readForm(bytes: Buffer): ReceivedForm {
  const raw = bytes.toString('latin1');
  const { head, formHead, body, files } = readParts(raw);
  const subject = /^Subject: (.*)$/m.exec(head)?.[1]?.trim() ?? '';
  const isXml = /^Content-Type: application\/xml/m.test(formHead);
  const text = isXml ? Buffer.from(body, 'base64').toString('utf8') : fromQuotedPrintable(body);
  const headings = isXml ? headerElements(text) : headingLines(text);
  const kind = headings.get('Kind');
  return {
    raw,
    head,
    subject,
    headings,
    text,
    isSignal: /\.[RT]$/.test(subject) || kind === 'DELIVERY_NOTICE' || kind === 'TECHNICAL_ERROR',
    files,
    isConsultation: subject.endsWith('.A') || kind === 'CONSULTATION_REQUEST',
  };
}

function fromQuotedPrintable(body: string): string {
  const joined = body.replaceAll(/[ \t]+$/gm, '').replaceAll(/=\r?\n/g, '');
  const plain = joined.replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return new TextDecoder('iso-8859-15').decode(Buffer.from(plain, 'latin1'));
}

const headingLines = (text: string): Map<string, string> =>
  new Map(
    [...text.matchAll(/^(\d{3}):(.*(?:\r?\n .*)*)$/gm)].map(([, number = '', value = '']) => [
      number,
      value.replaceAll(/\r?\n /g, '\n').replace(/\r$/, ''),
    ]),
  );

const headerElements = (text: string): Map<string, string> => {
  const header = /<Header>(.*?)<\/Header>/s.exec(text)?.[1] ?? '';
  return new Map([...header.matchAll(/<(\w+)>(.*?)<\/\1>/gs)].map(([, name = '', value = '']) => [name, value]));
};
