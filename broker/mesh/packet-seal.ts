/**
 * Seals what nodes send each other over RabbitMQ (AES-256-GCM), so that its queues show no name and take no packet that is not
 * ours. A packet is bound to its command, to the node it is addressed to and to the hub it belongs to, and is taken once.
 *
 * Bytes: version, addressed (0 or 1), length of the key id, key id, nonce (12), tag (16), ciphertext of: time (8), data.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { HubError } from '../contract/errors.ts';
import { createFreshness } from './freshness.ts';

export interface OutgoingPacket {
  /** Moleculer's word for the kind of packet: REQ, RES, EVENT, INFO … */
  readonly command: string;
  /** The node it is for; null when it goes to all. */
  readonly target: string | null;
  readonly data: Buffer;
}

export interface PacketSeal {
  seal(packet: OutgoingPacket): Buffer;
  /** Undefined when the bytes were not sealed for this command and this node under one of our keys, or come again or too late. */
  open(command: string, sealed: Buffer): Buffer | undefined;
}

export interface PacketSealOptions {
  /** The first seals, all of them open: so a key is replaced without a moment in which nodes do not hear each other. */
  readonly masterKeys: readonly { readonly id: string; readonly key: string }[];
  /** What tells hubs on one RabbitMQ apart. */
  readonly hubName: string;
  readonly nodeId: string;
  readonly randomBytes: (size: number) => Buffer;
  /** Milliseconds by a clock that all nodes share. */
  readonly now: () => number;
}

const VERSION = 1;
const FIXED = 3;
const NONCE = 12;
const NONCE_PREFIX = 8;
const TAG = 16;
const TIME = 8;
const LAST_COUNT = 0xffff_ffff;

export function createPacketSeal(options: PacketSealOptions): PacketSeal {
  const keys = new Map(options.masterKeys.map(({ id, key }) => [id, deriveKey(key, options.hubName)]));
  const [first] = options.masterKeys;
  const key = first === undefined ? undefined : keys.get(first.id);
  if (first === undefined || key === undefined || Buffer.byteLength(first.id) > 255)
    throw new HubError('CONFIG_INVALID', { detail: 'HUB_MASTER_KEY: a key is missing, or its id is longer than 255 bytes.' });
  const nextNonce = nonces(options.randomBytes);
  const isFresh = createFreshness(options.now);
  return {
    seal: ({ command, target, data }) => {
      const header = headerOf(first.id, target !== null);
      const nonce = nextNonce();
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(header, command, target));
      const text = Buffer.concat([cipher.update(timeOf(options.now())), cipher.update(data), cipher.final()]);
      return Buffer.concat([header, nonce, cipher.getAuthTag(), text]);
    },
    open: (command, sealed) => {
      const keyLength = sealed[FIXED - 1] ?? 0;
      const header = sealed.subarray(0, FIXED + keyLength);
      const found = keys.get(header.subarray(FIXED).toString('utf8'));
      const rest = sealed.subarray(header.length);
      if (header[0] !== VERSION || found === undefined || rest.length < NONCE + TAG + TIME) return undefined;
      const opened = decrypt({ key: found, rest, aad: boundTo(header, command, header[1] === 1 ? options.nodeId : null) });
      if (opened === undefined || !isFresh(rest.toString('latin1', 0, NONCE), opened.readDoubleBE(0))) return undefined;
      return opened.subarray(TIME);
    },
  };
}

/** A key for this purpose alone: what else the master key encrypts does not help against packets, nor the other way round. */
const deriveKey = (masterKey: string, hubName: string): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.from(masterKey, 'base64'), Buffer.alloc(0), `pobyt-hub mesh packets v1 ${hubName}`, 32));

const headerOf = (keyId: string, isAddressed: boolean): Buffer => {
  const id = Buffer.from(keyId);
  return Buffer.concat([Buffer.from([VERSION, isAddressed ? 1 : 0, id.length]), id]);
};

const boundTo = (header: Buffer, command: string, target: string | null): Buffer =>
  Buffer.concat([header, Buffer.from(`${command}\0${target ?? ''}`)]);

function timeOf(ms: number): Buffer {
  const time = Buffer.alloc(TIME);
  time.writeDoubleBE(ms);
  return time;
}

/** A random part for each process and a count: unlike wholly random nonces these do not run into a limit of packets a key. */
function nonces(randomBytes: (size: number) => Buffer): () => Buffer {
  let prefix = randomBytes(NONCE_PREFIX);
  let count = 0;
  return () => {
    if (count === LAST_COUNT) {
      prefix = randomBytes(NONCE_PREFIX);
      count = 0;
    }
    const nonce = Buffer.alloc(NONCE);
    prefix.copy(nonce);
    nonce.writeUInt32BE((count += 1), NONCE_PREFIX);
    return nonce;
  };
}

function decrypt({ key, rest, aad }: { key: Buffer; rest: Buffer; aad: Buffer }): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, rest.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(aad).setAuthTag(rest.subarray(NONCE, NONCE + TAG));
  try {
    return Buffer.concat([decipher.update(rest.subarray(NONCE + TAG)), decipher.final()]);
  } catch {
    return undefined;
  }
}
