/** Files beside a form: written and read without loss whatever they hold and are called; large mails that mean harm are read soon. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { BrokenForm } from '../../adapters/visa-consultation-network/broken-form.ts';
import { readCodes } from '../../adapters/visa-consultation-network/codes.ts';
import { CARRIES_FILES, KINDS, MESSAGE_KINDS } from '../../adapters/visa-consultation-network/kinds.ts';
import { mixedMail } from '../../adapters/visa-consultation-network/mixed-mail.ts';
import { readMail } from '../../adapters/visa-consultation-network/read-mail.ts';
import { labelOf } from '../../adapters/visa-consultation-network/received-files.ts';
import { fromWire, toWire } from '../../adapters/visa-consultation-network/translate.ts';
import type { CarriedAttachment } from '../../broker/contract/message.ts';
import { loadSchemas } from '../../broker/routing/schema-shelf.ts';
import { networkExample, OURS, THEIRS } from '../support/network.ts';

const codes = readCodes();
const DIALECTS = ['vision', 'vis-mail'] as const;
const kind = 'CONSULAR_MESSAGE';
const data = networkExample(kind);
const reference = String(data['reference']);
const form = { kind, unifier: 'POL1', reference, applicationNumber: String(data['applicationNumber']), data } as const;
const head = { from: OURS, to: THEIRS, at: 0, messageId: 'x@y' };
const schema = JSON.parse(readFileSync(new URL('../../schemas/_common/attachment.schema.json', import.meta.url), 'utf8')) as {
  properties: { name: { pattern: string; maxLength: number } };
};
const { pattern, maxLength } = schema.properties.name;
const isLabel = (name: string): boolean => new RegExp(pattern, 'u').test(name) && [...name].length <= maxLength;

const anyName = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 150 }),
  fc.constantFrom(
    'kopia „ż”.pdf',
    'a"b;c\\.pdf',
    "o'neil%20.pdf",
    '王'.repeat(150),
    'x'.repeat(150),
    '=?utf-8?B?eA==?=',
    ' .pdf ',
    'a\u0301.pdf',
  ),
);
const name = anyName.filter((text) => isLabel(text) && text === labelOf(text, 0));
const mediaType = fc.constantFrom('application/pdf', 'image/png', 'text/plain', 'application/xml', 'application/json');
const content = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 400 }),
  fc
    .constantFrom('000:POL1\r\n001:X\r\n', '<?xml version="1.0"?><VisMail version="1"/>', '\n.\r\n', 'żółw\r', '--=_a')
    .map((text) => Uint8Array.from(Buffer.from(text))),
);
const file = fc.record({ name, mediaType, content });

const referenceTo = (given: { name: string; mediaType: string; content: Uint8Array }, n: number): CarriedAttachment => ({
  id: `file-${n}`,
  name: given.name,
  mediaType: given.mediaType,
  sha256: createHash('sha256').update(given.content).digest('hex'),
  sizeBytes: given.content.length,
});

async function written(dialect: (typeof DIALECTS)[number], files: readonly { name: string; mediaType: string; content: Uint8Array }[]) {
  const references = files.map(referenceTo);
  const mail = mixedMail(toWire(form, dialect, { head, codes }).bytes, references);
  const parts: Buffer[] = [];
  const read = async function* ({ id }: CarriedAttachment): AsyncGenerator<Buffer> {
    const { content: bytes } = files[references.findIndex((one) => one.id === id)] ?? assert.fail();
    for (let at = 0; at < bytes.length; at += 50) yield Buffer.from(bytes.subarray(at, at + 50));
  };
  for await (const part of mail.parts(read)) parts.push(part);
  const bytes = Buffer.concat(parts);
  assert.equal(bytes.length, mail.sizeBytes);
  return { bytes, references };
}

describe('files beside a form', () => {
  for (const dialect of DIALECTS)
    it(`are read in ${dialect} as they were written, and the form is what it is without them`, () =>
      fc.assert(
        fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 4 }), async (files) => {
          const { bytes, references } = await written(dialect, files);
          const mail = await readMail(bytes);
          assert.deepEqual(
            fromWire(mail, dialect, codes),
            fromWire(await readMail(toWire(form, dialect, { head, codes }).bytes), dialect, codes),
          );
          const seen = mail.files.map(({ name: called, mediaType: type, content: held }) => [called, type, held.toString('hex')]);
          assert.deepEqual(
            seen,
            files.map((one) => [one.name, one.mediaType, Buffer.from(one.content).toString('hex')]),
          );
          for (const [n, { digest }] of mail.files.entries())
            assert.equal(digest, `sha-256=:${Buffer.from(references[n]?.sha256 ?? '', 'hex').toString('base64')}:`);
          assert.ok(
            bytes
              .toString('latin1')
              .split('\r\n')
              .every(({ length }) => length <= 998),
            'a line is longer than SMTP takes',
          );
        }),
        { numRuns: 150 },
      )).timeout(60_000);

  it('get labels that the canonical form takes, whatever their sender calls them', () => {
    const hostile = fc.constantFrom(
      '../../etc/passwd',
      'C:\\x\\y.pdf',
      '.hidden',
      '...',
      '\u0000',
      '/',
      'a\nb',
      '\uD800',
      ' . ',
      'x'.repeat(500),
    );
    fc.assert(
      fc.property(fc.option(fc.oneof(fc.string({ unit: 'binary' }), hostile), { nil: undefined }), fc.nat(19), (given, index) =>
        assert.ok(isLabel(labelOf(given, index)), JSON.stringify(given)),
      ),
    );
  });

  it('travel with those kinds of forms whose messages have attachments, and with no other', async () => {
    const schemas = await loadSchemas();
    const withAttachments = MESSAGE_KINDS.filter((one) => schemas.messageType(KINDS[one].type)?.attachments === 'attachments');
    assert.deepEqual([...CARRIES_FILES], withAttachments);
  });

  const MOST = 8 * 1024 * 1024;
  const HEAD = 'Subject: DEU1.M\r\nMIME-Version: 1.0\r\n';
  const fill = (text: string): string => text.repeat(Math.floor(MOST / text.length));
  const base64Line = `${'QUJD'.repeat(19)}\r\n`;
  const SOON_MS = 10_000;
  for (const [what, text] of [
    ['lines of a form', `${HEAD}\r\n${fill('071:a\r\n')}`],
    ['one line', `${HEAD}\r\n071:${fill('a')}`],
    ['lines that look like base64', `${HEAD}\r\n${fill(base64Line)}`],
    ['a form of lines that look like base64', `${HEAD}\r\n000:A\r\n${fill(base64Line)}`],
    ['quoted-printable of marks', `${HEAD}Content-Transfer-Encoding: quoted-printable\r\n\r\n${fill('=\r\n')}`],
    ['XML in base64', `${HEAD}Content-Type: application/xml\r\nContent-Transfer-Encoding: base64\r\n\r\n${fill(base64Line)}`],
    ['HTML in base64', `${HEAD}Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n${fill(base64Line)}`],
    ['boundaries', `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n${fill('--b\r\n\r\n')}`],
    ['empty lines', `${HEAD}\r\n${fill('\r\n')}`],
  ] as const)
    it(`bear a mail as large as may be of ${what}`, async () => {
      const started = performance.now();
      for (const dialect of DIALECTS)
        await assert.rejects(async () => fromWire(await readMail(Buffer.from(text, 'latin1')), dialect, codes), BrokenForm);
      assert.ok(performance.now() - started < SOON_MS, `took ${performance.now() - started} ms`);
    }).timeout(60_000);
});
