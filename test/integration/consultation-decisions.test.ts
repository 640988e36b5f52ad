/** What a consul decides on the visa after a consultation, and who is told of it. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { VisaV1 } from '../../schemas/types.generated.ts';
import { applicationOf, CONSULATE, NATIONAL, OFFICE, useConsultations, type Fetched } from '../support/consultation-room.ts';
import { eventually, mayReceive } from '../support/running-hub.ts';
import { REFUSED, visaOf } from '../support/visas.ts';

describe('a decision of a consul', () => {
  const room = useConsultations();
  const { call, failing } = room;
  before('a day in November', () => room.setClock('2026-11-02T09:00:00+01:00'));

  /** A short stay of somebody of Vietnam; two other states are asked about such people, and Germany is informed of their visas. */
  const issued = (seed: number, change: Partial<VisaV1> = {}): object => ({
    kind: 'ISSUED',
    visa: visaOf(seed, { ...dates, applicationNumber: applicationOf(seed).applicationNumber, ...change }),
  });
  const dates = { issuedOn: '2026-11-20', validFrom: '2026-12-01', validTo: '2026-12-30', stayDays: 20 };
  const decide = (id: string, body: object): ReturnType<typeof call> => call('consultations.decide', CONSULATE, { path: { id }, body });
  const refused = async (id: string, body: object): Promise<string> =>
    (await failing('consultations.decide', CONSULATE, { path: { id }, body })).message;
  const verdict = async (seed: number, answer: object): Promise<string> => {
    const { id, reference } = await room.submit(applicationOf(seed));
    for (const state of ['AUT', 'FRA'] as const) {
      await room.confirm(state, reference);
      await room.becomes(id, `${state}-VISION`, 'DELIVERED');
      await room.reply(state, reference, '0');
      await room.becomes(id, `${state}-VISION`, 'ANSWERED');
    }
    for (const party of NATIONAL) await call('consultations.answerOne', party, { path: { id }, body: answer });
    return id;
  };
  const registered = (operation: string): Promise<Fetched> =>
    eventually('word to the register', async () => (await room.fetch('PL-CRW')).find(({ data }) => data['operation'] === operation));

  it('waits for the released verdict, and is registered in the consul’s own name', async () => {
    const { id: open } = await room.submit(applicationOf(1));
    assert.match(await refused(open, issued(1)), /not released/);
    const id = await verdict(2, { answer: 'NO_OBJECTION' });
    await decide(id, issued(2));
    const { data } = await registered('ISSUE');
    assert.deepEqual(
      [data['operation'], (data['requestedBy'] as { officer: string }).officer, (data['visa'] as VisaV1).applicationNumber],
      ['ISSUE', 'OFF-1', applicationOf(2).applicationNumber],
    );
    const [{ party } = { party: '' }] = await room.rows<{ party: string }>(
      `SELECT party FROM message WHERE type LIKE '%visa.registration%'`,
    );
    assert.equal(party, CONSULATE);
  });

  it('is told ex post to the states that asked for it, as soon as the hub knows the way to them', async () => {
    const subject = await eventually('the problem', async () => {
      const rows = await room.rows<{ subject: string }>(`SELECT subject FROM problem WHERE kind = 'CONSULTATION_NOT_SENT'`);
      return rows.find((row) => row.subject.endsWith('DEU-VISION'))?.subject;
    });
    const { administration } = room.hub;
    await administration.createParty({ code: 'DEU-VISION', name: 'Germany', roles: ['receive'], destination: { adapter: 'mailbox' } });
    await mayReceive(room.hub, 'DEU-VISION');
    await room.hub.running.hub.registry.refresh();
    const told = await eventually('word to Germany', async () => (await room.fetch('DEU-VISION'))[0]);
    assert.deepEqual([told.type, told.data['visaType']], ['pl.gov.udsc.visa.expost-information.v1', 'C']);
    await eventually('no problem', async () => {
      const rows = await room.rows('SELECT 1 FROM problem WHERE subject = $1', [subject]);
      return rows.length === 0 ? true : undefined;
    });
  });

  it('is the same when it is said again, and no other can follow', async () => {
    const id = await verdict(3, { answer: 'NO_OBJECTION' });
    await decide(id, issued(3));
    await registered('ISSUE');
    await decide(id, issued(3));
    assert.match(await refused(id, issued(3, { stayDays: 3 })), /before, with other content/);
    const refusal = { ...REFUSED, applicationNumber: applicationOf(3).applicationNumber };
    assert.match(await refused(id, { kind: 'REFUSED', refusal }), /is decided/);
    const letters = await room.rows(`SELECT 1 FROM consultation_letter WHERE consultation_id = $1 AND kind = 'REGISTRATION'`, [id]);
    assert.equal(letters.length, 1);
  });

  it('against an objection can only be a visa of limited territorial validity, of which the other states hear', async () => {
    const id = await verdict(4, { answer: 'OBJECTION', grounds: ['PUBLIC_POLICY'] });
    await call('consultations.release', OFFICE, { path: { id }, body: { reason: 'read and released' } });
    assert.match(await refused(id, issued(4)), /OBJECTION/);
    const limited: VisaV1['territory'] = { extent: 'ALL_EXCEPT', states: ['FRA'], limitedBecause: 'HUMANITARIAN' };
    await decide(id, issued(4, { territory: limited }));
    await registered('ISSUE');
    const form = await eventually('the notice', () => room.states.AUT.received.find(({ text }) => text.includes('T00000004')));
    assert.match(form.text, /HUMANITARIAN/);
    const told = await eventually('word to Germany', async () =>
      (await room.fetch('DEU-VISION')).find(({ type }) => type.endsWith('ltv-notice.v1')),
    );
    const territory = told.data['territory'] as readonly string[];
    assert.deepEqual([territory.includes('AUT'), territory.includes('FRA')], [true, false]);
    assert.doesNotMatch(JSON.stringify([form.text, told]), /PUBLIC_POLICY|PL-SG/);
  });

  it('to annul or revoke is told to the register and to whoever heard of the visa, without its grounds', async () => {
    const id = await verdict(5, { answer: 'NO_OBJECTION' });
    const event = { on: '2026-11-25', authority: { country: 'POL', code: CONSULATE }, grounds: [{ ground: 'PURPOSE_NOT_JUSTIFIED' }] };
    const revoked = { kind: 'REVOKED', event: { ...event, kind: 'REVOKED' } };
    assert.match(await refused(id, revoked), /No visa was issued/);
    await decide(id, issued(5));
    await registered('ISSUE');
    await decide(id, revoked);
    assert.equal((await registered('EVENT')).data['visaNumber'], 'T00000005');
    const told = await eventually('word to Germany', async () =>
      (await room.fetch('DEU-VISION')).find(({ type }) => type === 'pl.gov.udsc.visa.consular-message.v1'),
    );
    assert.match(String(told.data['text']), /T00000005, of which you were informed, was revoked/);
    assert.doesNotMatch(JSON.stringify(told), /PURPOSE/);
  });

  it('is one, whoever of several consuls is first in the same moment', async () => {
    const id = await verdict(7, { answer: 'NO_OBJECTION' });
    const refusal = { ...REFUSED, applicationNumber: applicationOf(7).applicationNumber };
    const bodies = [issued(7), issued(7), issued(7, { stayDays: 3 }), { kind: 'REFUSED', refusal }, { kind: 'REFUSED', refusal }];
    const outcomes = await Promise.all(
      bodies.map((body) =>
        decide(id, body).then(
          () => 'DONE',
          (error: unknown) => (error as { hubCode?: string }).hubCode ?? String(error),
        ),
      ),
    );
    assert.ok(outcomes.includes('DONE'));
    assert.deepEqual([...new Set(outcomes)].sort(), ['DONE', 'INVALID_STATE']);
    const decided = await room.rows(`SELECT 1 FROM consultation_letter WHERE consultation_id = $1 AND kind = 'REGISTRATION'`, [id]);
    assert.equal(decided.length, 1);
  });

  it('to revoke cannot follow on one to annul', async () => {
    const id = await verdict(8, { answer: 'NO_OBJECTION' });
    await decide(id, issued(8));
    const event = { on: '2026-11-25', authority: { country: 'POL', code: CONSULATE }, grounds: [{ ground: 'PURPOSE_NOT_JUSTIFIED' }] };
    await decide(id, { kind: 'ANNULLED', event: { ...event, kind: 'ANNULLED' } });
    assert.match(await refused(id, { kind: 'REVOKED', event: { ...event, kind: 'REVOKED' } }), /annulled or revoked before/);
  });

  it('of another application, or of a visa beyond the law, is refused by its place', async () => {
    const { id } = await room.submit(applicationOf(6));
    const error = await failing('consultations.decide', CONSULATE, {
      path: { id },
      body: issued(6, { applicationNumber: 'POL202600009999', stayDays: 120, validTo: '2027-12-30' }),
    });
    assert.deepEqual(
      [error.hubCode, error.faults.map(({ pointer }) => pointer)],
      ['INVALID_CONSULTATION', ['/visa/applicationNumber', '/visa/stayDays']],
    );
    assert.equal((await failing('consultations.decide', OFFICE, { path: { id }, body: issued(6) })).hubCode, 'CONSULTATION_UNKNOWN');
  });
});
