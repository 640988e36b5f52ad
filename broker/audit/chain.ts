/**
 * The arithmetic of the audit chain: each entry's hash covers the one before it and a salted digest of the payload, so the
 * payload can be deleted by law while the chain still proves that nothing was changed, removed or swapped.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { AuditEvent } from './catalogue.ts';

/** What happened, to be recorded. Indexed facts are part of the payload, so the hash covers them. */
export interface AuditFact {
  readonly event: AuditEvent;
  readonly party?: string;
  readonly officer?: string;
  readonly purpose?: string;
  /** A reference to a person that only the register behind it can resolve. */
  readonly personRef?: string;
  readonly messageId?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** One entry as it is stored. Byte values are hex. */
export interface ChainEntry {
  readonly n: number;
  readonly at: string;
  readonly event: string;
  readonly party: string | null;
  readonly officer: string | null;
  readonly purpose: string | null;
  readonly person_ref: string | null;
  readonly message_id: string | null;
  readonly payload: string;
  readonly salt: string;
  readonly digest: string;
  readonly hash: string;
}

const sha256 = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The head of a chain before its first entry. */
export const chainStart = (chainId: string): Buffer => sha256('pobyt-hub audit chain\n', chainId);

export const payloadDigest = (salt: Buffer, payload: string): Buffer => sha256(salt, payload);

export function entryHash(previous: Buffer, entry: { chainId: string; n: number; at: string; event: string; digest: Buffer }): Buffer {
  return sha256(previous, `${entry.chainId}\n${entry.n}\n${entry.at}\n${entry.event}\n`, entry.digest);
}

/** The payload text: what the digest covers. Key order is fixed by this function. */
function payloadOf(fact: AuditFact): string {
  return JSON.stringify({
    party: fact.party,
    officer: fact.officer,
    purpose: fact.purpose,
    personRef: fact.personRef,
    messageId: fact.messageId,
    ...fact.facts,
  });
}

/** Links facts to a chain in their order; gives the entries and the new head. */
export function linkEntries(
  chain: { chainId: string; n: number; head: Buffer },
  facts: readonly AuditFact[],
  at: string,
): { entries: ChainEntry[]; head: Buffer } {
  let head = chain.head;
  const salts = randomBytes(16 * facts.length);
  const entries = facts.map((fact, index) => {
    const n = chain.n + index + 1;
    const payload = payloadOf(fact);
    const salt = salts.subarray(index * 16, index * 16 + 16);
    const digest = payloadDigest(salt, payload);
    head = entryHash(head, { chainId: chain.chainId, n, at, event: fact.event, digest });
    return {
      n,
      at,
      event: fact.event,
      party: fact.party ?? null,
      officer: fact.officer ?? null,
      purpose: fact.purpose ?? null,
      person_ref: fact.personRef ?? null,
      message_id: fact.messageId ?? null,
      payload,
      salt: salt.toString('hex'),
      digest: digest.toString('hex'),
      hash: head.toString('hex'),
    };
  });
  return { entries, head };
}
