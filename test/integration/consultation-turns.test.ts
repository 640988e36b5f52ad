/** The turns of the loops, taken by hand as two nodes would: what one does is not done twice, and what stops one consultation stops no other. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { CheckAnswer } from '../../broker/contract/check-source.ts';
import { createGatherer } from '../../services/consultations/gather.ts';
import { loadConsultationLaw } from '../../services/consultations/law.ts';
import { sendLetters } from '../../services/consultations/letters.ts';
import type { Parts } from '../../services/consultations/parts.ts';
import { watchClock } from '../../services/consultations/watch-clock.ts';
import { createDeliveryWatch } from '../../services/consultations/watch-deliveries.ts';
import { applicationOf, NATIONAL, useConsultations } from '../support/consultation-room.ts';
import { eventually } from '../support/running-hub.ts';

const NEVER_MS = 3_600_000;

describe('the turns of consultations', () => {
  const room = useConsultations({
    change: (config) => ({ ...config, consultations: { ...config.consultations, everyMs: NEVER_MS } }),
  });
  let node: Parts;
  before('a day in November', async () => {
    await room.setClock('2026-11-02T09:00:00+01:00');
    node = { hub: room.hub.running.hub, law: await loadConsultationLaw() };
  });

  /** A node whose SIS says what the test wants. */
  const withSis = (ask: () => Promise<CheckAnswer>): Parts => ({
    ...node,
    hub: { ...node.hub, checkSources: () => [{ source: 'SIS', ask }] },
  });
  const lettersTo = async (id: string): Promise<readonly string[]> =>
    (
      await room.rows<{ addressee: string }>('SELECT addressee FROM consultation_letter WHERE consultation_id = $1 ORDER BY addressee', [
        id,
      ])
    ).map(({ addressee }) => addressee);
  const checkOf = async (id: string): Promise<{ readonly state: string; readonly tries: number; readonly again: number | null }> => {
    const [row] = await room.rows<{ state: string; tries: number; again: number | null }>(
      `SELECT state, tries, extract(epoch FROM ask_again_at - asked_at)::float8 * 1000 AS again FROM consultation_check
        WHERE consultation_id = $1 AND source = 'SIS'`,
      [id],
    );
    return row ?? assert.fail('no check of SIS');
  };
  const stuck = async (): Promise<readonly string[]> =>
    (await room.rows<{ subject: string }>(`SELECT subject FROM problem WHERE kind = 'CONSULTATION_STUCK'`)).map(({ subject }) => subject);

  it('ask nobody twice when a node took so long over the sources that another relieved it', async () => {
    const { id } = await room.submit(applicationOf(1));
    let isAsked: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    let answer: (said: CheckAnswer) => void = () => undefined;
    const slow = createGatherer(
      withSis(() => {
        isAsked();
        return new Promise((resolve) => (answer = resolve));
      }),
    )();
    await asked;
    await room.rows(`UPDATE consultation SET gathering_until = '-infinity' WHERE id = $1`, [id]);
    await createGatherer(node)();
    answer({ state: 'CLEAR', found: [] });
    await slow;
    assert.deepEqual(await lettersTo(id), [...NATIONAL, 'AUT-VISION', 'FRA-VISION'].sort());
  });

  it('go on with all others when the law of one consultation has a gap, and tell operators', async () => {
    const alert = { kind: 'SIS_MATCH', schengenId: 'IE1', issuingState: 'IE', alertCategory: 'REFUSAL_ENTRY_STAY' };
    const broken = await room.submit(applicationOf(2, { visaType: 'D', stayDays: 300 }));
    const sound = await room.submit(applicationOf(3));
    await createGatherer(withSis(() => Promise.resolve({ state: 'FOUND', found: [alert] })))();
    assert.deepEqual(await lettersTo(broken.id), []);
    assert.equal((await lettersTo(sound.id)).length, 7);
    assert.deepEqual(await stuck(), [broken.reference]);
  });

  it('ask a silent source ever later, and not at all once the consultation is over', async () => {
    const { id } = await room.submit(applicationOf(4));
    const gather = createGatherer(withSis(() => Promise.reject(new Error('down'))));
    await gather();
    const first = await checkOf(id);
    assert.deepEqual([first.state, first.tries, first.again], ['NOT_ANSWERED', 1, 300]);
    await room.rows(`UPDATE consultation_check SET ask_again_at = '-infinity' WHERE consultation_id = $1 AND source = 'SIS'`, [id]);
    await gather();
    const second = await checkOf(id);
    assert.deepEqual([second.tries, second.again], [2, 600]);
    await room.call('consultations.cancel', 'PL-MSZ-CONS-1', { path: { id }, body: { reason: 'withdrawn' } });
    await room.rows(`UPDATE consultation_check SET ask_again_at = '-infinity' WHERE consultation_id = $1 AND source = 'SIS'`, [id]);
    await gather();
    const last = await checkOf(id);
    assert.deepEqual([last.tries, last.again], [2, null]);
  });

  it('come to one verdict when two nodes look at the same instant', async () => {
    const cases = await Promise.all([5, 6, 7].map((seed) => room.submit(applicationOf(seed))));
    await Promise.all([createGatherer(node)(), createGatherer(node)()]);
    await Promise.all([sendLetters(node), sendLetters(node)]);
    await room.setClock('2026-11-14T00:00:00+01:00');
    await Promise.all([watchClock(node), watchClock(node)]);
    for (const { id } of cases) {
      const finals = await room.rows(`SELECT 1 FROM consultation_history WHERE consultation_id = $1 AND what = 'FINAL'`, [id]);
      assert.equal(finals.length, 1);
    }
    const [{ n } = { n: 0 }] = await room.rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM message WHERE sequence_key = $1 AND type LIKE '%visa.consultation.v1'`,
      [cases[0]?.reference],
    );
    assert.equal(n, 7);
  });

  it('begin the term of one authority though the calendar of another term is missing', async () => {
    await room.setClock('2030-12-19T09:00:00+01:00');
    const [early, late] = [await room.submit(applicationOf(8)), await room.submit(applicationOf(9))];
    await createGatherer(node)();
    await sendLetters(node);
    const fetchOf = async (reference: string): Promise<unknown> =>
      (await room.fetch('PL-SG')).find(({ data }) => data['consultationId'] === reference);
    await eventually('both requests', async () => (await fetchOf(late.reference)) ?? (await fetchOf(early.reference)));
    await room.setClock('2030-12-27T09:00:00+01:00');
    await eventually('both requests', async () => (await room.fetch('PL-KGP')).length > 0);
    await createDeliveryWatch(node)();
    assert.equal((await room.child(early.id, 'PL-SG'))?.state, 'DELIVERED');
    assert.equal((await room.child(early.id, 'PL-KGP'))?.state, 'SENT');
    assert.ok((await stuck()).includes(early.reference));
  });

  it('end the terms of all others though one answer cannot be read', async () => {
    const [stopped, other] = await room.rows<{ reference: string; id: string }>(
      `SELECT reference, id FROM consultation WHERE submitted_at > '2030-01-01' ORDER BY application_number`,
    );
    await room.answer('PL-KGP', stopped?.reference ?? '', { answer: 'NO_OBJECTION' });
    await eventually('a failed attempt', async () => {
      const failed = await room.rows(`SELECT 1 FROM delivery_open WHERE destination = 'PL-KSK' AND first_failed_at IS NOT NULL`);
      return failed.length > 0 ? true : undefined;
    });
    const isFinal = async (): Promise<boolean> =>
      (await room.rows('SELECT 1 FROM consultation WHERE id = $1 AND final_at IS NOT NULL', [other?.id])).length > 0;
    await room.setClock('2030-12-31T00:00:01+01:00');
    await eventually('the verdict of another', async () => {
      await watchClock(node);
      return (await isFinal()) ? true : undefined;
    });
  });

  it('refuse a consultation whose term would end in a year without a calendar, and say which', async () => {
    const error = await room.failing('consultations.submit', 'PL-MSZ-CONS-1', { body: { application: applicationOf(10) } });
    assert.equal(error.hubCode, 'LAW_INCOMPLETE');
    assert.match(error.message, /POL.*2031|2031.*POL/);
  });
});
