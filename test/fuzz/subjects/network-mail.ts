/** Mails of other states, from the bytes that the mail server takes to a form: VISION in its lines, VIS Mail with its XML in the clear. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { BrokenForm } from '../../../adapters/visa-consultation-network/broken-form.ts';
import { readCodes } from '../../../adapters/visa-consultation-network/codes.ts';
import { KINDS, MESSAGE_KINDS, type Dialect } from '../../../adapters/visa-consultation-network/kinds.ts';
import { valueAt } from '../../../adapters/visa-consultation-network/pointers.ts';
import { mixedMail } from '../../../adapters/visa-consultation-network/mixed-mail.ts';
import { isAnswer, readMail } from '../../../adapters/visa-consultation-network/read-mail.ts';
import { fromWire, toWire } from '../../../adapters/visa-consultation-network/translate.ts';
import { networkExample, OURS, THEIRS } from '../../support/network.ts';
import { LINES_GRAMMAR } from '../mutators/lines.ts';
import { XML_GRAMMAR } from '../mutators/xml.ts';
import { hostileXml } from '../seeds/hostile-xml.ts';
import type { Subject } from '../subject.ts';

const MAX_BYTES = 256 * 1024;
const HEAD = { from: OURS, to: THEIRS, at: 0, messageId: 'x@pl.visionmail.eu' };
const codes = readCodes();

export const openVisionMail = async (): Promise<Subject> => ({
  seeds: [...wires('vision').map(({ bytes }) => bytes), await withFile('vision')],
  hostile: ['', 'Subject: A.A', `Subject: A.A\r\n\r\n${'000:A\r\n'.repeat(20_000)}`, `Subject: A.A\r\n\r\n${'='.repeat(200_000)}`].map(
    (text) => Buffer.from(text),
  ),
  grammar: LINES_GRAMMAR,
  maxBytes: MAX_BYTES,
  read: (document) => read(document, 'vision'),
});

export const openVisMail = async (): Promise<Subject> => {
  const clear = wires('vis-mail').map(({ subject, text }) => mailOf(subject, text));
  return {
    seeds: clear,
    hostile: hostileXml(wires('vis-mail')[0]?.text ?? '').map((text) => mailOf('A1', text)),
    grammar: XML_GRAMMAR,
    maxBytes: MAX_BYTES,
    read: (document) => read(document, 'vis-mail'),
  };
};

/** A consular message with a file beside it. */
async function withFile(dialect: Dialect): Promise<Buffer> {
  const form = wires(dialect)[MESSAGE_KINDS.indexOf('CONSULAR_MESSAGE')]?.bytes ?? Buffer.alloc(0);
  const bytes = Buffer.from('%PDF-1.4 synthetic');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const mail = mixedMail(form, [{ id: '1', name: 'kopia ż.pdf', mediaType: 'application/pdf', sha256, sizeBytes: bytes.length }]);
  const parts: Buffer[] = [];
  for await (const part of mail.parts(() => Readable.from([bytes]))) parts.push(part);
  return Buffer.concat(parts);
}

const wires = (dialect: Dialect): ReturnType<typeof toWire>[] =>
  MESSAGE_KINDS.map((kind) => {
    const data = networkExample(kind);
    const said = (at: string): string => String(valueAt(data, at));
    const { reference, applicationNumber } = KINDS[kind];
    const form = { kind, unifier: 'POL1', reference: said(reference), applicationNumber: said(applicationNumber), data };
    return toWire(form, dialect, { head: HEAD, codes });
  });

const mailOf = (subject: string, xml: string): Buffer =>
  Buffer.from(
    `Subject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: application/xml; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${xml}`,
  );

async function read(document: Buffer, dialect: Dialect): Promise<boolean> {
  isAnswer(document, codes.letters);
  try {
    fromWire(await readMail(document), dialect, codes);
    return true;
  } catch (error) {
    if (error instanceof BrokenForm) return false;
    throw error;
  }
}
