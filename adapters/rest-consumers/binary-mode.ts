/**
 * The binary content mode of the CloudEvents HTTP protocol binding (1.0, section 3.1): the data are the body, the other attributes are
 * headers. Pure; the bytes of the data are those of the sender.
 */
import { outermostValues } from '../../broker/contract/json-bytes.ts';

export interface BinaryEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const JSON_TYPE = 'application/json';

/** Of a structured event in JSON. Data in base64 are sent as what they stand for. */
export function toBinaryMode(event: Buffer): BinaryEvent {
  const spans = outermostValues(event);
  const valueOf = (name: string): unknown => {
    const span = spans.get(name);
    return span === undefined ? undefined : (JSON.parse(event.toString('utf8', span.from, span.to)) as unknown);
  };
  const attributes = [...spans.keys()].filter((name) => !BODY.has(name) && name !== 'datacontenttype');
  const headers = Object.fromEntries(attributes.map((name) => [`ce-${name}`, headerValue(String(valueOf(name)))]));
  const type = valueOf('datacontenttype');
  const contentType = typeof type === 'string' ? type : JSON_TYPE;
  return { headers: { ...headers, 'content-type': contentType }, body: bodyOf(event, spans.get('data'), valueOf('data_base64')) };
}

const BODY: ReadonlySet<string> = new Set(['data', 'data_base64']);

function bodyOf(event: Buffer, data: { readonly from: number; readonly to: number } | undefined, base64: unknown): Buffer {
  if (typeof base64 === 'string') return Buffer.from(base64, 'base64');
  return data === undefined ? Buffer.alloc(0) : event.subarray(data.from, data.to);
}

/** Percent-encodes what the binding (section 3.1.3.2) keeps out of header values: blanks, quotes, percent signs, all beyond ASCII. */
const headerValue = (text: string): string => text.replaceAll(/[^!#$&-~]/gu, (sign) => encodeURIComponent(sign));
