/**
 * What the load generator knows by itself: what it submitted and what was answered, and, from the sinks' files, what
 * arrived. Losses, inventions and order are computed from these two alone, never from the hub's tables.
 */
import { createHash } from 'node:crypto';

/** One message that a node answered with 2xx. */
export interface Accepted {
  readonly eventId: string;
  readonly sender: string;
  /** Destinations, and the digest of what each must get. */
  readonly owes: Readonly<Record<string, string>>;
  readonly sequenceKey: string | null;
  /** The how-manieth 2xx answer of its key; 0 without a key. */
  readonly position: number;
}

/** How a sink answered what it stored: only `ok` reached the hub in time. */
export type ReceiptAnswer = 'ok' | 'late' | 'cut' | 'error';

/** One line of a sink's file: what it stored, in the order of storing. */
export interface Receipt {
  readonly destination: string;
  /** By which the recipient recognises a repeat: webhook-id, heading 000 of a form, RequestId of a registration. */
  readonly key: string;
  readonly eventId: string;
  /** Null when the sink found none; absent on roads that carry none. */
  readonly sequence?: string | null;
  readonly digest: string;
  readonly answer: ReceiptAnswer;
}

export interface Share {
  readonly owed: number;
  readonly lost: number;
  readonly duplicates: number;
}

export interface Findings {
  /** Deliveries that the accepted messages owe. */
  readonly owed: number;
  readonly delivered: number;
  readonly lost: number;
  readonly invented: number;
  readonly duplicates: number;
  /** Repeats although the sink had confirmed: only a fault explains one, for its outcome was not recorded. */
  readonly repeatsAfterOk: number;
  /** Repeats that came under another key than the first. */
  readonly changedIds: number;
  readonly outOfOrder: number;
  /** Receipts whose `sequence` is not the position of the message in its lane. */
  readonly wrongSequence: number;
  /** Which road was how good. */
  readonly byDestination: Readonly<Record<string, Share>>;
  /** The first few faults in words. */
  readonly examples: readonly string[];
}

/** Of what was said, in the order in which it was said, without what the hub writes in. */
export function digestOf(said: Readonly<Record<string, unknown>>): string {
  const sent = Object.entries(said).filter(([name]) => name !== 'sequence');
  return createHash('sha256').update(JSON.stringify(sent)).digest('hex');
}

const delivered = (receipts: readonly Receipt[]): Set<string> =>
  new Set(receipts.filter(({ answer }) => answer === 'ok' || answer === 'late').map((receipt) => nameOf(receipt)));

const nameOf = ({ destination, eventId }: { destination: string; eventId: string }): string => `${destination} ${eventId}`;

const owedBy = (accepted: readonly Accepted[]): Map<string, Accepted> =>
  new Map(
    accepted.flatMap((one) => Object.keys(one.owes).map((destination) => [nameOf({ destination, eventId: one.eventId }), one] as const)),
  );

/** Compares both sides. Receipts of one destination must be in the order in which it stored them. */
export function compare(accepted: readonly Accepted[], receipts: readonly Receipt[]): Findings {
  const owed = owedBy(accepted);
  const arrived = delivered(receipts);
  const lost = [...owed.keys()].filter((name) => !arrived.has(name));
  const invented = receipts.filter((receipt) => owed.get(nameOf(receipt))?.owes[receipt.destination] !== receipt.digest);
  const first = firstReceipts(receipts);
  const changed = receipts.filter((receipt) => first.get(nameOf(receipt))?.key !== receipt.key);
  const late = outOfOrder([...first.values()], owed);
  const wrong = receipts.filter((receipt) => hasWrongSequence(receipt, owed.get(nameOf(receipt))));
  return {
    owed: owed.size,
    delivered: arrived.size,
    lost: lost.length,
    invented: invented.length,
    duplicates: receipts.length - first.size,
    repeatsAfterOk: repeatsAfterOk(receipts),
    changedIds: changed.length,
    outOfOrder: late.length,
    wrongSequence: wrong.length,
    byDestination: shares(accepted, receipts),
    examples: [
      ...say('lost', lost),
      ...say('invented', invented.map(nameOf)),
      ...say('under another key', changed.map(nameOf)),
      ...say('out of order', late),
      ...say(
        'wrong sequence',
        wrong.map((receipt) => `${nameOf(receipt)} ${receipt.sequence ?? 'none'}`),
      ),
    ],
  };
}

function shares(accepted: readonly Accepted[], receipts: readonly Receipt[]): Record<string, Share> {
  const names = [...new Set(accepted.flatMap(({ owes }) => Object.keys(owes)))].sort();
  const arrived = delivered(receipts);
  return Object.fromEntries(
    names.map((destination) => {
      const owed = accepted.filter(({ owes }) => destination in owes).map(({ eventId }) => nameOf({ destination, eventId }));
      const came = receipts.filter((receipt) => receipt.destination === destination);
      const lost = owed.filter((name) => !arrived.has(name)).length;
      return [destination, { owed: owed.length, lost, duplicates: came.length - firstReceipts(came).size }];
    }),
  );
}

const say = (fault: string, names: readonly string[]): string[] => names.slice(0, 5).map((name) => `${fault}: ${name}`);

function firstReceipts(receipts: readonly Receipt[]): Map<string, Receipt> {
  const first = new Map<string, Receipt>();
  for (const receipt of receipts) if (!first.has(nameOf(receipt))) first.set(nameOf(receipt), receipt);
  return first;
}

function repeatsAfterOk(receipts: readonly Receipt[]): number {
  const confirmed = new Set<string>();
  return receipts.filter((receipt) => {
    const isRepeat = confirmed.has(nameOf(receipt));
    if (receipt.answer === 'ok') confirmed.add(nameOf(receipt));
    return isRepeat;
  }).length;
}

/** First receipts of a position that came after the first receipt of a higher one of the same lane. */
function outOfOrder(first: readonly Receipt[], owed: ReadonlyMap<string, Accepted>): string[] {
  const highest = new Map<string, number>();
  return first.flatMap((receipt) => {
    const message = owed.get(nameOf(receipt));
    if (message === undefined || message.sequenceKey === null) return [];
    const lane = `${receipt.destination} ${message.sender} ${message.sequenceKey}`;
    const before = highest.get(lane) ?? 0;
    highest.set(lane, Math.max(before, message.position));
    return message.position < before ? [`${lane}: ${message.position} after ${before}`] : [];
  });
}

/** All messages of one key go to the same destinations, so the position in the key is that in each lane. */
function hasWrongSequence(receipt: Receipt, message: Accepted | undefined): boolean {
  if (message === undefined || receipt.sequence === undefined) return false;
  return message.sequenceKey === null ? receipt.sequence !== null : Number(receipt.sequence) !== message.position;
}
