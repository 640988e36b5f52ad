/** Reads the mailbox of a simulated party for as long as the demo runs: takes each message, then acknowledges it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from './client.ts';

export interface ReceivedEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Lease {
  readonly leaseId: string;
  readonly messages: readonly { readonly id: string; readonly event: ReceivedEvent }[];
}

export interface MailboxReader {
  readonly client: Client;
  readonly party: string;
  readonly signal: AbortSignal;
  /** Done again when it fails, and perhaps when the hub stopped in between. */
  take(event: ReceivedEvent): Promise<void>;
}

const PAUSE_MS = 500;

/** Resolves when the signal is aborted. A hub that is down is asked again. */
export async function readMailbox(reader: MailboxReader): Promise<void> {
  while (!reader.signal.aborted)
    await readOnce(reader).catch(() => delay(PAUSE_MS, undefined, { signal: reader.signal }).catch(() => undefined));
}

async function readOnce({ client, party, take }: MailboxReader): Promise<void> {
  const { body } = await client({ party, method: 'GET', path: '/mailbox/messages?waitSeconds=2' });
  const { leaseId, messages } = body as unknown as Lease;
  if (messages.length === 0) return;
  for (const { event } of messages) await take(event);
  await client({ party, method: 'POST', path: '/mailbox/acknowledgements', body: { leaseId, ids: messages.map(({ id }) => id) } });
}

/** The code of the party that sent the event. */
export const senderOf = ({ source }: ReceivedEvent): string => source.split('/').at(-1) ?? source;
