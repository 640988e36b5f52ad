/** The schemas of the hub, compiled once by one ajv. */
import type { Fault } from './errors.ts';

export interface MessageType {
  /** e.g. pl.gov.udsc.exchange.note.v1 */
  readonly type: string;
  readonly schemaId: string;
  readonly title: string;
  /** Days until body and attempts are deleted. */
  readonly keepDays: number;
  /** True for what only the hub says, in its own name or for a party: no party may submit it. */
  readonly isFromHub: boolean;
}

export interface SchemaShelf {
  /** Faults of a value against a schema named by its path below schemas/, e.g. `sis-search/v1.schema.json`; empty when valid. */
  faults(schema: string, value: unknown): readonly Fault[];
  messageType(type: string): MessageType | undefined;
  messageTypes(): readonly MessageType[];
  /** Faults of the `data` of a message. */
  dataFaults(type: MessageType, data: unknown): readonly Fault[];
  /** All schemas by `$id`, for OpenAPI. */
  documents(): ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}
