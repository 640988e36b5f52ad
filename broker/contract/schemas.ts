/** The schemas of the hub, compiled once by one ajv. */
import type { Fault } from './errors.ts';

/** The keyword `x-reply` of a message type: it waits for a reply from each recipient. The names are message types. */
export interface ReplyTerms {
  readonly type: string;
  /** The field of `data` that holds the instant by which the reply is due. */
  readonly by: string;
  /** Notice to who was asked, before the term ends. */
  readonly reminder: string;
  /** Notice to the asker, when the term has ended. */
  readonly expired: string;
}

export interface MessageType {
  /** e.g. pl.gov.udsc.exchange.note.v1 */
  readonly type: string;
  readonly schemaId: string;
  readonly title: string;
  /** Days until body and attempts are deleted. */
  readonly keepDays: number;
  /** True for what only the hub says, in its own name or for a party: no party may submit it. */
  readonly isFromHub: boolean;
  readonly reply?: ReplyTerms;
  /** True where another type waits for this one: it must name the question by its causationid. */
  readonly isReply?: boolean;
  /** The keyword `x-attachments`: the field of `data` that lists references to attachments. */
  readonly attachments?: string;
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
