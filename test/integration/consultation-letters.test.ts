/** What consultations owe to others: it is sent in order to each, one who cannot be reached holds up no other, and nothing national leaves. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { applicationOf, CONSULATE, OFFICE, useConsultations } from '../support/consultation-room.ts';
import { eventually, mayReceive } from '../support/running-hub.ts';

describe('what a consultation owes', () => {
  const room = useConsultations();
  before('a day in November', () => room.setClock('2026-11-02T09:00:00+01:00'));

  const cancel = (id: string, reason: string, party = CONSULATE): ReturnType<typeof room.call> =>
    room.call('consultations.cancel', party, { path: { id }, body: { reason } });
  const cancelled = (party: string, reference: string): Promise<Readonly<Record<string, unknown>>> =>
    eventually(`word to ${party}`, async () =>
      (await room.fetch(party)).map(({ data }) => data).find((data) => data['consultationId'] === reference && 'cancelledBy' in data),
    );

  it('is sent to all others while one authority cannot be reached, and to that one once it can', async () => {
    const grants = await room.rows<{ id: string }>(`SELECT id FROM party_grant WHERE party = 'PL-ABW' AND operation = 'receive'`);
    for (const grant of grants) await room.hub.administration.endGrant(grant.id);
    await room.hub.running.hub.registry.refresh();
    const { id, reference } = await room.submit(applicationOf(1));
    for (const party of ['PL-AW', 'PL-KGP', 'PL-MSZ', 'PL-SG', 'AUT-VISION', 'FRA-VISION']) await room.becomes(id, party, 'SENT');
    assert.equal((await room.child(id, 'PL-ABW'))?.state, 'CREATED');
    const problem = (): Promise<object[]> =>
      room.rows(`SELECT 1 FROM problem WHERE kind = 'CONSULTATION_NOT_SENT' AND subject = $1`, [`${reference} PL-ABW`]);
    assert.equal((await problem()).length, 1);
    await mayReceive(room.hub, 'PL-ABW');
    await room.hub.running.hub.registry.refresh();
    await room.becomes(id, 'PL-ABW', 'SENT');
    await eventually('no problem', async () => ((await problem()).length === 0 ? true : undefined));
  });

  it('says why it was called off to the authorities of Poland, in one line, and to no other state', async () => {
    const { id, reference } = await room.submit(applicationOf(2));
    for (const party of ['PL-SG', 'AUT-VISION']) await room.becomes(id, party, 'SENT');
    await cancel(id, `${'z'.repeat(199)}\u{1F6C2} PL-ABW objects`, OFFICE);
    assert.equal((await cancelled('PL-SG', reference))['reason'], `${'z'.repeat(199)}\u{1F6C2}`);
    const form = await eventually('the form', () => room.states.AUT.received.find(({ subject }) => subject.endsWith('.E')));
    assert.doesNotMatch(form.text, /zzz|ABW/);
  });

  it('is sent too when the reason is nothing but blank lines', async () => {
    const { id, reference } = await room.submit(applicationOf(3));
    await room.becomes(id, 'PL-SG', 'SENT');
    await cancel(id, '\n \n');
    assert.ok(!('reason' in (await cancelled('PL-SG', reference))));
  });
});
