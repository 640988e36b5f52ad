/** Takes an upload: what is declared is known before the first byte is read; so many at once a node, the others come back. */
import type { Attachment } from '../../broker/contract/attachments.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { declaredBy } from './declared.ts';

type Upload = (hub: Hub, call: RestCall) => Promise<RestAnswer>;

export function createUpload({ uploadsAtOnce }: Hub['config']['attachments']): Upload {
  let underWay = 0;
  return async (hub, call) => {
    const declared = declaredBy(call);
    if (underWay >= uploadsAtOnce) throw new HubError('ACCEPT_QUEUE_FULL', { retryAfterMs: 1000 });
    underWay += 1;
    try {
      return created(await hub.takeAttachment(call.principal.party, declared, call.stream ?? nothing()));
    } finally {
      underWay -= 1;
    }
  };
}

async function* nothing(): AsyncGenerator<Buffer> {}

const created = ({ id, sha256, sizeBytes, mediaType, expiresAt }: Attachment): RestAnswer => ({
  status: 201,
  headers: { location: `/api/v1/attachments/${id}` },
  body: { id, sha256, sizeBytes, mediaType, expiresAt: expiresAt.toISOString() },
});
