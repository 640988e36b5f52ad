/** Consultations by REST: who may submit, see, answer, extend, release and cancel, and what each is told when it must not be. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { applicationOf, CONSULATE, NATIONAL, OFFICE, useConsultations } from '../support/consultation-room.ts';
import { eventually } from '../support/running-hub.ts';

interface Shown {
  readonly state: string;
  readonly dueAt: string;
  readonly finalVerdict: string | null;
  readonly children: readonly {
    readonly authority: string;
    readonly state: string;
    readonly answer?: string;
    readonly grounds?: readonly string[];
  }[];
  readonly history?: readonly { readonly what: string; readonly who: string; readonly why?: string }[];
}

describe('consultations by REST', () => {
  const room = useConsultations();
  const { call, failing } = room;
  before('a day in November', () => room.setClock('2026-11-02T09:00:00+01:00'));

  const show = async (id: string, party: string): Promise<Shown> =>
    (await call('consultations.show', party, { path: { id } })).body as Shown;
  const answer = (party: string, id: string, body: object): ReturnType<typeof call> =>
    call('consultations.answerOne', party, { path: { id }, body });
  const answerAll = async (id: string): Promise<void> => {
    for (const party of [...NATIONAL, 'AUT-VISION', 'FRA-VISION'])
      if ((await room.child(id, party)) !== undefined && party.startsWith('PL-')) await answer(party, id, { answer: 'NO_OBJECTION' });
  };
  /** Of somebody of whom only three authorities in Poland are asked. */
  const ukrainian = (seed: number): ReturnType<typeof applicationOf> => {
    const { applicant, ...rest } = applicationOf(seed);
    return { ...rest, applicant: { ...applicant, details: { ...applicant.details, citizenships: ['UKR'] } } };
  };

  it('answers the same application again to the letter the same, and refuses other content under its number', async () => {
    const body = { application: ukrainian(1) };
    const [first, again] = [
      await call('consultations.submit', CONSULATE, { body }),
      await call('consultations.submit', CONSULATE, { body }),
    ];
    assert.deepEqual([first.status, again.status], [201, 200]);
    assert.deepEqual(again.body, first.body);
    const other = await failing('consultations.submit', CONSULATE, { body: { application: { ...ukrainian(1), stayDays: 3 } } });
    assert.deepEqual([other.hubCode, other.code], ['CONSULTATION_DIFFERS', 409]);
  });

  it('takes one of twelve who submit the same application at the same time as the first', async () => {
    const body = { application: ukrainian(2) };
    const answers = await Promise.all(Array.from({ length: 12 }, () => call('consultations.submit', CONSULATE, { body })));
    assert.equal(new Set(answers.map((one) => JSON.stringify(one.body))).size, 1);
    const [{ n } = { n: 0 }] = await room.rows<{ n: number }>('SELECT count(*)::int AS n FROM consultation WHERE application_number = $1', [
      ukrainian(2).applicationNumber,
    ]);
    assert.equal(n, 1);
  });

  it('refuses an airport transit visa under Art. 22, and names every fault of a group by its place', async () => {
    const transit = await failing('consultations.submit', CONSULATE, { body: { application: { ...ukrainian(3), visaType: 'A' } } });
    assert.deepEqual([transit.hubCode, transit.code], ['NO_CONSULTATION_FOR_TRANSIT', 422]);
    const applications = [ukrainian(4), { ...ukrainian(5), stayDays: 120 }, { ...ukrainian(6), status: 'WITHDRAWN' }];
    const group = await failing('consultations.submit', CONSULATE, { body: { groupId: 'G-1', applications } });
    assert.deepEqual(
      group.faults.map(({ pointer }) => pointer),
      ['/applications/2/status', '/applications/1/stayDays'],
    );
    assert.deepEqual(await room.rows(`SELECT 1 FROM consultation WHERE group_id = 'G-1'`), []);
  });

  it('takes a group whole, one consultation for each who travels', async () => {
    const applications = [ukrainian(7), ukrainian(8), ukrainian(9)];
    const { status, body } = await call('consultations.submit', CONSULATE, { body: { groupId: 'G-2', applications } });
    const { consultations } = body as { consultations: readonly unknown[] };
    assert.deepEqual([status, consultations.length], [201, 3]);
    const listed = await call('consultations.list', CONSULATE, { query: { groupId: 'G-2' } });
    assert.equal((listed.body as { consultations: readonly unknown[] }).consultations.length, 3);
  });

  it('lets only those see a consultation who have to do with it, and an authority only what it was asked', async () => {
    const { id, reference } = await room.submit(ukrainian(10));
    await answer('PL-SG', reference, { answer: 'OBJECTION', grounds: ['INTERNAL_SECURITY'] });
    assert.deepEqual((await show(id, OFFICE)).children.find(({ authority }) => authority === 'PL-SG')?.grounds, ['INTERNAL_SECURITY']);
    const seen = await show(reference, 'PL-SG');
    assert.deepEqual([seen.children.map(({ authority }) => authority), seen.history], [['PL-SG'], undefined]);
    const own = (await show(id, CONSULATE)).children.find(({ authority }) => authority === 'PL-SG');
    assert.deepEqual([own?.state, own?.answer, own?.grounds], ['ANSWERED', undefined, undefined]);
    assert.equal((await failing('consultations.show', 'PL-AW', { path: { id } })).hubCode, 'CONSULTATION_UNKNOWN');
    const unknown = { path: { id }, who: { officer: 'OFF-9', purpose: 'VISA_C', legalBasis: 'law', caseReference: 'V' } };
    assert.equal((await failing('consultations.show', OFFICE, unknown)).hubCode, 'OFFICER_UNKNOWN');
  });

  it('says with an ETag that nothing has changed, until something has', async () => {
    const { id } = await room.submit(ukrainian(11));
    await room.becomes(id, 'PL-SG', 'SENT');
    await room.becomes(id, 'PL-KGP', 'SENT');
    await room.becomes(id, 'PL-ABW', 'SENT');
    const { etag = '' } = (await call('consultations.show', CONSULATE, { path: { id } })).headers ?? {};
    const again = { path: { id }, headers: { 'if-none-match': etag } };
    assert.equal((await call('consultations.show', CONSULATE, again)).status, 304);
    await answer('PL-SG', id, { answer: 'NO_OBJECTION' });
    assert.equal((await call('consultations.show', CONSULATE, again)).status, 200);
  });

  it('refuses an answer of who was not asked, and of an unknown consultation', async () => {
    const { id } = await room.submit(ukrainian(12));
    const given = { path: { id }, body: { answer: 'NO_OBJECTION' } };
    assert.equal((await failing('consultations.answerOne', 'PL-AW', given)).hubCode, 'CONSULTATION_NOT_ASKED');
    const other = { ...given, path: { id: 'KSK0000000000000' } };
    assert.equal((await failing('consultations.answerOne', 'PL-SG', other)).hubCode, 'CONSULTATION_UNKNOWN');
  });

  it('takes answers in bulk, and one that is refused touches no other', async () => {
    const [one, two] = [await room.submit(ukrainian(13)), await room.submit(ukrainian(14))];
    const answers = [
      { reference: one.reference, answer: 'NO_OBJECTION' },
      { reference: 'KSK0000000000000', answer: 'NO_OBJECTION' },
      { reference: two.reference, answer: 'NO_OBJECTION', automatedBy: 'no such rule' },
      { reference: two.reference, answer: 'NOT_COMPETENT' },
    ];
    const { body } = await call('consultations.answerMany', 'PL-KGP', { body: { answers } });
    assert.deepEqual(
      (body as { answers: readonly { counts: string; code?: string }[] }).answers.map(({ counts, code }) => code ?? counts),
      ['TAKEN', 'CONSULTATION_UNKNOWN', 'FORBIDDEN', 'TAKEN'],
    );
    assert.equal((await room.child(two.id, 'PL-KGP'))?.answer, 'NOT_COMPETENT');
  });

  it('lets an automated answer count only by a rule that the authority has recorded', async () => {
    const { id } = await room.submit(applicationOf(15));
    const automatedBy = 'Rule of PL-AW on short stays without military interest (sample)';
    assert.equal((await answer('PL-AW', id, { answer: 'NOT_COMPETENT', automatedBy })).status, 200);
    const [row] = await room.rows<{ officer: string }>(
      'SELECT officer FROM consultation_child WHERE consultation_id = $1 AND authority = $2',
      [id, 'PL-AW'],
    );
    assert.equal(row?.officer, automatedBy);
  });

  it('counts a second answer within the term as a correction, and keeps both in the history', async () => {
    const { id } = await room.submit(ukrainian(16));
    await answer('PL-SG', id, { answer: 'OBJECTION', grounds: ['PUBLIC_POLICY'] });
    await answer('PL-SG', id, { answer: 'NO_OBJECTION' });
    const { history = [] } = await show(id, OFFICE);
    assert.deepEqual(
      history.filter(({ who }) => who === 'PL-SG/OFF-1').map(({ what, why }) => [what, why]),
      [
        ['ANSWERED', 'OBJECTION'],
        ['CORRECTED', 'NO_OBJECTION'],
      ],
    );
  });

  it('comes to its verdict with the last answer, and lets it out by the rule of the Office', async () => {
    const { id } = await room.submit(ukrainian(17));
    await answerAll(id);
    const { state, finalVerdict } = await show(id, CONSULATE);
    assert.deepEqual([state, finalVerdict], ['RELEASED', 'NO_OBJECTION']);
    assert.equal((await failing('consultations.release', OFFICE, { path: { id }, body: { reason: 'again' } })).hubCode, 'INVALID_STATE');
  });

  it('is extended once by the Office, with a reason of which the consulate is told', async () => {
    const { id } = await room.submit(ukrainian(18));
    const given = { path: { id }, body: { reason: 'a doubt about the host' } };
    assert.equal((await failing('consultations.extend', CONSULATE, given)).hubCode, 'FORBIDDEN');
    const { body } = await call('consultations.extend', OFFICE, given);
    assert.equal((body as Shown).dueAt, '2026-12-02T23:00:00.000Z');
    assert.equal((await failing('consultations.extend', OFFICE, given)).hubCode, 'INVALID_STATE');
    const notice = await eventually('the notice', async () => {
      const got = await room.fetch(CONSULATE);
      return got.find(({ data }) => data['notice'] === 'EXTENDED');
    });
    assert.deepEqual([notice.data['reason'], notice.data['dueAt']], ['a doubt about the host', '2026-12-02T23:00:00.000Z']);
  });

  it('is called off by the consulate; whoever was asked is told, and the application can be submitted anew', async () => {
    const { id } = await room.submit(ukrainian(19));
    for (const party of ['PL-SG', 'PL-KGP', 'PL-ABW']) await room.becomes(id, party, 'SENT');
    const { body } = await call('consultations.cancel', CONSULATE, { path: { id }, body: { reason: 'withdrawn by the applicant' } });
    assert.equal((body as Shown).state, 'CANCELLED');
    await eventually('word of it', async () =>
      (await room.fetch('PL-SG')).some(({ type }) => type === 'pl.gov.udsc.visa.consultation-cancelled.v1') ? true : undefined,
    );
    assert.equal((await answer('PL-SG', id, { answer: 'OBJECTION' })).status, 200);
    assert.equal((await show(id, OFFICE)).state, 'CANCELLED');
    assert.notEqual((await room.submit({ ...ukrainian(19), stayDays: 5 })).id, id);
  });

  it('lists what waits for an authority by the time left, page by page', async () => {
    for (const party of ['PL-ABW'])
      await eventually('all requests', async () => ((await room.fetch(party)).length === 0 ? true : undefined));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const query = { max: '4', ...(after === undefined ? {} : { after }) };
      const { items, next } = (await call('consultations.workList', 'PL-ABW', { query })).body as {
        items: readonly { reference: string; dueAt: string }[];
        next?: string;
      };
      seen.push(...items.map(({ dueAt, reference }) => `${dueAt} ${reference}`));
      after = next;
    } while (after !== undefined);
    const open = await room.rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM consultation_child WHERE authority = 'PL-ABW' AND ended_at IS NULL AND due_at IS NOT NULL`,
    );
    assert.equal(seen.length, open[0]?.n);
    assert.ok(seen.length > 4);
    assert.equal(new Set(seen).size, seen.length);
    assert.deepEqual(
      seen.map((one) => one.slice(0, 24)),
      seen.map((one) => one.slice(0, 24)).toSorted(),
    );
  });
});
