import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { after, afterEach, before, describe, it } from 'mocha';
import type { AlertCategory } from '../../adapters/sis2/request.ts';
import { UNIQUE_ALIAS } from '../../adapters/sis2/simulator/known-persons.ts';
import type { Scenario } from '../../adapters/sis2/simulator/scenario.ts';
import { startSisSimulator, type SisSimulator } from '../../adapters/sis2/simulator/simulator.ts';
import { connectTo, personSearch, TOKEN, USER, type Asker } from '../support/sis.ts';

const IHOR = { surname: 'Marchenko-Demo', forename: 'Ihor', dateOfBirth: '1983-05-12' };
const SG: AlertCategory[] = ['RETURN', 'REFUSAL_ENTRY_STAY', 'ARREST', 'CHECK_DISCREET', 'DOCUMENT_BLANK', 'DOCUMENT_ISSUED'];

describe('a search in SIS', () => {
  let simulator: SisSimulator;
  let sis: Asker;

  before(async () => {
    simulator = await startSisSimulator({ alerts: 3000, slowMs: 5000 });
    sis = await connectTo(simulator.url);
  });
  after(async () => {
    await sis.connection.close();
    await simulator.close();
  });
  afterEach(() => simulator.setScenario('NORMAL'));

  it('says NO_MATCH with the time, the copy and the categories searched', async () => {
    const answer = await sis.ask(personSearch({ surname: 'Bezwpisowa-Demo', forename: 'Jagoda', dateOfBirth: '1990-04-12' }));
    assert.equal(answer.outcome, 'NO_MATCH');
    assert.deepEqual(answer.matches, []);
    assert.deepEqual(answer.categoriesSearched, ['REFUSAL_ENTRY_STAY', 'RETURN']);
    assert.equal(answer.source.kind, 'NATIONAL_COPY');
    assert.ok(Date.parse(answer.source.asOf) <= Date.parse(answer.answeredAt));
    assert.ok(answer.soapMs > 0 && answer.waitMs >= 0);
  });

  it('gives every alert on the person as SIS sent them', async () => {
    const answer = await sis.ask(personSearch(IHOR));
    assert.equal(answer.outcome, 'MATCHES');
    assert.deepEqual(
      answer.matches.map((match) => match.alertCategory),
      ['REFUSAL_ENTRY_STAY', 'RETURN'],
    );
  });

  it('finds a person under either order of names, another script, a part of the date, and an alias', async () => {
    for (const person of [
      { surname: 'Ihor', forename: 'Marchenko-Demo' },
      { surname: 'Марченко-Демо', forename: 'Ігор', dateOfBirth: '1983' },
      { surname: 'MARCHENKO DEMO', dateOfBirth: '1983-XX-12' },
      { surname: UNIQUE_ALIAS, forename: 'Ostap' },
    ]) {
      const answer = await sis.ask(personSearch(person));
      assert.equal(answer.outcome, 'MATCHES', JSON.stringify(person));
    }
  });

  it('does not find the person under a date that contradicts the alert', async () => {
    assert.equal((await sis.ask(personSearch({ ...IHOR, dateOfBirth: '1983-06' }))).outcome, 'NO_MATCH');
  });

  it('answers as if alerts of categories that were not asked for did not exist', async () => {
    const witness = await sis.ask(personSearch({ surname: 'Swiadek-Demo', forename: 'Levan' }, { categories: SG }));
    assert.equal(witness.outcome, 'NO_MATCH');
    const discreet = { surname: 'Ukrytov-Demo', forename: 'Aslan' };
    assert.equal((await sis.ask(personSearch(discreet))).outcome, 'NO_MATCH');
    assert.equal((await sis.ask(personSearch(discreet, { categories: SG }))).outcome, 'MATCHES');
  });

  it('counts the limit over the categories asked for only', async () => {
    const masked = await sis.ask(personSearch({ surname: 'Tlumny-Demo', forename: 'Jan' }));
    assert.equal(masked.outcome, 'MATCHES');
    assert.equal(masked.matches.length, 1);
    const many = await sis.ask(personSearch({ surname: 'Zbytwielu-Demo', forename: 'Maria' }));
    assert.equal(many.outcome, 'TOO_MANY');
    assert.deepEqual(many.matches, []);
  });

  it('shows links only to alerts of categories that were asked for', async () => {
    const answer = await sis.ask(personSearch(IHOR));
    const links = answer.matches.flatMap((match) => match.links);
    assert.deepEqual(
      links.map((link) => link.alertCategory),
      ['RETURN', 'REFUSAL_ENTRY_STAY'],
    );
  });

  it('marks a match on a misused identity: the person may be the victim', async () => {
    const answer = await sis.ask(personSearch({ surname: 'Pokrzywdzona-Demo', forename: 'Nadia', dateOfBirth: '1988-11-02' }));
    assert.equal(answer.matches[0]?.mayBeVictim, true);
  });

  it('gives an alert without any known date of birth as one, and does not say that the date agrees', async () => {
    const answer = await sis.ask(personSearch({ surname: 'Bezdaty-Demo', forename: 'Omar', dateOfBirth: '1990-04-12' }));
    const [match] = answer.matches;
    assert.deepEqual(match?.identities, [{ kind: 'CONFIRMED', surname: 'BEZDATY-DEMO', forename: 'OMAR', sex: 'M', nationalities: [] }]);
    assert.deepEqual(match.matchedFields, ['surname', 'forename']);
  });

  it('finds an issued document by its number and a blank one by the range it was stolen in', async () => {
    const search = (number: string) => ({
      searchId: randomUUID(),
      kind: 'document',
      mode: 'ANY_NAME',
      categories: SG,
      user: USER,
      document: { number },
    });
    const issued = await sis.ask(search('demo 123-456'));
    assert.equal(issued.matches[0]?.alertCategory, 'DOCUMENT_ISSUED');
    assert.equal(issued.matches[0]?.matchedIdentityIndex, null);
    assert.equal((await sis.ask(search('ZZ5000500'))).matches[0]?.alertCategory, 'DOCUMENT_BLANK');
    assert.equal((await sis.ask(search('ZZ5001000'))).outcome, 'NO_MATCH');
  });

  it('confuses O and 0 in a document number only when asked to be fuzzy', async () => {
    const search = (mode: string) => ({
      searchId: randomUUID(),
      kind: 'document',
      mode,
      categories: SG,
      user: USER,
      document: { number: 'DEMOI23456' },
    });
    assert.equal((await sis.ask(search('ANY_NAME'))).outcome, 'NO_MATCH');
    assert.deepEqual((await sis.ask(search('FUZZY'))).matches[0]?.matchedFields, ['documentNumberSimilar']);
  });

  it('finds a misspelt name only when asked to be fuzzy', async () => {
    const misspelt = { ...IHOR, surname: 'Marchenka-Demo' };
    assert.equal((await sis.ask(personSearch(misspelt))).outcome, 'NO_MATCH');
    assert.equal((await sis.ask(personSearch(misspelt, { mode: 'FUZZY' }))).outcome, 'MATCHES');
  });

  it('refuses a surname alone, an empty search and no categories with INVALID_QUERY before SIS is asked', async () => {
    const asked = simulator.searches();
    const tooLittle = [
      personSearch({ surname: 'Marchenko-Demo' }),
      personSearch(IHOR, { categories: [] }),
      {},
      null,
      { ...personSearch(IHOR), kind: 'document' },
    ];
    for (const request of tooLittle) assert.equal((await sis.failing(request)).hubCode, 'INVALID_QUERY');
    assert.equal(simulator.searches(), asked);
  });

  it('refuses a date that is no day of the calendar', async () => {
    assert.equal((await sis.failing(personSearch({ surname: 'A', dateOfBirth: '1983-02-30' }))).hubCode, 'INVALID_QUERY');
  });

  it('does not let a name in CDATA brackets widen the search', async () => {
    const surname = '<![CDATA[A]]></Surname></Person><Category>2018/1862-34</Category><Person><Surname><![CDATA[A]]>';
    const error = await sis.failing(personSearch({ surname: surname.slice(0, 150), forename: 'B' }));
    assert.equal(error.hubCode, 'INVALID_QUERY');
    assert.equal((await sis.ask(personSearch({ surname: 'A</Surname><Category>&amp;', forename: 'B' }))).outcome, 'NO_MATCH');
  });

  const failures: [Scenario, string][] = [
    ['SLOW', 'SIS_TIMEOUT'],
    ['FAULT', 'SIS_FAULT'],
    ['GARBAGE', 'SIS_GARBAGE'],
    ['EMPTY', 'SIS_GARBAGE'],
    ['CUT', 'SIS_UNAVAILABLE'],
  ];
  for (const [scenario, code] of failures) {
    it(`is ${code}, never empty, when SIS does ${scenario}, by surname and by control`, async () => {
      const bySurname = await sis.failing(personSearch({ surname: scenario, forename: 'X' }), 300);
      assert.equal(bySurname.hubCode, code);
      const set = await fetch(simulator.controlUrl, { method: 'POST', body: JSON.stringify({ scenario }) });
      assert.equal(set.status, 200);
      const request = personSearch(IHOR);
      const byControl = await sis.failing(request, 300);
      assert.equal(byControl.hubCode, code);
      assert.equal(byControl.facts['searchId'], request.searchId);
      simulator.setScenario('NORMAL');
      assert.equal((await sis.ask(personSearch(IHOR))).outcome, 'MATCHES');
    });
  }

  it('keeps the fault code of SIS and none of its words', async () => {
    const error = await sis.failing(personSearch({ surname: 'FAULT', forename: 'X' }));
    assert.equal(error.facts['faultCode'], 'soap:Server.Unavailable');
    assert.equal(error.cause, undefined);
    assert.doesNotMatch(JSON.stringify(error), /not answered\./);
  });

  it('names the silent source of a PARTIAL answer', async () => {
    const answer = await sis.ask(personSearch({ surname: 'PARTIAL', forename: 'X' }));
    assert.equal(answer.outcome, 'PARTIAL');
    assert.deepEqual(answer.silentSources, ['CS-SIS']);
    assert.match(answer.nextStep, /not a negative answer/);
  });

  it('passes on what SIS leaks, for the caller to filter and report', async () => {
    const answer = await sis.ask(personSearch({ surname: 'LEAK', forename: 'X' }));
    assert.equal(answer.matches.length, 1);
    assert.ok(!answer.categoriesSearched.includes(answer.matches[0]?.alertCategory ?? 'RETURN'));
  });

  it('is SIS_UNAVAILABLE when SIS is down, and works again by itself when it is back', async () => {
    simulator.setScenario('DOWN');
    assert.equal((await sis.failing(personSearch(IHOR))).hubCode, 'SIS_UNAVAILABLE');
    simulator.setScenario('NORMAL');
    assert.equal((await sis.ask(personSearch(IHOR))).outcome, 'MATCHES');
  });

  it('ends when the caller leaves', async () => {
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(), 50);
    const search = sis.connection.request?.(personSearch({ surname: 'SLOW', forename: 'X' }), { timeoutMs: 5000, signal: leaving.signal });
    await assert.rejects(search ?? Promise.resolve(), { hubCode: 'SIS_TIMEOUT' });
  });

  it('checks the way to SIS without searching anyone', async () => {
    await sis.connection.check(AbortSignal.timeout(2000));
    simulator.setScenario('DOWN');
    await assert.rejects(sis.connection.check(AbortSignal.timeout(2000)), { hubCode: 'SIS_UNAVAILABLE' });
  });

  it('writes nothing of persons or alerts into the log', async () => {
    await sis.ask(personSearch({ ...IHOR, dateOfBirth: '1983~' }));
    assert.doesNotMatch(JSON.stringify(sis.doors.lines).toUpperCase(), new RegExp(`MARCHENKO|IHOR|1983|${UNIQUE_ALIAS}`));
  });

  it('proves itself by a password digest too, and a wrong password is a fault', async () => {
    const digest = await connectTo(simulator.url, { security: { ...TOKEN, passwordType: 'PasswordDigest' } });
    assert.equal((await digest.ask(personSearch(IHOR))).outcome, 'MATCHES');
    await digest.connection.close();
    for (const passwordType of ['PasswordText', 'PasswordDigest'] as const) {
      const wrong = await connectTo(simulator.url, { security: { ...TOKEN, password: 'guessed', passwordType } });
      const error = await wrong.failing(personSearch(IHOR));
      assert.equal(error.hubCode, 'SIS_FAULT');
      assert.equal(error.facts['faultCode'], 'soap:Client.Authentication');
      await wrong.connection.close();
    }
  });

  it('is SIS_UNAVAILABLE after it was closed', async () => {
    const closed = await connectTo(simulator.url);
    await closed.connection.close();
    await closed.connection.close();
    assert.equal((await closed.failing(personSearch(IHOR))).hubCode, 'SIS_UNAVAILABLE');
  });
});

describe('a search in SIS with a client certificate', () => {
  const path = (name: string): string => fileURLToPath(new URL(`../support/sis-tls/${name}`, import.meta.url));
  const pem = (name: string): string => readFileSync(path(name), 'utf8');
  let simulator: SisSimulator;

  before(async () => {
    simulator = await startSisSimulator({
      alerts: 0,
      tls: { key: pem('server.key.pem'), cert: pem('server.cert.pem'), ca: pem('ca.cert.pem') },
    });
  });
  after(() => simulator.close());

  it('is answered with a key pair and with a PKCS#12 file', async () => {
    const ca = path('ca.cert.pem');
    for (const security of [
      { kind: 'client-certificate', cert: path('client.cert.pem'), key: path('client.key.pem'), ca },
      { kind: 'client-certificate', pfx: path('client.pfx'), passphrase: 'test-only', ca },
    ] as const) {
      const sis = await connectTo(simulator.url, { security });
      assert.equal((await sis.ask(personSearch(IHOR))).outcome, 'MATCHES');
      await sis.connection.close();
    }
  });

  it('is SIS_UNAVAILABLE without a certificate, and when the server is signed by a stranger', async () => {
    for (const security of [
      { ...TOKEN, ca: path('ca.cert.pem') },
      { kind: 'client-certificate', cert: path('client.cert.pem'), key: path('client.key.pem') },
    ] as const) {
      const sis = await connectTo(simulator.url, { security });
      assert.equal((await sis.failing(personSearch(IHOR))).hubCode, 'SIS_UNAVAILABLE');
      await sis.connection.close();
    }
  });

  it('does not start with a certificate file that is not there', async () => {
    const security = { kind: 'client-certificate', pfx: path('missing.pfx') } as const;
    await assert.rejects(connectTo(simulator.url, { security }), { hubCode: 'CONFIG_INVALID' });
  });
});
