/**
 * Ends deliveries that were handed over once their recipients say that they have them: micro-batched, one commit with the audit entries.
 * An acknowledgement counts whatever became of the delivery since it was first sent, save that it expired or was given up.
 */
import type pg from 'pg';
import type { AuditFact } from '../audit/chain.ts';
import type { AuditWriter } from '../audit/writer.ts';
import type { Acknowledgement, Problems } from '../contract/doors.ts';
import type { ErrorCode } from '../contract/error-catalogue.ts';
import { resolveDeadLetters } from '../store/dead-letter-problems.ts';
import { databaseError } from '../store/database.ts';
import { createBatcher } from '../contract/batcher.ts';

export interface AcknowledgerOptions {
  readonly pool: pg.Pool;
  readonly audit: AuditWriter;
  /** The writer id under which tallies are kept. */
  readonly writer: string;
  readonly problems: Problems;
  readonly dispatchLeaseMs: number;
  readonly lingerMs: number;
  readonly onPromoted: (destination: string, ids: readonly string[]) => void;
  readonly onEnded: (destination: string) => void;
}

export interface Acknowledger {
  /** Resolves after the commit. Throws DATABASE_UNAVAILABLE or OUTCOME_UNKNOWN: ask again. */
  acknowledge(destination: string, deliveryId: string): Promise<Acknowledgement>;
  /** Resolves when all that was asked is committed. */
  idle(): Promise<void>;
}

interface Asked {
  readonly destination: string;
  readonly id: string;
}

/** A bigint that PostgreSQL takes. */
const DELIVERY_ID = /^[1-9]\d{0,17}$/;
const MOST_AT_ONCE = 256;
const UNREADABLE = { result: 'refused', code: 'ACKNOWLEDGEMENT_UNREADABLE' } as const satisfies Acknowledgement;

export function createAcknowledger(options: AcknowledgerOptions): Acknowledger {
  const batcher = createBatcher<Asked, Acknowledgement>({
    maxBatch: MOST_AT_ONCE,
    lingerMs: options.lingerMs,
    lines: [(asked) => acknowledgeAll(asked, options)],
  });
  return {
    idle: batcher.idle,
    acknowledge: async (destination, id) => {
      if (DELIVERY_ID.test(id)) return batcher.add({ destination, id });
      await record([refusal(destination, UNREADABLE.code)], options);
      return UNREADABLE;
    },
  };
}

async function acknowledgeAll(asked: readonly Asked[], options: AcknowledgerOptions): Promise<Acknowledgement[]> {
  const answers = new Map<string, Acknowledgement>();
  for (const destination of new Set(asked.map((one) => one.destination))) {
    const ids = new Set(asked.flatMap((one) => (one.destination === destination ? [one.id] : [])));
    for (const [id, answer] of await acknowledgeAt(destination, [...ids], options)) answers.set(`${destination}\n${id}`, answer);
  }
  return asked.map(({ destination, id }) => answers.get(`${destination}\n${id}`) ?? UNREADABLE);
}

interface AnsweredRow {
  readonly kind: 'acknowledged' | 'promoted' | 'too-early' | 'too-late' | 'unknown';
  readonly id: string;
}

const CODES = {
  'too-early': 'ACKNOWLEDGEMENT_TOO_EARLY',
  'too-late': 'ACKNOWLEDGEMENT_TOO_LATE',
  unknown: 'ACKNOWLEDGEMENT_UNKNOWN',
} as const;

async function acknowledgeAt(
  destination: string,
  ids: readonly string[],
  options: AcknowledgerOptions,
): Promise<Map<string, Acknowledgement>> {
  const rows = await end(destination, ids, options);
  const promoted = rows.filter(({ kind }) => kind === 'promoted').map(({ id }) => id);
  if (promoted.length > 0) options.onPromoted(destination, promoted);
  const answers = new Map(rows.flatMap(({ kind, id }) => (kind === 'promoted' ? [] : [[id, answerOf(kind)] as const])));
  await recordRefusals(destination, answers, options);
  return answers;
}

const answerOf = (kind: Exclude<AnsweredRow['kind'], 'promoted'>): Acknowledgement =>
  kind === 'acknowledged' ? { result: kind } : { result: 'refused', code: CODES[kind] };

async function end(destination: string, ids: readonly string[], options: AcknowledgerOptions): Promise<readonly AnsweredRow[]> {
  const { pool, audit, writer, problems } = options;
  try {
    const open = await findOpen(destination, ids, pool);
    const facts = open.map(({ id, messageId }): AuditFact => acknowledgedFact(destination, id, messageId));
    const answer = await audit.append(facts, (batch) =>
      pool.query<AnsweredRow>({
        name: 'acknowledge',
        text: 'SELECT kind, id::text FROM hub_acknowledge($1, $2, $3, $4, $5, $6)',
        values: [writer, destination, ids, open.map(({ id }) => id), JSON.stringify(batch), options.dispatchLeaseMs],
      }),
    );
    for (const _ of open) options.onEnded(destination);
    if (open.some(({ isDead }) => isDead)) await resolveDeadLetters({ pool, problems }, [destination]);
    return answer.rows;
  } catch (error) {
    throw databaseError(error);
  }
}

const acknowledgedFact = (destination: string, deliveryId: string, messageId: string): AuditFact => ({
  event: 'delivery.acknowledged',
  party: destination,
  messageId,
  facts: { deliveryId },
});

interface OpenRow {
  readonly id: string;
  readonly messageId: string;
  readonly isDead: boolean;
}

export const OPEN = `SELECT o.id::text, o.message_id AS "messageId", false AS "isDead" FROM delivery_open o
   WHERE o.id = ANY ($1) AND o.destination = $2 AND o.attempt > 0 AND NOT o.parked
  UNION ALL SELECT x.delivery_id::text, x.message_id, true FROM dead_letter x
   WHERE x.delivery_id = ANY ($1) AND x.destination = $2 AND x.attempts > 0`;

/** What an acknowledgement would end. */
const findOpen = async (destination: string, ids: readonly string[], pool: pg.Pool): Promise<readonly OpenRow[]> =>
  (await pool.query<OpenRow>({ name: 'acknowledgeable', text: OPEN, values: [ids, destination] })).rows;

async function recordRefusals(
  destination: string,
  answers: ReadonlyMap<string, Acknowledgement>,
  options: AcknowledgerOptions,
): Promise<void> {
  const facts = [...answers].flatMap(([id, answer]) => (answer.result === 'refused' ? [refusal(destination, answer.code, id)] : []));
  if (facts.length > 0) await record(facts, options);
}

const refusal = (party: string, code: ErrorCode, deliveryId?: string): AuditFact => ({
  event: 'delivery.acknowledgement-refused',
  party,
  facts: { code, deliveryId },
});

async function record(facts: readonly AuditFact[], { audit, pool }: AcknowledgerOptions): Promise<void> {
  await audit.append(facts, (batch) => pool.query({ name: 'audit', text: 'SELECT hub_append_audit($1)', values: [JSON.stringify(batch)] }));
}
