/**
 * A form with files beside it (RFC 2046 multipart/mixed): the form first, as it would be alone, then each file as base64 with its name (RFC 2231)
 * and digest. Made part by part: no file lies in memory as a whole.
 */
import { createHash } from 'node:crypto';
import { buildHeaderParam, quoteString } from 'nodemailer/lib/mime-funcs';
import { blocksOf } from '../../broker/contract/blocks.ts';
import type { CarriedAttachment } from '../../broker/contract/message.ts';

/** SHA-256 of a part's bytes, as RFC 9530 writes it. A receiver that does not know the field passes over it. */
export const DIGEST_FIELD = 'Content-Digest';
/** So many bytes are a line of 76 signs. */
const LINE_BYTES = 57;

export interface MixedMail {
  readonly sizeBytes: number;
  /** Anew each time. */
  parts(read: (attachment: CarriedAttachment) => AsyncIterable<Buffer>): AsyncGenerator<Buffer>;
}

/** `form` is a mail of one part, with a head of unfolded lines. */
export function mixedMail(form: Buffer, attachments: readonly CarriedAttachment[]): MixedMail {
  const { head, partHead, body } = split(form);
  // Stands neither in quoted-printable nor in base64.
  const boundary = `=_${createHash('sha256').update(form).digest('hex').slice(0, 32)}`;
  const type = `Content-Type: multipart/mixed; boundary="${boundary}"`;
  const begin = Buffer.concat([lines([...head, type, '', `--${boundary}`, ...partHead, '']), body]);
  const files = attachments.map((attachment) => ({ attachment, head: lines([`--${boundary}`, ...fileHead(attachment), '']) }));
  const end = lines([`--${boundary}--`]);
  const sizes = files.map(({ attachment: { sizeBytes }, head: { length } }) => length + encodedSize(sizeBytes));
  return {
    sizeBytes: begin.length + end.length + sizes.reduce((sum, size) => sum + size, 0),
    parts: async function* (read) {
      yield begin;
      for (const { attachment, head: before } of files) {
        yield before;
        for await (const block of blocksOf(read(attachment), LINE_BYTES)) yield encoded(block);
      }
      yield end;
    },
  };
}

function split(form: Buffer): { head: string[]; partHead: string[]; body: Buffer } {
  const at = form.indexOf('\r\n\r\n');
  const all = form.toString('latin1', 0, at).split('\r\n');
  const isOfPart = (line: string): boolean => /^content-/i.test(line);
  return { head: all.filter((line) => !isOfPart(line)), partHead: all.filter(isOfPart), body: form.subarray(at + 4) };
}

const fileHead = ({ name, mediaType, sha256 }: CarriedAttachment): string[] => [
  `Content-Type: ${mediaType}`,
  'Content-Transfer-Encoding: base64',
  ['Content-Disposition: attachment', ...nameParameters(name)].join(';\r\n '),
  `${DIGEST_FIELD}: sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
];

const nameParameters = (name: string): string[] =>
  buildHeaderParam('filename', name, 50).map(({ key, value }) => `${key}=${key.endsWith('*') ? value : quoteString(value)}`);

const encodedSize = (bytes: number): number => 4 * Math.ceil(bytes / 3) + 2 * Math.ceil(bytes / LINE_BYTES);
const encoded = (block: Buffer): Buffer => Buffer.from(block.toString('base64').replaceAll(/.{1,76}/g, '$&\r\n'), 'latin1');
const lines = (all: readonly string[]): Buffer => Buffer.from(`${all.join('\r\n')}\r\n`, 'latin1');
