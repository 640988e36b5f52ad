/**
 * The worked example of docs/how-to/add-an-external-system.md: delivers decisions to the index of an archive, one record a decision. The
 * archive recognises repeats by the record's id, which is the delivery id.
 */
import { Agent } from 'undici';
import type { Adapter, Connection } from '../../broker/contract/adapter.ts';
import { putRecord } from './client.ts';
import { toWire } from './translate.ts';

interface ArchiveSettings {
  readonly connectTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 3000;

export const adapter: Adapter<ArchiveSettings> = {
  name: 'archive',
  connect: ({ connectTimeoutMs = CONNECT_TIMEOUT_MS }) => Promise.resolve(connection(connectTimeoutMs)),
};

function connection(timeout: number): Connection {
  const agent = new Agent({ connect: { timeout } });
  return {
    deliver: async ({ deliveryId, body, settings }, signal) => {
      const translated = toWire(body);
      if (translated === undefined) return { kind: 'permanent', code: 'TRANSLATION_FAILED' };
      return putRecord({ agent, url: `${String(settings['url'])}/records/${deliveryId}`, record: translated.record, signal });
    },
    check: () => Promise.resolve(),
    close: () => agent.destroy(),
  };
}
