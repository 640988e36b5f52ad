/** Step: a JSON value becomes an event of a known type, or every fault is named. */
import { HubError, type Fault } from '../../contract/errors.ts';
import type { MessageType, SchemaShelf } from '../../contract/schemas.ts';

export interface EnvelopeAttributes {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly data: unknown;
  readonly subject?: string;
  readonly destination?: string;
  readonly sequencekey?: string;
  readonly correlationid?: string;
  readonly causationid?: string;
  readonly purpose?: string;
  readonly traceparent?: string;
  readonly expirytime?: string;
}

const ENVELOPE = '_common/envelope.schema.json';

/** Throws INVALID_MESSAGE. */
export function validEnvelope(value: unknown, schemas: SchemaShelf): EnvelopeAttributes {
  const faults = schemas.faults(ENVELOPE, value);
  if (faults.length > 0) throw new HubError('INVALID_MESSAGE', { faults: [...faults, ...knownDataFaults(value, schemas)] });
  return value as EnvelopeAttributes;
}

/** Every fault at once: also those of the data, when the type is known in spite of a faulty envelope. */
function knownDataFaults(value: unknown, schemas: SchemaShelf): readonly Fault[] {
  const { type, data } = (value ?? {}) as { type?: unknown; data?: unknown };
  const known = typeof type === 'string' ? schemas.messageType(type) : undefined;
  return known === undefined || data === undefined ? [] : schemas.dataFaults(known, data);
}

/** Throws UNKNOWN_TYPE. */
export function typeOf(envelope: EnvelopeAttributes, schemas: SchemaShelf): MessageType {
  const type = schemas.messageType(envelope.type);
  if (type === undefined) throw new HubError('UNKNOWN_TYPE', { faults: [{ pointer: '/type', detail: 'is not a known message type' }] });
  return type;
}

/** Throws INVALID_MESSAGE. */
export function checkData(envelope: EnvelopeAttributes, type: MessageType, schemas: SchemaShelf): void {
  const faults = schemas.dataFaults(type, envelope.data);
  if (faults.length > 0) throw new HubError('INVALID_MESSAGE', { faults });
}
