/** Whatever bytes come, reading ends soon, with a form or with a BrokenForm and nothing else. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { BrokenForm } from '../../adapters/visa-consultation-network/broken-form.ts';
import { readCodes } from '../../adapters/visa-consultation-network/codes.ts';
import { KINDS, MESSAGE_KINDS } from '../../adapters/visa-consultation-network/kinds.ts';
import { valueAt } from '../../adapters/visa-consultation-network/pointers.ts';
import { isAnswer, readMail } from '../../adapters/visa-consultation-network/read-mail.ts';
import { fromWire, toWire } from '../../adapters/visa-consultation-network/translate.ts';
import { networkExample, OURS, THEIRS } from '../support/network.ts';

const codes = readCodes();
const DIALECTS = ['vision', 'vis-mail'] as const;
const SOON_MS = 3000;
const head = { from: OURS, to: THEIRS, at: 0, messageId: 'x@y' };

async function readBoth(bytes: Buffer): Promise<number> {
  const started = performance.now();
  let read = 0;
  for (const dialect of DIALECTS) {
    try {
      fromWire(await readMail(bytes), dialect, codes);
      read += 1;
    } catch (error) {
      if (!(error instanceof BrokenForm)) throw error;
      assert.doesNotMatch(error.message, /DEMCHENKO/, 'the words quote what stood in the mail');
    }
  }
  isAnswer(bytes, codes.letters);
  assert.ok(performance.now() - started < SOON_MS, `took ${performance.now() - started} ms`);
  return read;
}

const mails = MESSAGE_KINDS.flatMap((kind) =>
  DIALECTS.map((dialect) => {
    const data = networkExample(kind);
    const said = (at: string): string => String(valueAt(data, at));
    const { reference, applicationNumber } = KINDS[kind];
    const form = { kind, unifier: 'POL1', reference: said(reference), applicationNumber: said(applicationNumber), data };
    return toWire(form, dialect, { head, codes }).bytes;
  }),
);

const cut = fc.record({
  mail: fc.constantFrom(...mails),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.nat(40),
  put: fc.uint8Array({ maxLength: 40 }),
});
const spoilt = fc
  .tuple(cut, fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { maxLength: 6 }))
  .map(([{ mail, at, drop, put }, flips]) => {
    const place = Math.floor(at * mail.length);
    const bytes = Buffer.concat([mail.subarray(0, place), put, mail.subarray(place + drop)]);
    for (const [where, value] of flips) bytes[Math.floor(where * bytes.length)] = value;
    return bytes;
  });

describe('reading a mail', () => {
  it('of any bytes ends soon and throws nothing but a BrokenForm', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => void (await readBoth(Buffer.from(bytes)))),
      { numRuns: 300 },
    )).timeout(60_000);

  it('that was a form until it was spoilt ends soon and throws nothing but a BrokenForm', () =>
    fc.assert(
      fc.asyncProperty(spoilt, async (bytes) => void (await readBoth(bytes))),
      { numRuns: 800 },
    )).timeout(90_000);

  it('reads each unspoilt one in its own dialect only', async () => {
    for (const mail of mails) assert.equal(await readBoth(mail), 1);
  });

  const HEAD = 'Subject: DEU1.M\r\nMIME-Version: 1.0\r\n';
  const xml = (body: string): string => `${HEAD}Content-Type: application/xml\r\n\r\n${body}`;
  for (const [what, text] of [
    ['a flood of opening tags', xml('<'.repeat(250_000))],
    ['nesting without end', xml('<a>'.repeat(80_000))],
    ['a tag behind the end', xml('<VisMail version="1"></VisMail></VisMail>')],
    ['a flood of elements', xml(`<VisMail>${'<a/>'.repeat(60_000)}</VisMail>`)],
    ['a flood of attributes', xml(`<VisMail ${'a="b" '.repeat(40_000)}/>`)],
    [
      'parts in parts in parts',
      `${HEAD}${Array.from({ length: 500 }, (_none, n) => `Content-Type: multipart/mixed; boundary="${n}"\r\n\r\n--${n}\r\n`).join('')}`,
    ],
    ['a head without end', `${HEAD}${'X-A: b\r\n'.repeat(30_000)}`],
    ['one endless header', `${HEAD}X-A: ${'a '.repeat(120_000)}\r\n\r\n000:A`],
    ['endless encoded words', `Subject: ${'=?iso-8859-15?Q?=41?= '.repeat(2000)}\r\n\r\n000:A`],
    ['endless addresses', `From: ${'<a@b>,'.repeat(8000)}\r\n\r\n000:A`],
    ['endless lines', `${HEAD}\r\n${'071:a\r\n'.repeat(35_000)}`],
    ['a line of composites', `${HEAD}\r\n003:${';\\'.repeat(100_000)}`],
    ['quoted-printable of nothing but marks', `${HEAD}Content-Transfer-Encoding: quoted-printable\r\n\r\n${'='.repeat(250_000)}`],
    ['an unknown character set', `${HEAD}Content-Type: text/plain; charset=x-unknown\r\n\r\n000:A`],
    [
      'a parameter continued for ever',
      `${HEAD}Content-Type: text/plain; ${Array.from({ length: 2000 }, (_none, n) => `charset*${n}=a; `).join('')}\r\n\r\n000:A`,
    ],
  ] as const)
    it(`bears ${what}`, async () => {
      assert.equal(await readBoth(Buffer.from(text, 'latin1')), 0);
    });
});
