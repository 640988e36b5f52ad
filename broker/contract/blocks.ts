/** Cuts a stream into chunks whose lengths are multiples of one number, as encodings need them; only the last may be shorter. Pure. */
export async function* blocksOf(bytes: AsyncIterable<Buffer>, multiple: number): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const held = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = held.length - (held.length % multiple);
    if (whole > 0) yield held.subarray(0, whole);
    rest = Buffer.from(held.subarray(whole));
  }
  if (rest.length > 0) yield rest;
}
