/** What operators decide about a mail: read it again, or be done with it. One transaction with the audit entry. */
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { mailOf } from './mails.ts';
import { factOf, reasonIn } from './reason.ts';

type Decide = (hub: Hub, call: RestCall) => Promise<RestAnswer>;

/** Throws NOT_FOUND, REASON_REQUIRED, and INVALID_STATE for what is a message already. */
export const handled: Decide = (hub, call) => decide(hub, call, { handling: 'HANDLED', event: 'network-mail.handled' });

/** A node that listens reads it within its next turn. Throws as `handled` does, and INVALID_STATE where only the beginning is kept. */
export const reread: Decide = (hub, call) => decide(hub, call, { handling: 'REREAD', event: 'network-mail.reread' });

interface Decision {
  readonly handling: 'HANDLED' | 'REREAD';
  readonly event: 'network-mail.handled' | 'network-mail.reread';
}

async function decide(hub: Hub, call: RestCall, { handling, event }: Decision): Promise<RestAnswer> {
  const reason = reasonIn(hub, call);
  const mail = await mailOf(hub, call);
  const by = [call.principal.party, call.who.officer].filter(Boolean).join(' ');
  const text = 'SELECT network_mail_decide($1, $2, $3, $4, $5)';
  await hub.audit.operations
    .append([factOf(call, { event, mail, reason })], (batch) =>
      hub.database.work.query(text, [mail.id, handling, by, reason, JSON.stringify(batch)]),
    )
    .catch((error: unknown) => {
      throw isRefused(error) ? new HubError('INVALID_STATE', { detail: wordsOf(mail) }) : error;
    });
  return { status: 200, body: await mailOf(hub, call) };
}

const isRefused = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 'HB002';

const wordsOf = ({ handling, isWhole }: { readonly handling: string; readonly isWhole: boolean }): string =>
  isWhole ? `The mail is ${handling}.` : `The mail is ${handling}, and only its beginning is kept: it cannot be read again.`;
