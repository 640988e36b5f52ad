/** Problems of consultations come when a person must look, and go when the cause is gone or an officer of the Office has looked. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { applicationOf, CONSULATE, OFFICE, useConsultations } from '../support/consultation-room.ts';
import { eventually } from '../support/running-hub.ts';

describe('a problem of a consultation', () => {
  const room = useConsultations();
  before('a day in November', () => room.setClock('2026-11-02T09:00:00+01:00'));

  const isThere = async (kind: string, subject: string): Promise<boolean> =>
    (await room.rows('SELECT 1 FROM problem WHERE kind = $1 AND subject = $2', [kind, subject])).length > 0;
  const comes = (kind: string, subject: string): Promise<boolean> =>
    eventually(`${kind} comes`, async () => ((await isThere(kind, subject)) ? true : undefined));
  const goes = (kind: string, subject: string): Promise<boolean> =>
    eventually(`${kind} goes`, async () => ((await isThere(kind, subject)) ? undefined : true));
  const say = (party: string, id: string, answer: string): Promise<unknown> =>
    room.call('consultations.answerOne', party, { path: { id }, body: { answer } });
  const complain = async (reference: string): Promise<void> => {
    await room.answer('PL-MSZ', reference, { answer: 'TECHNICAL_ERROR', technicalError: 'no such visa type' });
    await comes('CONSULTATION_NOT_USABLE', `${reference} PL-MSZ`);
  };

  it('that a request could not be used goes when the authority answers after all', async () => {
    const { id, reference } = await room.submit(applicationOf(1));
    await room.becomes(id, 'PL-MSZ', 'SENT');
    await complain(reference);
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.ok(await isThere('CONSULTATION_NOT_USABLE', `${reference} PL-MSZ`));
    await say('PL-MSZ', id, 'NO_OBJECTION');
    await goes('CONSULTATION_NOT_USABLE', `${reference} PL-MSZ`);
  });

  it('goes when a named officer of the Office has looked, and nobody else can say so', async () => {
    const { id, reference } = await room.submit(applicationOf(2));
    await room.becomes(id, 'PL-MSZ', 'SENT');
    await complain(reference);
    const given = { path: { id }, body: { reason: 'called them; they will answer by hand' } };
    assert.equal((await room.failing('consultations.look', CONSULATE, given)).hubCode, 'FORBIDDEN');
    await room.call('consultations.look', OFFICE, given);
    await goes('CONSULTATION_NOT_USABLE', `${reference} PL-MSZ`);
    const [looked] = await room.rows<{ who: string; why: string }>(
      `SELECT who, why FROM consultation_history WHERE consultation_id = $1 AND what = 'LOOKED'`,
      [id],
    );
    assert.deepEqual(looked, { who: `${OFFICE}/OFF-1`, why: given.body.reason });
  });

  it('that a term is at risk comes while there is time to extend, and goes with the extension or the call-off', async () => {
    const [extended, cancelled] = [await room.submit(applicationOf(3)), await room.submit(applicationOf(4))];
    await room.setClock('2026-11-07T09:00:00+01:00');
    for (const { reference, id } of [extended, cancelled]) {
      await room.confirm('FRA', reference);
      await room.becomes(id, 'FRA-VISION', 'DELIVERED');
      await comes('CONSULTATION_TERM_AT_RISK', `${reference} FRA-VISION`);
    }
    await room.call('consultations.extend', OFFICE, { path: { id: extended.id }, body: { reason: 'France has the form only now' } });
    await room.call('consultations.cancel', CONSULATE, { path: { id: cancelled.id }, body: { reason: 'withdrawn' } });
    for (const { reference } of [extended, cancelled]) await goes('CONSULTATION_TERM_AT_RISK', `${reference} FRA-VISION`);
  });

  it('that it is incomplete, because a term still runs, goes when it is released', async () => {
    const { id, reference } = await room.submit(applicationOf(5));
    await room.setClock('2026-11-16T09:00:00+01:00');
    await room.confirm('FRA', reference);
    await room.becomes(id, 'FRA-VISION', 'DELIVERED');
    await room.setClock('2026-11-18T00:00:01+01:00');
    await comes('CONSULTATION_INCOMPLETE', reference);
    const { body } = await room.call('consultations.show', OFFICE, { path: { id } });
    const { finalVerdict, reasons } = body as { finalVerdict: string; reasons: { authority: string; incomplete: string | null }[] };
    const ofFrance = reasons.find(({ authority }) => authority === 'FRA-VISION')?.incomplete;
    assert.deepEqual([finalVerdict, ofFrance], ['INCOMPLETE', 'TERM_RUNNING']);
    await room.call('consultations.release', OFFICE, { path: { id }, body: { reason: 'France still had time; the consulate is told' } });
    await goes('CONSULTATION_INCOMPLETE', reference);
  });
});
