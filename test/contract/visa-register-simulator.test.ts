/** The simulator of the visa register: independent of the adapter, true to the XSD, and a keeper of the rules by itself. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { readCodes, type Codes } from '../../adapters/visa-register/codes.ts';
import type { Changes, RegisterAnswer, RegisterRequest } from '../../adapters/visa-register/request.ts';
import { startRegisterSimulator, type RegisterSimulator } from '../../adapters/visa-register/simulator/simulator.ts';
import { changesFromWire, changesToWire, fromWire, toWire } from '../../adapters/visa-register/translate.ts';
import { createValidators } from '../../adapters/visa-register/validate.ts';
import { createXmlReader, writeXml, type XmlNode, type XmlReader } from '../../adapters/visa-register/xml.ts';
import type { VisaV1, VisaV1Event } from '../../schemas/types.generated.ts';
import { REFUSED, REQUESTER, visaOf } from '../support/visas.ts';

const folder = new URL('../../adapters/visa-register/', import.meta.url);
const TODAY = new Date('2026-11-25T10:00:00Z');
const POLAND = { country: 'POL', code: 'PL-SG' } as const;
const asked = { requestId: 'r-1', requester: REQUESTER };
const GENERATED = 500;
const MOST = 16 * 1024 * 1024;

describe('the folder of the simulator of the visa register', () => {
  it('shares no code with the adapter: a simulator that does proves nothing', () => {
    for (const file of readdirSync(new URL('simulator/', folder))) {
      const text = readFileSync(new URL(`simulator/${file}`, folder), 'utf8');
      const imports = [...text.matchAll(/from '(\.[^']+)'/g)].map(([, path]) => path ?? '');
      const foreign = imports.filter((path) => !/^\.\/[\w-]+\.ts$/.test(path) && !path.startsWith('../../../generator/'));
      assert.deepEqual(foreign, [], file);
    }
  });
});

describe('the simulator of the visa register', () => {
  let simulator: RegisterSimulator;
  let reader: XmlReader;
  let codes: Codes;
  before(async () => {
    simulator = await startRegisterSimulator({ visas: GENERATED, limit: 5, now: () => TODAY });
    [reader, codes] = [createXmlReader(), readCodes()];
  });
  after(async () => {
    reader.close();
    await simulator.close();
  });

  const post = async (document: XmlNode): Promise<XmlNode> => {
    const response = await fetch(simulator.url, { method: 'POST', body: writeXml(document) });
    const reading = reader.read(Buffer.from(await response.arrayBuffer()), MOST);
    if ('faults' in reading) assert.fail(reading.faults.join());
    return reading.node;
  };
  const ask = async (request: RegisterRequest): Promise<RegisterAnswer> =>
    fromWire(await post(toWire(request, codes).document), request, codes);
  const issue = (visa: VisaV1): Promise<RegisterAnswer> => ask({ ...asked, operation: 'ISSUE', visa });
  const happen = (visaNumber: string, event: VisaV1Event): Promise<RegisterAnswer> =>
    ask({ ...asked, operation: 'EVENT', visaNumber, event });
  const find = async (visaNumber: string): Promise<VisaV1 | undefined> => {
    const answer = await ask({ ...asked, operation: 'FIND_BY_STICKER', visaNumber });
    assert.ok(answer.kind === 'FOUND');
    const [entry] = answer.entries;
    return entry !== undefined && 'visa' in entry ? entry.visa : undefined;
  };
  const reasonOf = (answer: RegisterAnswer): string => (answer.kind === 'NOT_REGISTERED' ? answer.reason : answer.kind);

  it('holds generated visas that are canonical each and every one, with the histories that the rules allow', async () => {
    const validators = await createValidators();
    const events = new Set<string>();
    for (let n = 0; n < GENERATED; n += 1) {
      const visa = await find(`PL${1_000_000 + n}`);
      assert.ok(visa, `visa ${n} is missing`);
      assert.deepEqual(validators.entryFaults({ visa }), [], `visa ${n}`);
      for (const { kind } of visa.events ?? []) events.add(kind);
    }
    assert.equal(events.size, 6);
  });

  it('answers the same registration again as it did first, and another content under its application number not at all', async () => {
    const visa = visaOf(1);
    const first = await issue(visa);
    assert.ok(first.kind === 'REGISTERED' && first.isNew);
    assert.deepEqual(await issue(visa), { ...first, isNew: false });
    assert.equal(reasonOf(await issue({ ...visa, stayDays: 5 })), 'APPLICATION_DIFFERS');
    assert.equal(
      reasonOf(await ask({ ...asked, operation: 'REFUSE', refusal: { ...REFUSED, applicationNumber: visa.applicationNumber ?? '' } })),
      'APPLICATION_DIFFERS',
    );
  });

  it('gives back what it was given, by sticker, application, document and person', async () => {
    const visa = visaOf(2, { remarks: 'R/APP <&> ]]>' });
    await issue(visa);
    const surname = visa.holder.name.surname.transliterated ?? '';
    const searches: RegisterRequest[] = [
      { ...asked, operation: 'FIND_BY_STICKER', visaNumber: visa.visaNumber },
      { ...asked, operation: 'FIND_BY_APPLICATION', applicationNumber: visa.applicationNumber ?? '' },
      { ...asked, operation: 'FIND_BY_DOCUMENT', document: { number: 'tt 000002', country: 'UKR' } },
      { ...asked, operation: 'FIND_BY_PERSON', person: { surname, dateOfBirth: '1990-04-12' } },
    ];
    for (const search of searches) {
      const answer = await ask(search);
      assert.ok(answer.kind === 'FOUND');
      assert.ok(
        answer.entries.some((entry) => isDeepStrictEqual(entry, { visa: { ...visa, status: 'EXPIRED' } })),
        search.operation,
      );
    }
  });

  it('counts and lists nothing when more entries fit than its limit', async () => {
    for (let n = 0; n < 6; n += 1) await issue(visaOf(10 + n, { travelDocument: { kind: 'PASSPORT_ORDINARY', number: 'CROWD001' } }));
    const answer = await ask({ ...asked, operation: 'FIND_BY_DOCUMENT', document: { number: 'CROWD001' } });
    assert.ok(answer.kind === 'FOUND');
    assert.deepEqual([answer.total, answer.entries], [6, []]);
  });

  it('never takes a sticker number twice, not even that of a damaged or replaced one', async () => {
    const on = '2026-03-05';
    await issue(visaOf(20));
    await happen('T00000020', { kind: 'STICKER_INVALIDATED', on, authority: POLAND });
    await happen('T00000020', { kind: 'STICKER_REPLACED', on, authority: POLAND, newVisaNumber: 'T00000020B' });
    await issue(visaOf(21));
    assert.equal(reasonOf(await issue(visaOf(22, { visaNumber: 'T00000020' }))), 'STICKER_USED');
    assert.equal(reasonOf(await issue(visaOf(23, { visaNumber: 'T00000020B' }))), 'STICKER_USED');
    const again: VisaV1Event = { kind: 'STICKER_REPLACED', on, authority: POLAND, newVisaNumber: 'T00000020' };
    assert.equal(reasonOf(await happen('T00000021', again)), 'STICKER_USED');
    assert.equal((await find('T00000020B'))?.visaNumber, 'T00000020');
  });

  it('keeps the rules of visas against any order of events', async () => {
    let seed = 1000;
    const day = fc
      .integer({ min: 0, max: 120 })
      .map((days) => new Date(Date.parse('2026-02-15') + days * 86_400_000).toISOString().slice(0, 10));
    const grounds = [{ ground: 'PURPOSE_NOT_JUSTIFIED' } as const];
    const event = fc.oneof(
      fc
        .record({ kind: fc.constantFrom('ANNULLED', 'REVOKED'), on: day })
        .map((one): VisaV1Event => ({ ...one, authority: POLAND, grounds })),
      fc
        .record({ kind: fc.constantFrom('EXTENDED', 'SHORTENED'), on: day, newValidTo: day })
        .map((one): VisaV1Event => ({ ...one, authority: POLAND })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 8 }), async (events) => {
        const visa = visaOf((seed += 1));
        await issue(visa);
        for (const one of events) await happen(visa.visaNumber, one);
        const held = (await find(visa.visaNumber))?.events ?? [];
        const kinds = held.map(({ kind }) => kind);
        assert.ok(!kinds.slice(0, -1).includes('ANNULLED'), 'something happened to an annulled visa');
        const revoked = kinds.indexOf('REVOKED');
        assert.deepEqual(revoked < 0 ? [] : kinds.slice(revoked + 1).filter((kind) => kind !== 'ANNULLED'), []);
        let end = visa.validTo;
        for (const { kind, on, newValidTo } of held) {
          if (kind === 'EXTENDED') assert.ok(on <= end && newValidTo !== undefined && newValidTo > end, 'extended when it was over');
          end = newValidTo ?? end;
        }
      }),
      { numRuns: 40 },
    );
  });

  it('takes no visa of C for more than 90 days, none that ends before it begins, none whose stay is longer than its validity', async () => {
    const days = { validFrom: '2026-03-01', validTo: '2026-08-31' };
    assert.equal(reasonOf(await issue(visaOf(30, { ...days, stayDays: 91 }))), 'RULE_BROKEN');
    assert.equal(reasonOf(await issue(visaOf(31, { validFrom: '2026-03-01', validTo: '2026-02-28', stayDays: 1 }))), 'RULE_BROKEN');
    assert.equal(reasonOf(await issue(visaOf(32, { validFrom: '2026-03-01', validTo: '2026-03-10', stayDays: 11 }))), 'RULE_BROKEN');
    assert.equal(reasonOf(await issue(visaOf(33, { ...days, stayDays: 90 }))), 'REGISTERED');
  });

  describe('its change feed', () => {
    const changes = async (after: number, upTo?: number): Promise<Changes> => {
      const question = { requestId: 'r-1', after, limit: 1000, ...(upTo === undefined ? {} : { upTo }) };
      return changesFromWire(await post(changesToWire(question)), question, codes);
    };
    const numbers = async (after: number): Promise<number[]> => (await changes(after)).changes.map(({ number }) => number);

    it('tells each registration once and in order, and of a repeat nothing', async () => {
      const start = simulator.feed.last;
      await issue(visaOf(40));
      await issue(visaOf(40));
      await issue(visaOf(41));
      assert.deepEqual(await numbers(start), [start + 1, start + 2]);
    });

    it('can leave a gap and fill it, leave a number unused, and repeat itself', async () => {
      const start = simulator.feed.last;
      simulator.feed.hideNext(1);
      await issue(visaOf(42));
      simulator.feed.skip(1);
      await issue(visaOf(43));
      assert.deepEqual(await numbers(start), [start + 3]);
      assert.deepEqual((await changes(start)).unused, [start + 2]);
      simulator.feed.reveal();
      simulator.feed.repeat(true);
      assert.deepEqual(await numbers(start), [start + 1, start + 1, start + 3, start + 3]);
      simulator.feed.repeat(false);
    });

    it('is spoilt and mended by the control call, which refuses what it does not know', async () => {
      const control = (wishes: object): Promise<number> =>
        fetch(simulator.controlUrl, { method: 'POST', body: JSON.stringify(wishes) }).then(({ status }) => status);
      const start = simulator.feed.last;
      assert.equal(await control({ feed: 'SKIP' }), 200);
      assert.equal(simulator.feed.last, start + 1);
      assert.equal(await control({ feed: 'toString' }), 422);
      assert.equal(await control({ scenario: 'SULK' }), 422);
    });
  });

  it('refuses a document that its XSD does not admit, or that declares entities', async () => {
    for (const body of [
      '<Ping/>',
      '<!DOCTYPE Ping><Ping xmlns="urn:pobyt-hub:visa-register:v1"><RequestId>1</RequestId></Ping>',
      'hello',
    ]) {
      const response = await fetch(simulator.url, { method: 'POST', body });
      assert.equal(response.status, 400, body);
      assert.match(await response.text(), /Client\.Malformed/);
    }
  });
});
