/** Settings of the network as settings.schema.json admits them, with every default filled in. */
import { HubError } from '../../broker/contract/errors.ts';
import type { Letters } from './codes.ts';
import type { Dialect } from './kinds.ts';

export interface Peer {
  readonly state: string;
  readonly party: string;
  readonly source?: string;
  readonly dialect: Dialect;
  readonly address: string;
  readonly host: string;
  readonly port: number;
  readonly hosts: readonly string[];
  readonly maxAttachmentBytes?: number;
  readonly certificateSha256?: readonly string[];
  readonly clientSha256?: readonly string[];
}

export interface Own {
  readonly state: string;
  readonly address: string;
  readonly cert?: string;
  readonly key?: string;
}

export interface Listen {
  readonly host?: string;
  readonly port: number;
  readonly maxBytes?: number;
}

export interface NetworkSettings {
  readonly own: Own;
  readonly deliverTo?: string;
  readonly listen?: Listen;
  readonly peers: readonly Peer[];
  readonly letters?: Letters;
  readonly receiptWithinMs?: number;
  readonly keepFormsDays?: number;
  readonly keepUnreadableDays?: number;
  readonly connectTimeoutMs?: number;
  readonly turnEveryMs?: number;
}

type Defaulted = 'receiptWithinMs' | 'keepFormsDays' | 'keepUnreadableDays' | 'connectTimeoutMs' | 'turnEveryMs';
export type FullSettings = Omit<NetworkSettings, Defaulted> & Required<Pick<NetworkSettings, Defaulted>>;

export function withDefaults(settings: NetworkSettings): FullSettings {
  const { listen, deliverTo, peers, own } = settings;
  if (listen !== undefined && deliverTo === undefined) throw wrong('deliverTo is missing: who gets what other states send');
  if (new Set(peers.map(({ state }) => state)).size !== peers.length) throw wrong('a state stands twice among the peers');
  const isPinned = peers.some(({ certificateSha256, clientSha256 }) => (certificateSha256 ?? clientSha256) !== undefined);
  if (listen !== undefined && isPinned && own.cert === undefined) throw wrong('STARTTLS is demanded, but own.cert is missing');
  return {
    receiptWithinMs: 3_600_000,
    keepFormsDays: 180,
    keepUnreadableDays: 30,
    connectTimeoutMs: 5000,
    turnEveryMs: 5000,
    ...settings,
  };
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

const wrong = (words: string): HubError => new HubError('CONFIG_INVALID', { detail: `adapters.visa-consultation-network: ${words}.` });
