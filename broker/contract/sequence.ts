/** The position of a message in its lane, as the CloudEvents `sequence` extension: lexical order is the order of positions. */

const sequenceOf = (position: string): string => position.padStart(20, '0');

/** The stored bytes with the position written in; everything else is sent as it was received. Senders may not set it. */
export function withSequence(delivery: { readonly body: Buffer; readonly position: string | null }): Buffer {
  if (delivery.position === null) return delivery.body;
  const brace = delivery.body.indexOf(0x7b) + 1;
  const attribute = Buffer.from(`"sequence":"${sequenceOf(delivery.position)}",`);
  return Buffer.concat([delivery.body.subarray(0, brace), attribute, delivery.body.subarray(brace)]);
}
