/** Opens a mail that could not be used. It is recorded first; a record that fails opens nothing. */
import { randomBytes } from 'node:crypto';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { createVault } from '../../broker/store/vault.ts';
import { mailOf } from './mails.ts';
import { factOf, reasonIn } from './reason.ts';

interface Sealed {
  readonly key_id: string;
  readonly sealed: Buffer;
}

const SEALED = 'SELECT u.key_id, u.sealed FROM network_unreadable u WHERE u.id = $1';

/** Throws NOT_FOUND, REASON_REQUIRED, AUDIT_UNAVAILABLE. */
export async function openMail(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const reason = reasonIn(hub, call);
  const mail = await mailOf(hub, call);
  await hub.audit.operations.record([factOf(call, { event: 'network-mail.opened', mail, reason })]).catch((cause: unknown) => {
    throw new HubError('AUDIT_UNAVAILABLE', { cause });
  });
  const [row] = (await hub.database.reads.query<Sealed>(SEALED, [mail.id])).rows;
  if (row === undefined) throw new HubError('NOT_FOUND');
  const vault = createVault({ masterKeys: hub.config.masterKeys, randomBytes });
  const content = vault.open(`${mail.state} ${mail.sha256}`, { keyId: row.key_id, bytes: row.sealed });
  return { status: 200, body: { mail, contentBase64: content.toString('base64') } };
}
