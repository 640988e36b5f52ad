/**
 * A structured CloudEvent in JSON taken apart, as the binary content modes need it: the data by themselves, every other attribute beside
 * them. Pure; the bytes of the data are those of the sender.
 */
import { outermostValues, type Span } from './json-bytes.ts';

export interface EventParts {
  /** All but data and datacontenttype, in the order of the event. */
  readonly attributes: ReadonlyMap<string, unknown>;
  readonly contentType: string;
  /** Data in base64 are what they stand for. */
  readonly data: Buffer;
}

const JSON_TYPE = 'application/json';
const BESIDE: ReadonlySet<string> = new Set(['data', 'data_base64', 'datacontenttype']);

export function partsOf(event: Buffer): EventParts {
  const spans = outermostValues(event);
  const valueOf = (name: string): unknown => {
    const span = spans.get(name);
    return span === undefined ? undefined : (JSON.parse(event.toString('utf8', span.from, span.to)) as unknown);
  };
  const names = [...spans.keys()].filter((name) => !BESIDE.has(name));
  const type = valueOf('datacontenttype');
  return {
    attributes: new Map(names.map((name) => [name, valueOf(name)])),
    contentType: typeof type === 'string' ? type : JSON_TYPE,
    data: dataOf(event, spans.get('data'), valueOf('data_base64')),
  };
}

function dataOf(event: Buffer, data: Span | undefined, base64: unknown): Buffer {
  if (typeof base64 === 'string') return Buffer.from(base64, 'base64');
  return data === undefined ? Buffer.alloc(0) : event.subarray(data.from, data.to);
}
