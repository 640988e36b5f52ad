/**
 * One consultation as the law has it, with its variants: a citizen of Vietnam applies for a short stay on Monday 2 November 2026; five Polish
 * authorities and two other states are asked. Real hub, database, mailboxes and SMTP; only the clock is the test's.
 */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { applicationOf, CONSULATE, NATIONAL, OFFICE, useConsultations, type ConsultationRoom } from '../support/consultation-room.ts';
import { eventually } from '../support/running-hub.ts';

interface Case {
  readonly id: string;
  readonly reference: string;
}

interface Shown {
  readonly state: string;
  readonly currentVerdict: string | null;
  readonly finalVerdict: string | null;
  readonly finalAt?: string;
  readonly reasons?: readonly { readonly authority: string; readonly state: string; readonly incomplete: string | null }[];
  readonly tasks?: readonly { readonly notice: string; readonly authority?: string }[];
}

describe('a consultation of 2 November 2026', () => {
  const room = useConsultations();
  let plain: Case;
  let objected: Case;
  let unconfirmed: Case;

  const show = async ({ id }: Case, party: string): Promise<Shown> =>
    (await room.call('consultations.show', party, { path: { id } })).body as Shown;
  const stateOf = async ({ id }: Case, authority: string): Promise<string | undefined> => (await room.child(id, authority))?.state;
  /** Lets the clock of the hub look once at the least. */
  const settled = async (one: Case, authority: string, state: string): Promise<void> => void (await room.becomes(one.id, authority, state));

  before('submitted at 9:00, fetched by all five; the first mail to France fails', async () => {
    await room.setClock('2026-11-02T09:00:00+01:00');
    room.states.FRA.behave({ server: 'refuses-for-now' });
    [plain, objected, unconfirmed] = [
      await room.submit(applicationOf(1)),
      await room.submit(applicationOf(2)),
      await room.submit(applicationOf(3)),
    ];
    for (const party of NATIONAL) await deliver(room, [plain, objected, unconfirmed], party);
    room.states.FRA.behave({ server: 'takes' });
  });

  it('counts answers as they come, and shows an objection in the same second', async () => {
    await room.setClock('2026-11-03T10:00:00+01:00');
    for (const one of [plain, objected, unconfirmed])
      for (const party of ['PL-SG', 'PL-MSZ']) {
        await room.answer(party, one.reference, { answer: 'NO_OBJECTION' });
        await settled(one, party, 'ANSWERED');
      }
    await room.setClock('2026-11-04T10:00:00+01:00');
    for (const one of [plain, objected]) for (const state of ['AUT', 'FRA'] as const) await room.confirm(state, one.reference);
    await room.confirm('AUT', unconfirmed.reference);
    for (const one of [plain, objected, unconfirmed]) {
      await settled(one, 'AUT-VISION', 'DELIVERED');
      await room.answer('PL-ABW', one.reference, { answer: 'MORE_INFO_NEEDED', question: 'Which company invites him?' });
      await settled(one, 'PL-ABW', 'ANSWERED');
    }
    await settled(plain, 'FRA-VISION', 'DELIVERED');
    assert.equal(await stateOf(unconfirmed, 'FRA-VISION'), 'SENT');
    await room.setClock('2026-11-05T10:00:00+01:00');
    for (const one of [plain, unconfirmed]) await room.answer('PL-KGP', one.reference, { answer: 'NO_OBJECTION' });
    await room.answer('PL-KGP', objected.reference, { answer: 'OBJECTION', grounds: ['INTERNAL_SECURITY'] });
    for (const one of [plain, objected, unconfirmed]) await settled(one, 'PL-KGP', 'ANSWERED');
    const { currentVerdict, finalVerdict } = await show(objected, OFFICE);
    assert.deepEqual([currentVerdict, finalVerdict], ['OBJECTION', null]);
    assert.equal((await show(objected, CONSULATE)).currentVerdict, null);
  });

  it('lets Saturday 7 November roll to Monday, and ends in silence at midnight', async () => {
    await room.setClock('2026-11-09T23:59:57+01:00');
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(await stateOf(plain, 'PL-AW'), 'DELIVERED');
    await room.setClock('2026-11-10T00:00:00.3+01:00');
    for (const party of ['PL-AW', 'PL-ABW']) {
      const child = await room.becomes(plain.id, party, 'TACIT');
      assert.equal(child.more_info_open, party === 'PL-ABW');
    }
    assert.equal((await room.child(plain.id, 'PL-AW'))?.due_at?.toISOString(), '2026-11-09T23:00:00.000Z');
  });

  it('counts the holidays of the state that must act: 11 November is one in France and Poland, not in Austria', async () => {
    await room.setClock('2026-11-11T23:59:58+01:00');
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(await stateOf(plain, 'AUT-VISION'), 'DELIVERED');
    await room.setClock('2026-11-12T00:00:00.3+01:00');
    await settled(plain, 'AUT-VISION', 'TACIT');
    assert.equal(await stateOf(plain, 'FRA-VISION'), 'DELIVERED');
  });

  it('comes to one verdict with seven reasons, and sends it by the rule of the Office', async () => {
    await room.setClock('2026-11-13T00:00:00.3+01:00');
    const shown = await eventually('the verdict', async () => {
      const seen = await show(plain, CONSULATE);
      return seen.finalVerdict === null ? undefined : seen;
    });
    assert.deepEqual([shown.finalVerdict, shown.finalAt], ['TACIT_NO_OBJECTION', '2026-11-12T23:00:00.000Z']);
    assert.deepEqual(
      shown.reasons?.map(({ authority, state }) => [authority, state]),
      [
        ['PL-ABW', 'TACIT'],
        ['PL-AW', 'TACIT'],
        ['PL-KGP', 'ANSWERED'],
        ['PL-MSZ', 'ANSWERED'],
        ['PL-SG', 'ANSWERED'],
        ['AUT-VISION', 'TACIT'],
        ['FRA-VISION', 'TACIT'],
      ],
    );
    const verdicts = await eventually('the message', async () => {
      const got = (await room.fetch(CONSULATE)).filter(({ type }) => type === 'pl.gov.udsc.visa.consultation-verdict.v1');
      return got.length > 0 ? got : undefined;
    });
    assert.deepEqual(
      verdicts.map(({ data }) => [data['reference'], data['verdict']]),
      [[plain.reference, 'TACIT_NO_OBJECTION']],
    );
  });

  it('is incomplete, and never tacit, where no form R came', async () => {
    const shown = await eventually('the end', async () => {
      const seen = await show(unconfirmed, OFFICE);
      return seen.finalVerdict === null ? undefined : seen;
    });
    assert.deepEqual([shown.finalVerdict, shown.finalAt, shown.state], ['INCOMPLETE', '2026-11-12T23:00:00.000Z', 'FINAL']);
    assert.deepEqual(
      shown.reasons
        ?.filter(({ incomplete }) => incomplete !== null)
        .map(({ authority, state, incomplete }) => [authority, state, incomplete]),
      [['FRA-VISION', 'FAILED', 'NEVER_DELIVERED']],
    );
    await eventually('the problem', async () => (await problemsOf(room, 'CONSULTATION_INCOMPLETE')).includes(unconfirmed.reference));
    assert.deepEqual(await show(unconfirmed, CONSULATE).then(({ state, finalVerdict }) => [state, finalVerdict]), ['OPEN', null]);
  });

  it('leaves an objection to a named officer, and says nothing of its grounds to anybody abroad or to the consulate', async () => {
    assert.equal((await show(objected, OFFICE)).state, 'FINAL');
    const given = { path: { id: objected.id }, body: { reason: 'seen by me' } };
    await room.call('consultations.release', OFFICE, given);
    const [verdict] = await eventually('the message', async () => {
      const got = await room.fetch(CONSULATE);
      return got.length > 0 ? got : undefined;
    });
    assert.deepEqual([verdict?.data['verdict'], verdict?.data['releasedBy']], ['OBJECTION', `${OFFICE}/OFF-1`]);
    assert.doesNotMatch(JSON.stringify([verdict, await show(objected, CONSULATE)]), /INTERNAL_SECURITY/);
    for (const { received } of Object.values(room.states))
      assert.doesNotMatch(JSON.stringify(received.map(({ text }) => text)), /INTERNAL|KGP/);
  });

  it('keeps an objection after the term as late, changes nothing, and gives the consulate a task', async () => {
    await room.setClock('2026-11-13T08:00:00+01:00');
    await room.reply('FRA', plain.reference, '1');
    await eventually('the task', async () =>
      (await show(plain, CONSULATE)).tasks?.some(({ notice, authority }) => notice === 'LATE_OBJECTION' && authority === 'FRA-VISION'),
    );
    assert.equal((await show(plain, CONSULATE)).finalVerdict, 'TACIT_NO_OBJECTION');
    assert.equal(await stateOf(plain, 'FRA-VISION'), 'TACIT');
  });
});

async function deliver(room: ConsultationRoom, cases: readonly Case[], party: string): Promise<void> {
  for (const { id } of cases) await room.becomes(id, party, 'SENT');
  await eventually(`${party} has all`, async () => {
    await room.fetch(party);
    const children = await Promise.all(cases.map(({ id }) => room.child(id, party)));
    return children.every((child) => child?.state === 'DELIVERED') ? true : undefined;
  });
}

const problemsOf = async (room: ConsultationRoom, kind: string): Promise<readonly string[]> =>
  (await room.rows<{ subject: string }>('SELECT subject FROM problem WHERE kind = $1', [kind])).map(({ subject }) => subject);
