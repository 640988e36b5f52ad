/**
 * Each step of a consultation held a connection while it waited for its turn in the audit chain. Whoever had the turn and needed a connection
 * for it waited for one of them: when answers held them all, the node stood still, and said after five seconds that the database was gone.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { applicationOf, CONSULATE, NATIONAL, useConsultations } from '../support/consultation-room.ts';

const CASES = 12;

describe('answers of many authorities at once', () => {
  const room = useConsultations();

  it('leave a connection to whoever has the turn in the audit chain', async () => {
    await room.setClock('2026-11-02T09:00:00+01:00');
    const cases = await Promise.all(Array.from({ length: CASES }, (_, n) => room.submit(applicationOf(n + 1))));
    const answers = cases.flatMap(({ id }) =>
      NATIONAL.map((party) => room.call('consultations.answerOne', party, { path: { id }, body: { answer: 'NO_OBJECTION' } })),
    );
    const looks = cases.map(({ id }) => room.call('consultations.show', CONSULATE, { path: { id } }));
    const statuses = (await Promise.all([...answers, ...looks])).map(({ status }) => status);
    assert.deepEqual([...new Set(statuses)], [200]);
  });
});
