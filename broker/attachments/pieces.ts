/** Cuts a stream into pieces of one size, and says of each whether it is the last. */

export interface Piece {
  readonly bytes: Buffer;
  readonly n: number;
  readonly isLast: boolean;
}

/** One piece is held back until the next bytes come or the end; an empty stream is one empty piece. */
export async function* piecesOf(bytes: AsyncIterable<Buffer>, size: number): AsyncGenerator<Piece> {
  let held: Buffer[] = [];
  let many = 0;
  let n = 0;
  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.length;) {
      if (many === size) {
        yield { bytes: Buffer.concat(held, many), n, isLast: false };
        [held, many, n] = [[], 0, n + 1];
      }
      const part = chunk.subarray(from, from + size - many);
      held.push(part);
      many += part.length;
      from += part.length;
    }
  }
  yield { bytes: Buffer.concat(held, many), n, isLast: true };
}
