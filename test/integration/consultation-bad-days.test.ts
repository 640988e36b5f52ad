/** Bad input and bad days of consultations: each has its outcome, and operators see it. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { deleteEnded } from '../../services/consultations/retention.ts';
import { applicationOf, CONSULATE, NATIONAL, OFFICE, SYSTEM, useConsultations } from '../support/consultation-room.ts';
import { eventually } from '../support/running-hub.ts';

interface Entry {
  readonly what: string;
  readonly authority: string | null;
  readonly who: string;
  readonly why: string | null;
}

describe('a consultation on a bad day', () => {
  const room = useConsultations();
  before('a day in November', () => room.setClock('2026-11-02T09:00:00+01:00'));

  const deadOf = (messageId: string): Promise<string> =>
    eventually('a dead letter', async () => {
      const [row] = await room.rows<{ cause: string }>('SELECT cause FROM dead_letter WHERE message_id = $1', [messageId]);
      return row?.cause;
    });
  const historyOf = (id: string): Promise<Entry[]> =>
    room.rows<Entry>('SELECT what, authority, who, why FROM consultation_history WHERE consultation_id = $1 ORDER BY id', [id]);
  const entry = (id: string, what: string): Promise<Entry> =>
    eventually(what, async () => (await historyOf(id)).find((one) => one.what === what));

  it('makes a dead letter of an answer to nothing, of who was not asked, and of no registered officer', async () => {
    const { reference } = await room.submit(
      applicationOf(1, { applicant: { details: { ...applicationOf(1).applicant.details, citizenships: ['UKR'] } } }),
    );
    assert.match(await deadOf(await room.answer('PL-SG', 'KSK0000000000000', { answer: 'NO_OBJECTION' })), /CONSULTATION_UNKNOWN/);
    assert.match(await deadOf(await room.answer('PL-AW', reference, { answer: 'NO_OBJECTION' })), /CONSULTATION_NOT_ASKED/);
    const stranger = { answer: 'NO_OBJECTION', officer: { id: 'OFF-9', unit: 'Unit 1' } };
    assert.match(await deadOf(await room.answer('PL-SG', reference, stranger)), /OFFICER_UNKNOWN/);
    assert.match(await deadOf(await room.answer('PL-KGP', reference, { answer: 'OBJECTION', officer: undefined })), /OFFICER_UNKNOWN/);
  });

  it('does not let a dead letter hold up a right answer that follows it', async () => {
    const { id, reference } = await room.submit(applicationOf(2));
    await deadOf(await room.answer('PL-SG', reference, { answer: 'NO_OBJECTION', officer: { id: 'OFF-9', unit: 'Unit 1' } }));
    await room.answer('PL-SG', reference, { answer: 'NO_OBJECTION' });
    await room.becomes(id, 'PL-SG', 'ANSWERED');
  });

  it('takes an answer before delivery was known, for it proves delivery', async () => {
    const { id, reference } = await room.submit(applicationOf(3));
    await room.answer('PL-SG', reference, { answer: 'NO_OBJECTION' });
    const child = await room.becomes(id, 'PL-SG', 'ANSWERED');
    assert.ok(child.delivered_at !== null);
    await room.becomes(id, 'PL-KGP', 'SENT');
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal((await room.child(id, 'PL-SG'))?.state, 'ANSWERED');
  });

  it('counts no answer that only says that the request could not be used, and tells operators', async () => {
    const { id, reference } = await room.submit(applicationOf(4));
    await room.becomes(id, 'PL-MSZ', 'SENT');
    await room.answer('PL-MSZ', reference, { answer: 'TECHNICAL_ERROR', technicalError: 'no such visa type' });
    assert.deepEqual(await entry(id, 'TECHNICAL_ERROR').then(({ authority, why }) => [authority, why]), ['PL-MSZ', 'no such visa type']);
    assert.notEqual((await room.child(id, 'PL-MSZ'))?.state, 'ANSWERED');
    await eventually('the problem', async () => {
      const found = await room.rows(`SELECT 1 FROM problem WHERE kind = 'CONSULTATION_NOT_USABLE' AND subject = $1`, [
        `${reference} PL-MSZ`,
      ]);
      return found.length > 0 ? true : undefined;
    });
  });

  it('asks an authority again that could not use its request, and counts from the new delivery', async () => {
    const { id, reference } = await room.submit(applicationOf(8));
    await room.becomes(id, 'PL-MSZ', 'SENT');
    await room.fetch('PL-MSZ');
    await room.becomes(id, 'PL-MSZ', 'DELIVERED');
    await room.answer('PL-MSZ', reference, { answer: 'TECHNICAL_ERROR', technicalError: 'garbled' });
    assert.equal((await room.becomes(id, 'PL-MSZ', 'SENT')).due_at, null);
    const given = { path: { id }, body: { reason: 'their system is mended', authority: 'PL-MSZ' } };
    await room.call('consultations.askAgain', OFFICE, given);
    await eventually('the second request', async () =>
      (await room.fetch('PL-MSZ')).some(({ data }) => data['consultationId'] === reference) ? true : undefined,
    );
    assert.ok((await room.becomes(id, 'PL-MSZ', 'DELIVERED')).due_at !== null);
    assert.equal((await room.failing('consultations.askAgain', OFFICE, given)).hubCode, 'INVALID_STATE');
  });

  it('lives through three days without the network: the term of the other state begins when its form R comes', async () => {
    for (const state of Object.values(room.states)) state.behave({ server: 'refuses-for-now' });
    const { id, reference } = await room.submit(applicationOf(5));
    await room.becomes(id, 'FRA-VISION', 'SENT');
    await room.setClock('2026-11-05T09:00:00+01:00');
    assert.equal((await room.child(id, 'FRA-VISION'))?.due_at, null);
    for (const state of Object.values(room.states)) state.behave({ server: 'takes' });
    await room.confirm('FRA', reference);
    const child = await room.becomes(id, 'FRA-VISION', 'DELIVERED');
    assert.equal(child.due_at?.toISOString(), '2026-11-12T23:00:00.000Z');
  });

  it('keeps the verdict for a consulate that never fetches it', async () => {
    const { id } = await room.submit(applicationOf(6));
    await room.call('consultations.extend', OFFICE, { path: { id }, body: { reason: 'a doubt' } });
    for (const party of NATIONAL) await room.call('consultations.answerOne', party, { path: { id }, body: { answer: 'NO_OBJECTION' } });
    await room.setClock('2026-12-08T00:00:01+01:00');
    await entry(id, 'FINAL');
    await room.call('consultations.release', OFFICE, { path: { id }, body: { reason: 'incomplete, seen' } });
    const waiting = await eventually('the verdict in the mailbox', async () => {
      const rows = await room.rows<{ state: string }>(
        `SELECT o.state FROM delivery_open o JOIN message m ON m.id = o.message_id AND m.accepted_at = o.accepted_at
          WHERE o.destination = $1 AND m.type LIKE '%consultation-verdict%'`,
        [CONSULATE],
      );
      return rows[0]?.state;
    });
    assert.equal(waiting, 'queued');
  });

  it('writes every transition down with who and why', async () => {
    const { id, reference } = await room.submit(applicationOf(7));
    await room.becomes(id, 'PL-KGP', 'SENT');
    await room.answer('PL-KGP', reference, { answer: 'OBJECTION', grounds: ['PUBLIC_POLICY'] });
    await room.becomes(id, 'PL-KGP', 'ANSWERED');
    const history = await historyOf(id);
    assert.ok(history.every(({ who, what }) => who !== '' && what !== ''));
    assert.deepEqual(
      history.filter(({ what }) => ['SUBMITTED', 'ASKED', 'ANSWERED'].includes(what)).map(({ what, who }) => [what, who]),
      [
        ['SUBMITTED', `${CONSULATE}/OFF-1`],
        ['ASKED', 'hub'],
        ['ANSWERED', 'PL-KGP/OFF-1'],
      ],
    );
    const sent = await room.rows<{ party: string }>(
      `SELECT DISTINCT party FROM message WHERE sequence_key = $1 AND type LIKE '%consultation.v1'`,
      [reference],
    );
    assert.deepEqual(sent, [{ party: SYSTEM }]);
  });

  it('is deleted five years after its end, with all that hangs on it, and not before', async () => {
    const { id } = await room.submit(applicationOf(9));
    await room.becomes(id, 'PL-KGP', 'SENT');
    await room.call('consultations.cancel', CONSULATE, { path: { id }, body: { reason: 'withdrawn' } });
    const left = async (): Promise<number> =>
      (await room.rows('SELECT 1 FROM consultation_history WHERE consultation_id = $1', [id])).length;
    const { hub } = room.hub.running;
    await deleteEnded(hub);
    assert.ok((await left()) > 0);
    await deleteEnded({ ...hub, config: { ...hub.config, consultations: { ...hub.config.consultations, keepDays: 0 } } });
    assert.equal(await left(), 0);
    assert.deepEqual(await room.rows('SELECT 1 FROM consultation WHERE id = $1', [id]), []);
  });
});
