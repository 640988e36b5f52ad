/**
 * Sends what consultations owe: each letter was written with the step that owes it, is claimed by one node, and becomes one message however
 * often it is tried, for its id follows from the letter. What cannot be sent is told to operators and tried again.
 */
import { HubError } from '../../broker/contract/errors.ts';
import { messageOf, type OwedLetter, type Sender } from './messages.ts';
import type { Parts } from './parts.ts';
import { NOT_SENT, problemOf } from './problem-words.ts';
import { isOpen, type Consultation, type Stepped } from './process/consultation.ts';
import { sent, sentTooLate } from './process/transport.ts';
import { stepItems } from './step-items.ts';

const BATCH = 200;

export async function sendLetters(parts: Parts): Promise<void> {
  for (;;) {
    const letters = await claim(parts);
    if (letters.length > 0) await markSent(parts, (await Promise.all(inOrder(letters).map((owed) => sendAll(parts, owed)))).flat());
    if (letters.length < BATCH) return;
  }
}

const CLAIM = `WITH owed AS (
    UPDATE consultation_letter SET claimed_until = hub_now() + $2 * interval '1 millisecond'
     WHERE id IN (SELECT id FROM consultation_letter l WHERE sent_at IS NULL AND claimed_until <= hub_now()
                     AND NOT EXISTS (SELECT 1 FROM consultation_letter b WHERE b.consultation_id = l.consultation_id AND b.id < l.id
                                        AND b.addressee = l.addressee AND b.sent_at IS NULL AND b.claimed_until > hub_now())
                   ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
    RETURNING *)
  SELECT o.id, o.consultation_id AS "consultationId", o.kind, o.addressee, o.at, o.data, c.reference, c.party, c.application_number AS "applicationNumber",
         convert_from(c.content, 'UTF8')::json AS application, c.final_verdict AS "finalVerdict", c.final_at AS "finalAt", c.reasons,
         c.released_at AS "releasedAt", c.released_by AS "releasedBy", c.cancelled_at AS "cancelledAt"
    FROM owed o JOIN consultation c ON c.id = o.consultation_id ORDER BY o.id`;

async function claim({ hub }: Parts): Promise<readonly OwedLetter[]> {
  const { rows } = await hub.database.work.query<OwedLetter>(CLAIM, [BATCH, hub.config.consultations.askAgainMs]);
  return rows;
}

const isRequest = ({ kind }: OwedLetter): boolean => kind === 'REQUEST' || kind === 'SIRENE';

/** Those of one consultation one after the other, consultations beside each other. */
function inOrder(letters: readonly OwedLetter[]): readonly (readonly OwedLetter[])[] {
  const owed = new Map<string, OwedLetter[]>();
  for (const letter of letters) owed.set(letter.consultationId, [...(owed.get(letter.consultationId) ?? []), letter]);
  return [...owed.values()];
}

interface Sent {
  readonly letter: OwedLetter;
  readonly messageId: string | null;
  readonly at: Date;
}

/** What cannot be sent holds up what follows to the same addressee, and nobody else. */
async function sendAll(parts: Parts, letters: readonly OwedLetter[]): Promise<readonly Sent[]> {
  const done: Sent[] = [];
  const unreached = new Set<string>();
  for (const letter of letters) {
    const one = unreached.has(letter.addressee) ? undefined : await send(parts, letter);
    if (one === undefined) unreached.add(letter.addressee);
    else done.push(one);
  }
  return done;
}

async function send({ hub }: Parts, letter: OwedLetter): Promise<Sent | undefined> {
  const { kind } = letter;
  if (kind === 'PROBLEM') {
    await hub.problems.raise(problemOf(letter));
    return { letter, messageId: null, at: letter.at };
  }
  if (isRequest(letter) && (letter.finalVerdict !== null || letter.cancelledAt !== null)) return { letter, messageId: null, at: letter.at };
  try {
    const sender = senderOf({ hub }, letter);
    const { receipt } = await hub.receive(sender.party, messageOf({ ...letter, kind }, sender), { byHub: true });
    return { letter, messageId: receipt.id, at: new Date(receipt.acceptedAt) };
  } catch (error) {
    await tellOfFailure({ hub }, letter, error);
    return undefined;
  }
}

/** The consulting party; of what the visa register is told, the consulate whose officer decided. Throws SOURCE_NOT_OWNED. */
function senderOf({ hub }: Pick<Parts, 'hub'>, letter: OwedLetter): Sender {
  const party = letter.kind === 'REGISTRATION' ? letter.party : hub.config.consultations.system;
  const source = hub.registry.party(party)?.sources[0];
  if (source === undefined) throw new HubError('SOURCE_NOT_OWNED', { detail: `The party ${party} is not registered.` });
  return { party, source };
}

async function tellOfFailure({ hub }: Pick<Parts, 'hub'>, { reference, addressee, kind }: OwedLetter, error: unknown): Promise<void> {
  const code = error instanceof HubError ? error.hubCode : 'INTERNAL';
  hub.log.warn({ reference, addressee, kind, code, reason: String(error) }, 'a letter of a consultation could not be sent');
  if (error instanceof HubError && error.code >= 500) return;
  await hub.problems.raise({
    kind: NOT_SENT,
    subject: `${reference} ${addressee}`,
    words: `What consultation ${reference} owes ${addressee} (${kind}) cannot be sent: ${code}. It is tried again until it can.`,
    severity: 'critical',
  });
}

/** Found by id alone: with `sent_at IS NULL` beside it the planner reads all that is owed for each letter. */
const MARK = `UPDATE consultation_letter l SET sent_at = coalesce(l.sent_at, hub_now()), message_id = coalesce(l.message_id, d.message_id)
  FROM unnest($1::bigint[], $2::uuid[]) AS d(id, message_id) WHERE l.id = d.id`;

/** The step of the request first: a node that stops in between sends the letter again, and nothing changes by it. */
async function markSent({ hub }: Parts, done: readonly Sent[]): Promise<void> {
  const requests = done.filter(({ letter, messageId }) => isRequest(letter) && messageId !== null);
  if (requests.length > 0) await stepItems(hub, { items: requests, keyOf: ({ letter }) => letter.consultationId, step: sentBy });
  await hub.database.work.query(MARK, [done.map(({ letter }) => letter.id), done.map(({ messageId }) => messageId)]);
  await hub.database.work.query('DELETE FROM problem WHERE kind = ANY($1) AND subject = ANY($2)', [ENDED, done.flatMap(subjectsOf)]);
}

function sentBy(now: Consultation, { letter: { addressee: authority }, messageId, at }: Sent): Stepped {
  const request = { authority, messageId: messageId ?? '', at: at.getTime() };
  return isOpen(now) ? sent(now, request) : sentTooLate(now, request);
}

const ENDED = [NOT_SENT, 'CONSULTATION_INCOMPLETE', 'CONSULTATION_TERM_AT_RISK'];

/** What problems are over by the letter: that it could not be sent; after the verdict, that somebody had to look. */
function subjectsOf({ letter: { kind, reference, addressee, reasons } }: Sent): readonly string[] {
  if (kind === 'PROBLEM') return [];
  const looked = kind === 'VERDICT' ? [reference, ...reasons.map(({ authority }) => `${reference} ${authority}`)] : [];
  return [`${reference} ${addressee}`, ...looked];
}
