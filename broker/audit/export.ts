/**
 * Signs exported audit entries and checks such a document offline: that the hub made it, that nothing in it was changed
 * since, and that each entry fits its digest and the entry before it. Pure.
 */
import canonicalizeModule from 'canonicalize';
import type { ExportContent, ExportedEntry, SignedExport } from '../contract/audit-export.ts';
import { chainStart, entryHash, payloadDigest } from './chain.ts';
import { createSignatureCheck, type Signer } from './seal-keys.ts';

export interface ExportReport {
  readonly ok: boolean;
  readonly entries: number;
  readonly faults: readonly string[];
}

const FORMAT = 'pobyt-hub-audit-export/1';
/** Its declaration says a module, the file is a function. */
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined;

const signedBytes = (content: ExportContent): Buffer => Buffer.from(canonicalize({ format: FORMAT, content }) ?? '');

export const signExport = (content: ExportContent, signer: Signer): SignedExport => ({
  format: FORMAT,
  content,
  keyId: signer.keyId,
  signature: signer.sign(signedBytes(content)).toString('hex'),
});

/** `publicKey` is the SPKI DER in base64 that the reader got by another way than the document. */
export function verifyExport(document: SignedExport, publicKey: string): ExportReport {
  const check = createSignatureCheck([publicKey]);
  const entries = document.content.entries;
  const signed = document.format === FORMAT && check(document.keyId, signedBytes(document.content), Buffer.from(document.signature, 'hex'));
  const faults = [...(signed ? [] : ['The signature does not fit the document.']), ...entries.flatMap(entryFaults)];
  return { ok: faults.length === 0, entries: entries.length, faults };
}

function entryFaults(entry: ExportedEntry): string[] {
  const place = `Entry ${entry.n} of chain ${entry.chain}`;
  return [
    ...(fitsDigest(entry) ? [] : [`${place} does not fit its digest.`]),
    ...(follows(entry) ? [] : [`${place} does not follow from the entry before it.`]),
  ];
}

function fitsDigest({ payload, salt, digest, deletedUnder }: ExportedEntry): boolean {
  if (payload === null) return deletedUnder !== null;
  return payloadDigest(Buffer.from(salt ?? '', 'hex'), payload).toString('hex') === digest;
}

function follows({ chain, n, at, event, digest, previous, hash }: ExportedEntry): boolean {
  if (previous === null && n > 1) return true;
  const before = n === 1 ? chainStart(chain) : Buffer.from(previous ?? '', 'hex');
  return entryHash(before, { chainId: chain, n, at, event, digest: Buffer.from(digest, 'hex') }).toString('hex') === hash;
}
