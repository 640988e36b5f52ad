/**
 * The binary content mode of the CloudEvents HTTP protocol binding (1.0, section 3.1): the data are the body, the other attributes are
 * headers. Pure; the bytes of the data are those of the sender.
 */
import { partsOf } from '../../broker/contract/event-parts.ts';

export interface BinaryEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Of a structured event in JSON. Data in base64 are sent as what they stand for. */
export function toBinaryMode(event: Buffer): BinaryEvent {
  const { attributes, contentType, data } = partsOf(event);
  const headers = Object.fromEntries([...attributes].map(([name, value]) => [`ce-${name}`, headerValue(String(value))]));
  return { headers: { ...headers, 'content-type': contentType }, body: data };
}

/** Percent-encodes what the binding (section 3.1.3.2) keeps out of header values: blanks, quotes, percent signs, all beyond ASCII. */
const headerValue = (text: string): string => text.replaceAll(/[^!#$&-~]/gu, (sign) => encodeURIComponent(sign));
