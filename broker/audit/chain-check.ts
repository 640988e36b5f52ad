/**
 * Checks one chain entry by entry, in the order of their numbers, and keeps only what it needs for the next: payload against
 * digest, columns against payload, link against the entry before, and the head that seals saw. Pure.
 */
import { chainStart, entryHash, payloadDigest } from './chain.ts';
import { nameSuspects, type Suspect } from './chain-suspects.ts';
import type { AuditFault } from './fault.ts';
import type { Deletion } from './deletion-rules.ts';
import type { StoredEntry } from './stored-entry.ts';

/** What a seal, or the row of the chain, says that the hash of an entry is. */
export interface SealedHead {
  readonly head: string;
  readonly witness: string;
}

export interface ChainCheck {
  /** The next entry, and the seals whose head it was. */
  step(entry: StoredEntry, heads: readonly SealedHead[]): void;
  /** Number of the last entry seen. */
  last(): number;
  /** Faults of the entries seen. */
  faults(): AuditFault[];
}

type JudgeDeletion = (deletion: Deletion) => string | undefined;

/** More entries than these are not told apart any more: the chain was rewritten, not touched. */
const MAX_SUSPECTS = 24;
const COLUMNS = ['party', 'officer', 'purpose', 'personRef', 'messageId'] as const;

/** `judgeDeletion`: what is wrong with the deletion of an entry's content; undefined when it was lawful. */
export function createChainCheck(chain: string, judgeDeletion: JudgeDeletion): ChainCheck {
  const suspects: Suspect[] = [];
  const found: AuditFault[] = [];
  let further = 0;
  let last = 0;
  let previous: string | undefined = chainStart(chain).toString('hex');

  const suspect = (entry: StoredEntry, words: string): void => {
    if (suspects.length < MAX_SUSPECTS) suspects.push({ entry, previous: previous ?? '', words });
    else further += 1;
  };
  return {
    step: (entry, heads) => {
      if (entry.n > last + 1) {
        found.push(gap(chain, last + 1, entry.n - 1));
        // What the missing entry's hash was, nobody knows any more: the next link starts anew.
        previous = undefined;
      }
      const words = wrongWith(entry, entry.n <= last ? 'twice' : previous, judgeDeletion) ?? againstSeals(entry, heads);
      if (words !== undefined) suspect(entry, words);
      previous = entry.hash;
      last = Math.max(last, entry.n);
    },
    last: () => last,
    faults: () => [...found, ...nameSuspects(suspects), ...(further > 0 ? [rewritten(chain, further)] : [])],
  };
}

const gap = (chain: string, from: number, to: number): AuditFault => ({
  kind: 'removed',
  chain,
  n: from,
  words: from === to ? `Entry ${from} was removed.` : `Entries ${from} to ${to} were removed.`,
});

const rewritten = (chain: string, count: number): AuditFault => ({
  kind: 'changed',
  chain,
  words: `${count} further entries of the chain do not fit either: the chain was rewritten.`,
});

/** What is wrong with an entry; `previous` is the hash before it, undefined when unknown, `twice` when its number was seen before. */
function wrongWith(entry: StoredEntry, previous: string | undefined, judge: JudgeDeletion): string | undefined {
  if (previous === 'twice') return 'its number stands twice in the chain';
  return (
    (entry.payload === null ? wrongAbsence(entry, judge) : wrongPayload({ ...entry, payload: entry.payload })) ?? wrongLink(entry, previous)
  );
}

/** With the content its columns go: what they said then could not be proved any more. */
function wrongAbsence(entry: StoredEntry, judge: JudgeDeletion): string | undefined {
  const { deletedUnder } = entry;
  if (deletedUnder === null) return 'its content was deleted without a rule';
  const left = COLUMNS.find((name) => entry[name] !== null);
  return left === undefined ? judge({ ...entry, deletedUnder }) : `its content was deleted, but its column ${left} still says something`;
}

function wrongPayload({ payload, salt, digest, ...entry }: StoredEntry & { readonly payload: string }): string | undefined {
  if (payloadDigest(Buffer.from(salt ?? '', 'hex'), payload).toString('hex') !== digest) return 'its content does not fit its digest';
  const facts = JSON.parse(payload) as Readonly<Record<string, unknown>>;
  const wrong = COLUMNS.find((name) => (facts[name] ?? null) !== entry[name]);
  return wrong === undefined ? undefined : `its column ${wrong} does not say what its content says`;
}

function wrongLink(entry: StoredEntry, previous: string | undefined): string | undefined {
  if (previous === undefined) return undefined;
  const link = { chainId: entry.chain, n: entry.n, at: entry.at, event: entry.event, digest: Buffer.from(entry.digest, 'hex') };
  const hash = entryHash(Buffer.from(previous, 'hex'), link).toString('hex');
  return hash === entry.hash ? undefined : 'its hash does not follow from the entry before it';
}

function againstSeals(entry: StoredEntry, heads: readonly SealedHead[]): string | undefined {
  const broken = heads.find(({ head }) => head !== entry.hash);
  return broken === undefined ? undefined : `${broken.witness} saw another hash here; it or one before it was written anew`;
}
