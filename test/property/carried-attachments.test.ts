/** Bytes of attachments on their way out: cut for an encoding without loss, and never taken for whole when they are not what the message says. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { attachmentEvent } from '../../adapters/rest-consumers/attachment-event.ts';
import { blocksOf } from '../../broker/contract/blocks.ts';
import { assertCarriable, checkedBytes } from '../../broker/contract/carried.ts';
import type { CarriedAttachment } from '../../broker/contract/message.ts';

const chunks = fc.array(
  fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
  { maxLength: 12 },
);
async function* from(parts: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* parts;
}
async function all(parts: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const read: Buffer[] = [];
  for await (const part of parts) read.push(part);
  return read;
}
const referenceTo = (bytes: Buffer, name = 'a.pdf'): CarriedAttachment => ({
  id: '0b0c1d2e-0000-4000-8000-000000000001',
  name,
  mediaType: 'application/pdf',
  sha256: createHash('sha256').update(bytes).digest('hex'),
  sizeBytes: bytes.length,
});

describe('the bytes of an attachment on their way out', () => {
  it('are cut into blocks that hold all of them in order, each a multiple save the last', () =>
    fc.assert(
      fc.asyncProperty(chunks, fc.integer({ min: 1, max: 57 }), async (parts, multiple) => {
        const blocks = await all(blocksOf(from(parts), multiple));
        assert.ok(Buffer.concat(blocks).equals(Buffer.concat(parts)));
        assert.ok(blocks.slice(0, -1).every(({ length }) => length > 0 && length % multiple === 0));
      }),
    ));

  it('are an event of JSON, as long as it was announced, that gives them back', () =>
    fc.assert(
      fc.asyncProperty(chunks, fc.string({ unit: 'grapheme', minLength: 1 }), async (parts, name) => {
        const bytes = Buffer.concat(parts);
        const event = attachmentEvent(referenceTo(bytes, name));
        const json = Buffer.concat(await all(event.parts(from(parts))));
        assert.equal(json.length, event.sizeBytes);
        const read = JSON.parse(json.toString('utf8')) as { subject: string; data_base64: string };
        assert.equal(read.subject, name);
        assert.ok(Buffer.from(read.data_base64, 'base64').equals(bytes));
      }),
    ));

  it('end only when they are those of the message: one other byte, one less or one more is an error', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 60 }),
        fc.constantFrom('same', 'other', 'less', 'more'),
        async (given, change) => {
          const bytes = Buffer.from(given);
          const changed = {
            same: bytes,
            other: Buffer.from(bytes.map((byte, n) => (n === 0 ? byte ^ 1 : byte))),
            less: bytes.subarray(1),
            more: Buffer.concat([bytes, Buffer.from('x')]),
          }[change];
          const reading = all(checkedBytes({ read: () => from([changed]) }, 'm', referenceTo(bytes)));
          if (change === 'same') assert.ok(Buffer.concat(await reading).equals(bytes));
          else await assert.rejects(reading, { hubCode: 'ATTACHMENT_SPOILT' });
        },
      ),
    ));

  it('are bounded together, not each by itself', () => {
    const two = [referenceTo(Buffer.alloc(60)), referenceTo(Buffer.alloc(40))];
    assert.doesNotThrow(() => assertCarriable(two, 100));
    assert.throws(() => assertCarriable(two, 99), { hubCode: 'ATTACHMENT_TOO_LARGE' });
  });
});
