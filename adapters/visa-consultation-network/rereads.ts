/** Reads mails again that operators want read again: after a setting, a code or a grant was mended they may be messages. */
import type { Logger, Vault } from '../../broker/contract/doors.ts';
import type { Inbox } from './inbox.ts';
import type { KeptMail, Ledger } from './ledger.ts';
import type { Peer } from './settings.ts';

interface RereadParts {
  readonly peers: readonly Peer[];
  readonly ledger: Pick<Ledger, 'wantedAgain' | 'readAgain'>;
  readonly inbox: Pick<Inbox, 'takeAgain'>;
  readonly vault: Vault;
  readonly log: Logger;
}

/** What cannot be taken now stays wanted. */
export const createRereads = (parts: RereadParts) => async (): Promise<void> => {
  for (const mail of await parts.ledger.wantedAgain()) {
    try {
      await parts.ledger.readAgain(mail.id, await faultOf(mail, parts));
    } catch (error) {
      parts.log.warn(
        { mail: mail.id, state: mail.state, reason: (error as Error).name },
        'a kept mail could not be taken now; it stays wanted',
      );
    }
  }
};

/** Undefined when it is a message now. */
async function faultOf({ state, sha256, sealed }: KeptMail, { peers, inbox, vault }: RereadParts): Promise<string | undefined> {
  const peer = peers.find((one) => one.state === state);
  if (peer === undefined) return 'its state is no peer any more';
  return inbox.takeAgain(peer, vault.open(`${state} ${sha256}`, sealed));
}
