/** The simulated SIS as a whole: a consistent base of any seed and day, and the full one with plausible shares and quick searches. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { HeldAlert } from '../../adapters/sis2/simulator/alert.ts';
import { AlertStore, type Search } from '../../adapters/sis2/simulator/alert-store.ts';
import { generateAlerts } from '../../adapters/sis2/simulator/alerts.ts';
import { knownAlerts, UNIQUE_ALIAS } from '../../adapters/sis2/simulator/known-persons.ts';
import { matchDocument, matchIdentity, plainNumber, type Mode } from '../../adapters/sis2/simulator/matching.ts';
import { assertConsistent, CATEGORY_LAWS } from '../support/alert-laws.ts';

const TODAY = new Date('2026-11-01T09:00:00Z');
const DAY = '20261101';
const CATEGORIES = Object.keys(CATEGORY_LAWS);

describe('the alerts of the simulated SIS, whatever the seed and the day', () => {
  const day = fc.date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2032-12-31T00:00:00Z'), noInvalidDate: true });
  const compact = (today: Date): string => today.toISOString().slice(0, 10).replaceAll('-', '');

  it('are consistent, the well-known ones among them', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(400), day, (seed, count, today) => {
        const alerts = generateAlerts({ seed, count, today });
        assert.equal(alerts.length, count);
        assertConsistent([...knownAlerts(today), ...alerts], compact(today));
      }),
    );
  });

  it('are the same for the same seed and day, and others for another seed', () => {
    fc.assert(
      fc.property(fc.integer(), day, (seed, today) => {
        const base = generateAlerts({ seed, count: 60, today });
        assert.deepEqual(generateAlerts({ seed, count: 60, today }), base);
        assert.notDeepEqual(generateAlerts({ seed: seed + 1, count: 60, today }), base);
      }),
    );
  });
});

describe('the hundred thousand alerts of the simulated SIS', function () {
  this.timeout(60_000);
  let alerts: readonly HeldAlert[] = [];
  let store: AlertStore;
  before(() => {
    alerts = [...knownAlerts(TODAY), ...generateAlerts({ seed: 20_261_101, count: 100_000, today: TODAY })];
    store = new AlertStore(alerts);
  });
  after(() => {
    alerts = [];
  });

  it('are consistent', () => assertConsistent(alerts, DAY));

  it('hold every category in plausible shares: mostly refusals and returns, some hundred of the rarest, one paper in eight', () => {
    const share = (...codes: string[]): number => alerts.filter(({ Category }) => codes.includes(Category)).length / alerts.length;
    for (const category of CATEGORIES) assert.ok(share(category) > 0.005, `${category}: ${share(category)}`);
    for (const [from, to, ...codes] of [
      [0.25, 0.35, '2018/1861-24'],
      [0.2, 0.3, '2018/1860-3'],
      [0.03, 0.06, '2018/1862-26'],
      [0.07, 0.12, '2018/1862-36.d', '2018/1862-36.i', '2018/1862-36.s'],
      [0.1, 0.15, '2018/1862-38.2k', '2018/1862-38.2l'],
    ] as const)
      assert.ok(share(...codes) > from && share(...codes) < to, `${codes.join()}: ${share(...codes)}`);
  });

  it('hold aliases, misused data, partial dates, links, flags, and people whom several states look for', () => {
    const onPersons = alerts.filter(({ Identity }) => Identity.length > 0);
    const share = (is: (alert: HeldAlert) => boolean): number => onPersons.filter(is).length / onPersons.length;
    const states = new Map<string, number>();
    for (const { Identity } of onPersons) states.set(JSON.stringify(Identity), (states.get(JSON.stringify(Identity)) ?? 0) + 1);
    for (const [what, from, to, found] of [
      ['aliases', 0.2, 0.3, share(({ Identity }) => Identity.some(({ Kind }) => Kind === 'alias'))],
      ['misused data', 0.02, 0.06, share(({ Identity }) => Identity.some(({ Kind }) => Kind === 'misused'))],
      ['not confirmed', 0.1, 0.3, share(({ Identity }) => Identity.some(({ Kind }) => Kind === 'notConfirmed'))],
      ['a date without its day', 0.1, 0.25, share(({ Identity }) => Identity[0]?.DateOfBirth?.endsWith('00') ?? false)],
      ['links', 0.05, 0.2, share(({ Link }) => Link.length > 0)],
      ['warnings', 0.05, 0.2, share(({ Warning }) => Warning.length > 0)],
      ['flags', 0.002, 0.05, share(({ FlaggedBy }) => FlaggedBy.length > 0)],
      ['several states', 0.05, 0.25, [...states.values()].filter((count) => count > 1).length / states.size],
    ] as const)
      assert.ok(found > from && found < to, `${what}: ${found}`);
  });

  it('hold the unique alias once', () => {
    assert.equal(alerts.filter((alert) => JSON.stringify(alert).includes(UNIQUE_ALIAS)).length, 1);
  });

  it('leave the well-known persons found by their own alerts alone', () => {
    const known = knownAlerts(TODAY).flatMap(({ Identity }) => Identity);
    assert.ok(known.length > 50);
    for (const { Surname: surname = '', Forename: forename, DateOfBirth } of known) {
      const person = { surname, ...(forename && { forename }), ...(DateOfBirth && { dateOfBirth: `${DateOfBirth.slice(0, 4)}0000` }) };
      const found = store.search({ kind: 'person', person, mode: 'anyName', categories: CATEGORIES }, DAY);
      assert.ok(found.length > 0, surname);
      for (const { alert } of found) assert.match(alert.SchengenId, /^[A-Z]{2}DEMO/, `${surname} finds ${alert.SchengenId}`);
    }
  });

  it('are found no more after their last day', () => {
    const [{ SchengenId: schengenId, ExpiresOn }] = alerts as [HeldAlert];
    const byId: Search = { kind: 'alert', schengenId, categories: CATEGORIES };
    assert.equal(store.search(byId, ExpiresOn).length, 1);
    assert.equal(store.search(byId, String(Number(ExpiresOn) + 1)).length, 0);
  });

  const fuzzyOrNot = fc.constantFrom<Mode>('anyName', 'exact', 'fuzzy');
  const drawn = fc.nat(100_000).map((index) => alerts[index % alerts.length] ?? alerts[0]);
  /** One letter dropped, doubled or exchanged, or none. */
  const slip = fc.tuple(fc.nat(20), fc.constantFrom('', 'x', '$&$&', '$&'));
  const misspelt = (name: string, [at, by]: [number, string]): string => name.replace(new RegExp(`(?<=^.{${at % name.length}}).`), by);

  it('are found by name as a look at each of them would find them', () => {
    fc.assert(
      fc.property(drawn, slip, fc.tuple(fuzzyOrNot, fc.boolean()), (alert, slipped, [mode, isDated]) => {
        const { Surname = 'X', Forename, DateOfBirth } = alert?.Identity.at(-1) ?? {};
        const dated = isDated && DateOfBirth !== undefined;
        const person = {
          surname: misspelt(Surname, slipped),
          ...(Forename && { forename: Forename }),
          ...(dated && { dateOfBirth: DateOfBirth }),
        };
        const looked = alerts.filter(({ Identity }) => Identity.some((identity) => matchIdentity(person, identity, mode) !== undefined));
        const found = store.search({ kind: 'person', person, mode, categories: CATEGORIES }, DAY).map((finding) => finding.alert);
        assert.deepEqual(new Set(found), new Set(looked));
        assert.equal(found.length, looked.length);
      }),
      { numRuns: 25 },
    );
  });

  /** `steps` away in the count of the last seven digits. */
  const stepped = (number: string, steps: number): string =>
    number.replace(/\d{1,7}$/, (digits) => String(Math.max(0, Number(digits) + steps)).padStart(digits.length, '0'));

  it('are found by number as a look at each of them would find them, at both ends of every batch', () => {
    const kind = fc.constantFrom('paper', 'first', 'last');
    fc.assert(
      fc.property(fc.nat(), kind, fc.tuple(fc.constantFrom(-1, 0, 1, 20), fc.boolean()), (index, end, [steps, isFuzzy]) => {
        const documents = alerts
          .flatMap(({ Document }) => Document)
          .filter(({ NumberTo }) => (NumberTo === undefined) === (end === 'paper'));
        const { Number: from = '', NumberTo: to = from } = documents[index % documents.length] ?? {};
        const number = stepped(end === 'last' ? to : from, steps).replace('0', isFuzzy ? 'O' : '0');
        const isMeant = (document: HeldAlert['Document'][number]): boolean =>
          matchDocument(number, undefined, document) ||
          (isFuzzy && document.NumberTo === undefined && plainNumber(document.Number) === plainNumber(number));
        const looked = alerts.filter(({ Document }) => Document.some(isMeant));
        const search: Search = { kind: 'document', number, mode: isFuzzy ? 'fuzzy' : 'anyName', categories: CATEGORIES };
        assert.deepEqual(new Set(store.search(search, DAY).map((finding) => finding.alert)), new Set(looked));
      }),
      { numRuns: 50 },
    );
  });

  it('are searched in a small part of the time of a look at each of them', () => {
    const people = alerts
      .filter((alert, index) => index % 500 === 0 && alert.Identity.length > 0)
      .flatMap(({ Identity }) => Identity.slice(0, 1));
    const timeOf = (work: () => void): number => {
      const from = performance.now();
      work();
      return performance.now() - from;
    };
    const queryOf = ({ Surname: surname = '', Forename: forename }: HeldAlert['Identity'][number]) => ({
      surname,
      ...(forename && { forename }),
    });
    for (const mode of ['anyName', 'fuzzy'] as const) {
      const looks = timeOf(() => {
        for (const one of people.slice(0, 5)) alerts.filter(({ Identity }) => Identity.some((i) => matchIdentity(queryOf(one), i, mode)));
      });
      const searches = timeOf(() => {
        for (const one of people) store.search({ kind: 'person', person: queryOf(one), mode, categories: CATEGORIES }, DAY);
      });
      assert.ok(searches / people.length < looks / 5 / 4, `${mode}: ${searches / people.length} ms, a look at each ${looks / 5} ms`);
    }
  });
});
