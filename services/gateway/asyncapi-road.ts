/** What the AsyncAPI document says of one road on which messages travel, as data, and the words that several roads have in common. */
export type Json = Readonly<Record<string, unknown>>;

export interface Road {
  /** Key of the channel, and prefix of its messages. */
  readonly name: string;
  /** Seen from the hub. */
  readonly action: 'receive' | 'send';
  readonly title: string;
  readonly channel: Json;
  /** None where it only answers the operation of another road. */
  readonly operation?: Json;
  /** How the messages of every type travel here. */
  readonly modes: readonly Mode[];
  /** What else the message of a type has here. */
  readonly ofType?: (type: string) => Json;
  /** Messages of no type, by name. */
  readonly others?: Readonly<Record<string, Json>>;
}

interface Mode {
  /** Structured: the whole event is the payload. Binary: its data alone are, and the other attributes are headers. */
  readonly name: 'structured' | 'binary';
  readonly headers: Json;
}

export const server = (name: string): Json => ({ $ref: `#/servers/${name}` });
export const text = (description: string): Json => ({ type: 'string', description });
export const headers = (properties: Json, required: readonly string[]): Json => ({ type: 'object', properties, required });

export const structured = (more: Json = {}, required: readonly string[] = []): Mode => ({
  name: 'structured',
  headers: headers({ 'content-type': { type: 'string', pattern: '^application/cloudevents\\+json' }, ...more }, [
    'content-type',
    ...required,
  ]),
});

/** The attributes that every event has; extension attributes follow the same rule. */
const ALWAYS = ['specversion', 'id', 'source', 'type'];
const SAID = [...ALWAYS, 'subject', 'time', 'destination', 'correlationid', 'causationid', 'sequencekey', 'sequence', 'expirytime'];

export const attributes = (prefix: string, more: Json = {}, required: readonly string[] = []): Json => {
  const own = Object.fromEntries(SAID.map((name) => [prefix + name, text(`Attribute \`${name}\` of the event.`)]));
  return headers({ ...own, ...more }, [...ALWAYS.map((name) => prefix + name), ...required]);
};
