/** Visa consultations on a real hub and database, with mailboxes and other states over real SMTP, under the clock of the database. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { applicationOf, NATIONAL, useConsultations } from '../support/consultation-room.ts';
import { eventually } from '../support/running-hub.ts';

describe('a visa consultation', () => {
  const room = useConsultations();

  it('asks everybody whom the law names, and counts the term of each from its own delivery', async () => {
    await room.setClock('2026-11-02T09:00:00+01:00');
    const { id, reference } = await room.submit(applicationOf(1));
    for (const party of NATIONAL) {
      await room.becomes(id, party, 'SENT');
      const [request] = await eventually('a request', async () => {
        const got = await room.fetch(party);
        return got.length > 0 ? got : undefined;
      });
      assert.equal(request?.type, 'pl.gov.udsc.visa.consultation.v1');
      const child = await room.becomes(id, party, 'DELIVERED');
      assert.equal(child.due_at?.toISOString(), '2026-11-09T23:00:00.000Z');
    }
    await room.setClock('2026-11-04T09:00:00+01:00');
    for (const state of ['AUT', 'FRA'] as const) {
      await eventually('the form', () => room.states[state].received.find(({ subject }) => subject.endsWith('.A')));
      assert.equal((await room.child(id, `${state}-VISION`))?.state, 'SENT');
      await room.confirm(state, reference);
      await room.becomes(id, `${state}-VISION`, 'DELIVERED');
    }
  });
});
