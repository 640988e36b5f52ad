/**
 * Names what happened to entries that do not fit their place: whether two of them changed places, whether one merely follows
 * a moved one, or whether one was changed. Pure; works on the few entries around a fault.
 */
import { entryHash, payloadDigest } from './chain.ts';
import type { AuditFault } from './fault.ts';
import type { StoredEntry } from './stored-entry.ts';

/** An entry that does not fit, with the hash stored in the entry before it. */
export interface Suspect {
  readonly entry: StoredEntry;
  readonly previous: string;
  /** What was seen to be wrong, in words. */
  readonly words: string;
}

export function nameSuspects(suspects: readonly Suspect[]): AuditFault[] {
  const faults: AuditFault[] = [];
  const explained = new Set<number>();
  for (const suspect of suspects) {
    const { chain, n } = suspect.entry;
    if (explained.has(n) || followsMovedEntry(suspect, suspects)) continue;
    const other = suspects.find((one) => one.entry.n !== n && changedPlaces(suspect, one, suspects));
    if (other === undefined) {
      faults.push({ kind: 'changed', chain, n, words: `Entry ${n} was changed: ${suspect.words}.` });
      continue;
    }
    explained.add(other.entry.n);
    faults.push({ kind: 'swapped', chain, n, words: `Entry ${n} and entry ${other.entry.n} were swapped, wholly or in part.` });
  }
  return faults;
}

/** The entry itself is whole, only the one before it is not the one that was written there. */
const followsMovedEntry = ({ entry, previous }: Suspect, all: readonly Suspect[]): boolean =>
  isWhole(entry) && all.some((other) => other.entry.hash !== previous && linkOf(other.entry.hash, entry.n, entry) === entry.hash);

const isWhole = (entry: StoredEntry): boolean => entry.payload === null || digestOf(entry.salt, entry.payload) === entry.digest;

function changedPlaces(one: Suspect, other: Suspect, all: readonly Suspect[]): boolean {
  return (
    payloadBelongs(one.entry, other.entry) ||
    payloadBelongs(other.entry, one.entry) ||
    linkBelongs(one, other, all) ||
    linkBelongs(other, one, all)
  );
}

/** The payload found at `other` is the one whose digest stands at `place`. */
function payloadBelongs(place: StoredEntry, other: StoredEntry): boolean {
  const { payload } = other;
  if (payload === null || payload === place.payload) return false;
  return [place.salt, other.salt].some((salt) => digestOf(salt, payload) === place.digest);
}

/** The content found at `other` gives the hash that one of the two bears, when it stands at the place of `one`. */
function linkBelongs(one: Suspect, other: Suspect, all: readonly Suspect[]): boolean {
  const previous = [one.previous, ...all.map((suspect) => suspect.entry.hash), ...all.map((suspect) => suspect.previous)];
  return previous.some((hash) => {
    const link = linkOf(hash, one.entry.n, other.entry);
    return link === other.entry.hash || link === one.entry.hash;
  });
}

const linkOf = (previous: string, n: number, content: StoredEntry): string =>
  entryHash(Buffer.from(previous, 'hex'), {
    chainId: content.chain,
    n,
    at: content.at,
    event: content.event,
    digest: Buffer.from(content.digest, 'hex'),
  }).toString('hex');

const digestOf = (salt: string | null, payload: string): string => payloadDigest(Buffer.from(salt ?? '', 'hex'), payload).toString('hex');
