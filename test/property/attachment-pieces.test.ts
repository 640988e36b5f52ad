/** Pieces of an attachment: whatever way the bytes come, they are all there in order; and no piece can be put in another place. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createPieceSeal, type Place } from '../../broker/attachments/piece-seal.ts';
import { piecesOf, type Piece } from '../../broker/attachments/pieces.ts';

const chunks = fc.array(
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  { maxLength: 20 },
);
async function* from(parts: readonly Buffer[], onPull: (bytes: number) => void = () => undefined): AsyncGenerator<Buffer> {
  for (const part of parts) {
    onPull(part.length);
    yield part;
  }
}
async function all(parts: readonly Buffer[], size: number): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for await (const piece of piecesOf(from(parts), size)) pieces.push(piece);
  return pieces;
}

describe('the pieces of an attachment', () => {
  it('hold all bytes in order, each of the full size but the last, which alone says so', async () => {
    await fc.assert(
      fc.asyncProperty(chunks, fc.integer({ min: 1, max: 50 }), async (parts, size) => {
        const pieces = await all(parts, size);
        assert.ok(Buffer.concat(pieces.map(({ bytes }) => bytes)).equals(Buffer.concat([...parts])));
        assert.deepEqual(
          pieces.map(({ n, isLast }) => [n, isLast]),
          pieces.map((_, n) => [n, n === pieces.length - 1]),
        );
        assert.ok(pieces.slice(0, -1).every(({ bytes }) => bytes.length === size));
        assert.ok(pieces.length === 1 || (pieces.at(-1)?.bytes.length ?? 0) > 0);
      }),
    );
  });

  it('are asked for no faster than they are taken: at most one piece and one chunk ahead', async () => {
    await fc.assert(
      fc.asyncProperty(chunks, fc.integer({ min: 1, max: 50 }), async (parts, size) => {
        let [pulled, taken] = [0, 0];
        for await (const { bytes } of piecesOf(
          from(parts, (many) => (pulled += many)),
          size,
        )) {
          taken += bytes.length;
          assert.ok(pulled - taken <= size + 40, `${pulled} pulled, ${taken} taken`);
        }
      }),
    );
  });

  const key = { id: 'k', key: randomBytes(32).toString('base64') };
  const place = fc.record({ id: fc.constantFrom(randomUUID(), randomUUID()), n: fc.nat(3), isLast: fc.boolean() });
  const isSame = (a: Place, b: Place): boolean => a.id === b.id && a.n === b.n && a.isLast === b.isLast;

  it('open in the place they were sealed for and in no other, and not when one bit is changed', () => {
    fc.assert(
      fc.property(fc.tuple(place, place), fc.uint8Array({ maxLength: 50 }), fc.nat(), ([sealedFor, openedAt], bytes, bit) => {
        const sealed = createPieceSeal(key, sealedFor.id).seal(sealedFor, Buffer.from(bytes));
        const open = (at: Place, text: Buffer): Buffer => createPieceSeal(key, at.id).open(at, text);
        if (isSame(sealedFor, openedAt)) assert.ok(open(openedAt, sealed).equals(Buffer.from(bytes)));
        else assert.throws(() => open(openedAt, sealed), { hubCode: 'ATTACHMENT_SPOILT' });
        const spoilt = Buffer.from(sealed);
        const at = Math.floor(bit / 8) % spoilt.length;
        spoilt[at] = (spoilt[at] ?? 0) ^ (1 << (bit % 8));
        assert.throws(() => open(sealedFor, spoilt), { hubCode: 'ATTACHMENT_SPOILT' });
        assert.throws(() => open(sealedFor, sealed.subarray(0, -1)), { hubCode: 'ATTACHMENT_SPOILT' });
      }),
    );
  });

  it('open under the key they were sealed with alone', () => {
    const at = { id: randomUUID(), n: 0, isLast: true };
    const sealed = createPieceSeal(key, at.id).seal(at, Buffer.from('a'));
    const other = { id: 'k2', key: randomBytes(32).toString('base64') };
    assert.throws(() => createPieceSeal(other, at.id).open(at, sealed), { hubCode: 'ATTACHMENT_SPOILT' });
  });
});
