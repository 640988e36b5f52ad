/** Takes all that waits in the mailbox of a party, for an earlier run may have left something, until what is wanted is there. */
import { ask, check, type Stage } from '../stage.ts';

export interface TakenEvent {
  readonly id: string;
  readonly type: string;
  readonly causationid?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Lease {
  readonly leaseId: string | null;
  readonly messages: readonly { readonly id: string; readonly event: TakenEvent }[];
}

interface Wanted {
  readonly party: string;
  /** For the words when it does not come. */
  readonly what: string;
  is(event: TakenEvent): boolean;
}

export async function takeUntil(stage: Stage, { party, what, is }: Wanted): Promise<TakenEvent> {
  for (;;) {
    const fetched = await ask(stage, { party, method: 'GET', path: '/mailbox/messages?max=100&waitSeconds=10' });
    const { leaseId, messages } = fetched.body as unknown as Lease;
    check(messages.length > 0, `the mailbox of ${party} should hold ${what}`);
    const ids = messages.map(({ id }) => id);
    const answer = await ask(stage, { party, method: 'POST', path: '/mailbox/acknowledgements', body: { leaseId, ids } });
    check(answer.status === 200, 'the acknowledgement should be taken');
    const found = messages.find(({ event }) => is(event));
    if (found !== undefined) return found.event;
  }
}
