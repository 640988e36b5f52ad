/** The AsyncAPI document as a party's tools read it: messages of a channel, and whether a payload is as described. */
import { Ajv } from 'ajv';
import addFormatsModule from 'ajv-formats';

type Json = Readonly<Record<string, unknown>>;

export interface DescribedMessage {
  readonly name: string;
  readonly payload: Json;
  readonly headers: Json;
  readonly bindings?: { readonly amqp: { readonly messageType?: string } };
}

export interface AsyncApi {
  readonly channels: Readonly<
    Record<
      string,
      { readonly address: string | null; readonly bindings?: Json; readonly messages: Readonly<Record<string, { readonly $ref: string }>> }
    >
  >;
  readonly operations: Readonly<Record<string, { readonly action: string; readonly channel: { readonly $ref: string } }>>;
  readonly components: { readonly messages: Readonly<Record<string, DescribedMessage>>; readonly schemas: Json };
}

const addFormats = addFormatsModule as unknown as (ajv: Ajv) => void;
const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';

/** Whether a value is as a schema of the document says, in the dialect that AsyncAPI has of itself. */
export function judgeOf({ components }: AsyncApi): (schema: Json, value: unknown) => boolean {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const compiled = new Map<Json, ReturnType<Ajv['compile']>>();
  return (schema, value) => {
    const validate = compiled.get(schema) ?? ajv.compile({ $schema: DRAFT_07, allOf: [schema], components });
    compiled.set(schema, validate);
    return validate(value) as boolean;
  };
}

/** A message of a channel by its key: type and content mode, or a name. */
export function messageIn(document: AsyncApi, channel: string, key: string): DescribedMessage {
  const name = document.channels[channel]?.messages[key]?.$ref.split('/').at(-1) ?? '';
  const message = document.components.messages[name];
  if (message === undefined) throw new Error(`The channel ${channel} has no message ${key}.`);
  return message;
}
