/** Visas over REST actions, on a real hub, database and adapter with the register's simulator behind it. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { parseMrz } from '../../identity/mrz/parse.ts';
import type { VisaV1, VisaV1Event } from '../../schemas/types.generated.ts';
import { eventually } from '../support/running-hub.ts';
import { CONSULS, OFFICE, useVisaHub, WHO } from '../support/visa-hub.ts';
import { REFUSED, visaOf } from '../support/visas.ts';

interface Registered {
  readonly state: string;
  readonly registeredAt?: string;
  readonly messageId?: string;
  readonly mrz?: readonly string[];
}

interface Shown {
  readonly visa: VisaV1;
  readonly standing: { readonly status: string; readonly isValid: boolean; readonly endsOn: string; readonly visaNumber: string };
  readonly mrz?: readonly string[];
}

interface Listed {
  readonly outcome: string;
  readonly total: number;
  readonly visas: readonly Shown[];
  readonly refusals: readonly unknown[];
}

const issued = (visa: VisaV1, more: object = {}): object => ({ kind: 'ISSUED', applicationNumber: visa.applicationNumber, visa, ...more });
const POLAND = { country: 'POL', code: 'PL-SG' } as const;
const GROUNDS = [{ ground: 'PURPOSE_NOT_JUSTIFIED' } as const];

describe('visas', () => {
  const visas = useVisaHub();
  const { call, failing, audited } = visas;
  afterEach(() => visas.simulator.setScenario('NORMAL'));

  const register = (visa: VisaV1, more: object = {}): Promise<{ status: number; body: Registered }> =>
    call('register', { body: issued(visa, more) }) as Promise<{ status: number; body: Registered }>;
  const happen = (sticker: string, body: VisaV1Event): ReturnType<typeof call> => call('registerEvent', { path: { sticker }, body });
  const show = async (sticker: string, on?: string): Promise<Shown> =>
    (await call('show', { path: { sticker }, query: on === undefined ? {} : { on } })).body as Shown;
  const search = async (query: Record<string, string>): Promise<Listed> => (await call('search', { query })).body as Listed;

  it('answers a registration, and the same content again, to the letter the same', async () => {
    const [first, again] = [await register(visaOf(1)), await register(visaOf(1))];
    assert.deepEqual([first.status, again.status, first.body.state], [201, 200, 'REGISTERED']);
    assert.deepEqual(again.body, first.body);
  });

  it('refuses other content under an application number or a sticker number that is known, and names the reason', async () => {
    await register(visaOf(2));
    const other = await failing('register', { body: issued({ ...visaOf(2), stayDays: 3 }) });
    assert.deepEqual([other.hubCode, other.code, other.facts['reason']], ['VISA_NOT_REGISTERED', 409, 'APPLICATION_DIFFERS']);
    const used = await failing('register', { body: issued(visaOf(3, { visaNumber: visaOf(2).visaNumber })) });
    assert.equal(used.facts['reason'], 'STICKER_USED');
  });

  it('registers refusals and lists them with the visas of an application, a document or a person', async () => {
    const refusal = { ...REFUSED, applicationNumber: 'POL-R-1' };
    await call('register', { body: { kind: 'REFUSED', applicationNumber: 'POL-R-1', refusal } });
    await register(visaOf(4, { holder: REFUSED.applicant, travelDocument: REFUSED.travelDocument }));
    assert.deepEqual((await search({ applicationNumber: 'POL-R-1' })).refusals, [refusal]);
    const byDocument = await search({ documentNumber: 'fz 123456', documentCountry: 'UKR' });
    assert.deepEqual([byDocument.total, byDocument.visas.length, byDocument.refusals.length], [2, 1, 1]);
    const byPerson = await search({ surname: 'Демченко-Приклад', dateOfBirth: '1983' });
    assert.equal(byPerson.total, 2);
    assert.equal((await search({ surname: 'DEMCHENKO-PRYKLAD', dateOfBirth: '1984' })).outcome, 'NOTHING_FOUND');
  });

  it('builds the zone of the sticker, which any reader finds right', async () => {
    const { body } = await register(visaOf(5));
    const { fields, faults } = parseMrz(body.mrz ?? [], { today: '2026-03-01' });
    assert.deepEqual([faults, fields?.format, fields?.documentCode, fields?.documentNumber], [[], 'MRV-A', 'VC', 'T00000005']);
    assert.deepEqual((await show('T00000005')).mrz, body.mrz);
  });

  it('checks a zone that was read from the sticker', async () => {
    const { body } = await register(visaOf(6));
    const mrz = body.mrz ?? [];
    assert.equal((await register(visaOf(6), { mrz })).status, 200);
    const digit = mrz[1]?.[9] === '0' ? '1' : '0';
    const wrongDigit = [mrz[0] ?? '', `${mrz[1]?.slice(0, 9)}${digit}${mrz[1]?.slice(10)}`];
    for (const spoilt of [wrongDigit, (await register(visaOf(7))).body.mrz ?? []]) {
      const error = await failing('register', { body: issued(visaOf(6), { mrz: spoilt }) });
      assert.deepEqual([error.hubCode, error.faults[0]?.pointer], ['INVALID_VISA', '/mrz']);
    }
  });

  it('refuses what breaks a rule before the register is asked, by pointer', async () => {
    const before = visas.simulator.answered('RegisterIssued');
    const error = await failing('register', { body: issued(visaOf(8, { validTo: '2026-12-31', stayDays: 91 })) });
    assert.deepEqual([error.hubCode, error.faults.map(({ pointer }) => pointer)], ['INVALID_VISA', ['/visa/stayDays']]);
    assert.equal(
      (await failing('register', { body: { ...issued(visaOf(8)), applicationNumber: 'OTHER' } })).faults[0]?.pointer,
      '/visa/applicationNumber',
    );
    assert.equal((await failing('register', { body: issued({ ...visaOf(8), status: 'REVOKED' }) })).faults[0]?.pointer, '/visa/status');
    assert.equal(visas.simulator.answered('RegisterIssued'), before);
  });

  it('shows an annulled visa as never valid, a revoked one as valid until the decision', async () => {
    await register(visaOf(10));
    await register(visaOf(11));
    await happen('T00000010', { kind: 'ANNULLED', on: '2026-04-10', authority: POLAND, grounds: GROUNDS });
    await happen('T00000011', { kind: 'REVOKED', on: '2026-04-10', authority: POLAND, grounds: GROUNDS });
    const on = async (sticker: string, day: string): Promise<[string, boolean]> => {
      const { status, isValid } = (await show(sticker, day)).standing;
      return [status, isValid];
    };
    assert.deepEqual(await on('T00000010', '2026-04-09'), ['ANNULLED', false]);
    assert.deepEqual(await on('T00000011', '2026-04-09'), ['ISSUED', true]);
    assert.deepEqual(await on('T00000011', '2026-04-10'), ['REVOKED', false]);
  });

  it('finds a visa by any sticker it ever had', async () => {
    await register(visaOf(12));
    await happen('T00000012', { kind: 'STICKER_INVALIDATED', on: '2026-03-02', authority: POLAND });
    await happen('T00000012', { kind: 'STICKER_REPLACED', on: '2026-03-03', authority: POLAND, newVisaNumber: 'T12B' });
    const [old, present] = [await show('T00000012', '2026-03-10'), await show('T12B', '2026-03-10')];
    assert.deepEqual(old, { ...present, answeredAt: (old as unknown as { answeredAt: string }).answeredAt });
    assert.equal(present.standing.visaNumber, 'T12B');
    assert.equal((await failing('register', { body: issued(visaOf(13, { visaNumber: 'T00000012' })) })).facts['reason'], 'STICKER_USED');
  });

  it('lets an event become of a visa once, and none that the rules forbid', async () => {
    await register(visaOf(14));
    const extension: VisaV1Event = { kind: 'EXTENDED', on: '2026-05-20', authority: POLAND, newValidTo: '2026-06-20' };
    const [first, again] = [await happen('T00000014', extension), await happen('T00000014', extension)];
    assert.deepEqual([first.status, again.status, again.body], [201, 200, first.body]);
    const late = await failing('registerEvent', {
      path: { sticker: 'T00000014' },
      body: { ...extension, on: '2026-07-01', newValidTo: '2026-08-01' },
    });
    assert.deepEqual([late.hubCode, late.faults], ['INVALID_VISA', [{ pointer: '/on', detail: 'lies after the last day of the visa' }]]);
    assert.equal((await failing('registerEvent', { path: { sticker: 'NOSUCH' }, body: extension })).hubCode, 'NOT_FOUND');
  });

  it('says of a register that is down or broken that it is, and never that there is no visa', async () => {
    for (const [scenario, code, status] of [
      ['DOWN', 'VISA_REGISTER_UNAVAILABLE', 503],
      ['FAULT', 'VISA_REGISTER_FAULT', 503],
      ['GARBAGE', 'VISA_REGISTER_GARBAGE', 503],
      ['SLOW', 'VISA_REGISTER_TIMEOUT', 504],
    ] as const) {
      visas.simulator.setScenario(scenario);
      const errors = [
        await failing('search', { query: { applicationNumber: 'POL-R-1' } }),
        await failing('show', { path: { sticker: 'T00000001' } }),
        await failing('register', { body: issued(visaOf(15)) }),
      ];
      assert.deepEqual(
        errors.map(({ hubCode, code: found }) => [hubCode, found]),
        Array(3).fill([code, status]),
        scenario,
      );
    }
  });

  it('gives a ticket for a registration that shall be queued, the same for the same, and the register has it once it is there', async () => {
    visas.simulator.setScenario('DOWN');
    const headers = { prefer: 'respond-async, wait=5' };
    const queue = (visa: VisaV1): ReturnType<typeof call> => call('register', { headers, body: issued(visa) });
    const [ticket, again] = [await queue(visaOf(20)), await queue(visaOf(20))];
    assert.deepEqual([ticket.status, again.body], [202, ticket.body]);
    assert.equal(ticket.headers?.['location'], `/api/v1/messages/${(ticket.body as Registered).messageId}`);
    assert.equal(
      (await failing('register', { headers, body: issued({ ...visaOf(20), stayDays: 3 }) })).hubCode,
      'DUPLICATE_CONTENT_DIFFERS',
    );
    const event: VisaV1Event = { kind: 'STICKER_INVALIDATED', on: '2026-03-02', authority: POLAND };
    await call('registerEvent', { path: { sticker: 'T00000020' }, headers, body: event });
    visas.simulator.setScenario('NORMAL');
    const found = await eventually(
      'the register to have the visa and its event',
      () =>
        show('T00000020').then(
          ({ visa }) => (visa.events?.length === 1 ? visa : undefined),
          () => undefined,
        ),
      15_000,
    );
    assert.deepEqual(found.events, [event]);
  }).timeout(30_000);

  describe('rights', () => {
    const query = { applicationNumber: 'POL-R-1' };
    it('need a grant for the purpose, and to register one for that', async () => {
      assert.equal((await failing('search', { query, who: { ...WHO, purpose: 'BORDER' } })).hubCode, 'FORBIDDEN');
      assert.equal((await call('search', { party: OFFICE, query })).status, 200);
      assert.equal((await failing('register', { party: OFFICE, body: issued(visaOf(30)) })).hubCode, 'FORBIDDEN');
      assert.equal((await failing('registerEvent', { party: OFFICE, path: { sticker: 'T1' }, body: {} })).hubCode, 'FORBIDDEN');
    });
    it('need a registered officer, a purpose, a legal basis and a case', async () => {
      assert.equal((await failing('search', { query, who: { ...WHO, officer: 'NOBODY' } })).hubCode, 'OFFICER_UNKNOWN');
      const { legalBasis: _left, ...less } = WHO;
      assert.equal((await failing('search', { query, who: less })).hubCode, 'WHO_AND_WHY_REQUIRED');
    });
    it('reveal nobody by a surname alone', async () => {
      for (const wrong of [{ surname: 'NOWAK' }, {}, { documentNumber: 'A1234', applicationNumber: 'B' }, { ...query, on: '2026-02-30' }])
        assert.equal((await failing('search', { query: wrong })).hubCode, 'INVALID_PARAMETER');
    });
  });

  describe('the legal log', () => {
    it('says who looked by which kinds of data and what came back, and holds no data of persons', async () => {
      await register(visaOf(40));
      await search({ surname: 'DEMCHENKO-PRYKLAD', dateOfBirth: '1983' });
      const rows = await audited('visa.searched');
      const last = rows.at(-1);
      assert.deepEqual([last?.party, last?.officer, last?.purpose], [CONSULS, WHO.officer, WHO.purpose]);
      assert.deepEqual(last?.facts['searchedBy'], ['surname', 'dateOfBirth']);
      assert.deepEqual([last?.facts['visas'], last?.facts['refusals']], [['T00000004'], ['POL-R-1']]);
      assert.doesNotMatch(JSON.stringify(rows), /DEMCHENKO/);
      assert.equal((await audited('visa.registered')).at(-1)?.facts['visaNumber'], 'T00000040');
    });
    it('has the failures, the refusals and the tickets', async () => {
      for (const event of ['visa.failed', 'visa.denied', 'visa.not-registered', 'visa.queued'])
        assert.ok((await audited(event)).length > 0, event);
    });
    it('comes before the answer: without it there is none', async () => {
      const { lookup } = visas.room.running.hub.audit as { lookup: { record: unknown } };
      const kept = lookup.record;
      lookup.record = () => Promise.reject(new Error('no space left'));
      try {
        assert.equal((await failing('search', { query: { applicationNumber: 'POL-R-1' } })).hubCode, 'AUDIT_UNAVAILABLE');
        assert.equal((await failing('register', { body: issued(visaOf(41)) })).hubCode, 'AUDIT_UNAVAILABLE');
      } finally {
        lookup.record = kept;
      }
      assert.equal((await register(visaOf(41))).status, 200);
    });
  });
});
