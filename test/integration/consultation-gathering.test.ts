/** What is gathered before anybody is asked: from real SIS and visa register adapters over their simulators, and from nowhere else. */
import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import type { VisaApplicationV1 } from '../../schemas/types.generated.ts';
import { applicationOf, CONSULATE, OFFICE, useConsultations } from '../support/consultation-room.ts';
import { eventually } from '../support/running-hub.ts';

interface Check {
  readonly source: string;
  readonly state: string;
  readonly found: readonly Readonly<Record<string, unknown>>[];
}

/** Under an alert of Germany for refusal of entry, in every simulated SIS. */
const WANTED: VisaApplicationV1['applicant']['details'] = {
  name: { surname: { transliterated: 'MARCHENKO-DEMO' }, forenames: { transliterated: 'IHOR' } },
  birth: { date: { value: '1983-05-12', precision: 'DAY', basis: 'DOCUMENT' } },
  citizenships: ['UKR'],
};

describe('what is gathered before a consultation', () => {
  const room = useConsultations({ hasRegisters: true });
  before('a day in November', () => room.setClock('2026-11-02T09:00:00+01:00'));
  afterEach(() => {
    room.registers.sis.setScenario('NORMAL');
    room.registers.visas.setScenario('NORMAL');
  });

  const checksOf = async (id: string, party = CONSULATE): Promise<readonly Check[] | undefined> =>
    ((await room.call('consultations.show', party, { path: { id } })).body as { checks?: readonly Check[] }).checks;
  const gathered = (id: string): Promise<readonly Check[]> =>
    eventually('the checks', async () => {
      const checks = await checksOf(id);
      return checks !== undefined && checks.length > 0 ? checks : undefined;
    });
  const stateOf = (checks: readonly Check[], source: string): string | undefined => checks.find((check) => check.source === source)?.state;

  it('is clear where a source says so, and not asked where it is not installed', async () => {
    const { id } = await room.submit(applicationOf(1));
    const checks = await gathered(id);
    assert.deepEqual(
      checks.map(({ source, state }) => [source, state]),
      [
        ['CENTRAL_VISA_REGISTER', 'CLEAR'],
        ['ENTRY_BANS', 'NOT_ASKED'],
        ['RESIDENCE', 'NOT_ASKED'],
        ['RETURN', 'NOT_ASKED'],
        ['SIS', 'CLEAR'],
      ],
    );
    assert.deepEqual(await checksOf(id, OFFICE), checks);
    assert.equal(await checksOf(id, 'PL-SG'), undefined);
  });

  it('shows a match in SIS as not confirmed, under the consul’s own id, and no content of the alert', async () => {
    const { id, reference } = await room.submit(applicationOf(2, { applicant: { details: WANTED } }));
    const sis = (await gathered(id)).find(({ source }) => source === 'SIS');
    assert.equal(sis?.state, 'FOUND');
    const [match] = sis?.found ?? [];
    assert.deepEqual([match?.['kind'], match?.['issuingState'], match?.['confirmation']], ['SIS_MATCH', 'DE', 'match, not confirmed']);
    assert.doesNotMatch(JSON.stringify(sis), /KRYPTONIMOWICZ|MARCHENKO/);
    const searches = await room.rows<{ party: string; officer: string; payload: string }>(
      `SELECT party, officer, payload FROM audit_entry WHERE event = 'sis.search-answered' ORDER BY at`,
    );
    assert.ok(searches.some(({ party, officer, payload }) => party === CONSULATE && officer === 'OFF-1' && payload.includes(reference)));
  });

  it('is not answered while a source is down, is never clear by that, and is asked again until it answers', async () => {
    room.registers.sis.setScenario('DOWN');
    const { id } = await room.submit(applicationOf(3));
    assert.equal(stateOf(await gathered(id), 'SIS'), 'NOT_ANSWERED');
    await room.becomes(id, 'PL-SG', 'SENT');
    room.registers.sis.setScenario('NORMAL');
    await eventually('SIS', async () => (stateOf((await checksOf(id)) ?? [], 'SIS') === 'CLEAR' ? true : undefined));
  });

  it('leads to the state whose refusal alert was found, for a long-stay visa, through SIRENE and within ten days', async () => {
    const { id } = await room.submit(applicationOf(4, { applicant: { details: WANTED }, visaType: 'D', stayDays: 300 }));
    await room.becomes(id, 'PL-SIRENE', 'SENT');
    const [asked] = await room.fetch('PL-SIRENE');
    assert.deepEqual(
      [asked?.type, asked?.data['article'], asked?.data['consultedState'], asked?.data['answerDueOn']],
      ['pl.gov.udsc.sis.sirene-consultation.v1', '1861_ART_27', 'DE', '2026-11-12'],
    );
    const child = await room.becomes(id, 'PL-SIRENE', 'DELIVERED');
    assert.equal(child.due_at?.toISOString(), '2026-11-12T23:00:00.000Z');
    const data = { consultationId: id, answer: 'OBJECTION', answeredBy: 'DE', answeredAt: '2026-11-02T10:00:00Z' };
    const type = 'pl.gov.udsc.sis.sirene-consultation-reply.v1';
    const event = { specversion: '1.0', id: 'sirene-1', source: '/parties/PL-SIRENE', type, destination: 'PL-KSK', data };
    await room.hub.call('exchange.submit', 'PL-SIRENE', { body: Buffer.from(JSON.stringify(event)) });
    assert.equal((await room.becomes(id, 'PL-SIRENE', 'ANSWERED')).answer, 'OBJECTION');
    const scopes = await room.rows<{ scope: string }>('SELECT DISTINCT scope FROM consultation_child WHERE consultation_id = $1', [id]);
    assert.deepEqual(scopes, [{ scope: 'NATIONAL' }]);
  });

  it('is the same for two persons who are equal in everything but a case of international protection', async () => {
    const [plain, protectedOne] = [applicationOf(5), applicationOf(6)];
    await insertProtectionCase(protectedOne);
    const packs = [];
    for (const application of [plain, protectedOne]) {
      const { id, reference } = await room.submit(application);
      const checks = await gathered(id);
      await room.becomes(id, 'PL-SG', 'SENT');
      const request = (await room.fetch('PL-SG')).find(({ data }) => data['consultationId'] === reference);
      packs.push({
        checks: checks.map(({ source, state, found }) => ({ source, state, found })),
        keys: Object.keys(request?.data ?? {}).sort(),
        text: JSON.stringify([checks, request]),
      });
    }
    assert.deepEqual(packs[0]?.checks, packs[1]?.checks);
    assert.deepEqual(packs[0]?.keys, packs[1]?.keys);
    for (const { text } of packs) assert.doesNotMatch(text, /protection|asylum|refugee|ochron|DPKG/i);
  });

  /** The Refugee Board decides on somebody of the same name and papers: a message of protection in the hub. */
  async function insertProtectionCase({ applicant: { details } }: VisaApplicationV1): Promise<void> {
    const data = { title: `Appeal of ${details.name.surname.transliterated ?? ''}`, text: 'refugee status, asylum case' };
    const event = { specversion: '1.0', id: 'rdu-1', source: `/parties/${OFFICE}`, type: NOTE, destination: OFFICE, data };
    await room.hub.call('exchange.submit', OFFICE, { body: Buffer.from(JSON.stringify(event)) });
  }
});

const NOTE = 'pl.gov.udsc.exchange.note.v1';
