/**
 * The access matrix of SIS over HTTP: every organ × purpose × category. What is expected stands here, written down from the order of
 * the Office, and not in config/law: what may be seen is seen, and what may not looks in body, count, headers and log as if it were not.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'mocha';
import { loneAlerts, type LoneAlert } from '../support/lone-alerts.ts';
import { seatParties, whyOf, type Seat } from '../support/sis-officers.ts';
import { NOBODY, useSisSuite } from '../support/sis-suite.ts';

const REFUSALS = ['REFUSAL_ENTRY_STAY', 'REFUSAL_RESTRICTIVE_MEASURE'];
const CHECKS = ['CHECK_DISCREET', 'CHECK_INQUIRY', 'CHECK_SPECIFIC'];
const MISSING = ['MISSING_PROTECT', 'MISSING_LOCATE', 'VULNERABLE_PREVENT_TRAVEL'];
const PAPERS = ['DOCUMENT_BLANK', 'DOCUMENT_ISSUED'];
const ALL = ['RETURN', ...REFUSALS, 'ARREST', ...MISSING, 'JUDICIAL_PROCEDURE', ...CHECKS, 'INFORMATION_ALERT', ...PAPERS];
/** Latent prints (2018/1862 Art. 40): no search by data reveals them, to nobody. */
const BIOMETRIC_ONLY = 'UNKNOWN_WANTED';

const MAY_SEE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'PL-SG': { BORDER: ALL },
  'PL-UDSC': {
    ENTRY_STAY_PERMIT: ['RETURN', ...REFUSALS, ...PAPERS],
    LONG_STAY_VISA: ['RETURN', ...REFUSALS, ...PAPERS],
    RETURN: ['RETURN', ...REFUSALS, ...PAPERS],
  },
  'PL-MSZ-CONS-1': { VISA_C: ['RETURN', ...REFUSALS, ...PAPERS], LONG_STAY_VISA: ['RETURN', ...REFUSALS, ...PAPERS] },
  'PL-ABW': { SERIOUS_CRIME: [...REFUSALS, 'ARREST', ...CHECKS, ...PAPERS] },
  'PL-KGP': { POLICE_CUSTOMS: ALL },
  'PL-RDU': {},
};
const PURPOSES = [
  ...['BORDER', 'POLICE_CUSTOMS', 'SERIOUS_CRIME', 'ENTRY_STAY_PERMIT', 'LONG_STAY_VISA', 'RETURN', 'ASYLUM_SECURITY'],
  ...['VISA_C', 'MID_VERIFICATION', 'NATURALISATION'],
];

/** A search that finds nothing, of the same kind. */
const NOTHING = {
  person: { kind: 'person', person: NOBODY },
  document: { kind: 'document', document: { number: 'NOSUCH0001' } },
};

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** All that a search shows to whoever asked, at once and later. */
interface Views {
  readonly answer: Answer;
  readonly record: Answer;
  readonly log: readonly object[];
}

describe('the access matrix of SIS', () => {
  const sis = useSisSuite();
  const keys = new Map<string, string>();
  let targets: ReadonlyMap<string, LoneAlert>;

  before('an officer, a grant and a key for each organ', async () => {
    targets = loneAlerts({ seed: 20_261_101, count: 3000, today: new Date() });
    await seatParties(sis.hub, Object.keys(MAY_SEE));
    for (const party of Object.keys(MAY_SEE)) keys.set(party, (await sis.hub.administration.issueKey(party)).apiKey);
    await sis.hub.running.hub.registry.refresh();
  });

  it('names every purpose and every category there is', () => {
    const codesOf = (list: string): string[] => {
      const file = readFileSync(new URL(`../../schemas/code-lists/${list}.json`, import.meta.url), 'utf8');
      return (JSON.parse(file) as { codes: { code: string }[] }).codes.map(({ code }) => code).sort();
    };
    assert.deepEqual([...PURPOSES].sort(), codesOf('access-purposes'));
    assert.deepEqual([...ALL, BIOMETRIC_ONLY].sort(), codesOf('sis-alert-categories'));
    assert.deepEqual([...targets.keys()].sort(), [...ALL].sort(), 'what is found by biometrics only is no target of a search');
  });

  for (const [party, allowed] of Object.entries(MAY_SEE))
    for (const purpose of PURPOSES) {
      const seat = { party, purpose };
      const visible = allowed[purpose];
      if (visible === undefined) it(`is closed to ${party} for ${purpose}, whatever is searched for`, () => assertClosed(seat));
      else
        it(`shows ${party} for ${purpose} ${visible.length} categories, and the others as if there were none`, () =>
          assertRow(seat, visible));
    }

  it('tells the Office for Foreigners by which article security checks of applicants are closed to it', async () => {
    const { body } = await search({ party: 'PL-UDSC', purpose: 'ASYLUM_SECURITY' }, NOTHING.person);
    assert.match(String(body['detail']), /Reg\. \(EU\) 2018\/1861 Art\. 34\(1\)\(e\)/);
  });

  it('shows to nobody what SIS sends without having been asked for it', async () => {
    for (const [party, allowed] of Object.entries(MAY_SEE))
      for (const [purpose, visible] of Object.entries(allowed)) {
        const none = await viewsOf({ party, purpose }, NOTHING.person);
        sis.simulator.setScenario('LEAK');
        const leaked = await viewsOf({ party, purpose }, NOTHING.person);
        sis.simulator.setScenario('NORMAL');
        assert.deepEqual(withoutTimes(leaked), withoutTimes(none), `${party} for ${purpose} may see ${visible.length}`);
      }
    assert.equal((await sis.rows(`SELECT 1 FROM problem WHERE kind = 'SIS_LEAK'`)).length, 1, 'and it is a problem');
  });

  async function assertRow(seat: Seat, visible: readonly string[]): Promise<void> {
    const none = { person: await viewsOf(seat, NOTHING.person), document: await viewsOf(seat, NOTHING.document) };
    for (const { answer } of Object.values(none)) {
      assert.deepEqual([answer.body['outcome'], answer.body['matches']], ['NO_MATCH', []]);
      assert.deepEqual([...(answer.body['categoriesSearched'] as string[])].sort(), [...visible].sort());
    }
    await eightAtOnce([...targets], async ([category, { schengenId, search: body }]) => {
      const views = await viewsOf(seat, body);
      if (visible.includes(category)) assertVisible(views, { schengenId, category });
      else assertHidden(views, { schengenId, category, none: none[body.kind] });
    });
  }

  function assertVisible({ answer, record, log }: Views, { schengenId, category }: { schengenId: string; category: string }): void {
    const [match, ...more] = answer.body['matches'] as { schengenId: string; alertCategory: string }[];
    assert.deepEqual([answer.status, answer.body['outcome'], more.length], [200, 'MATCHES', 0], category);
    assert.deepEqual([match?.schengenId, match?.alertCategory], [schengenId, category]);
    assert.deepEqual([record.body['matchCount'], record.body['matched']], [1, [{ schengenId, category }]]);
    assert.ok(JSON.stringify(log).includes(schengenId), 'the log says what was seen');
    assert.equal(answer.headers['etag'], undefined);
  }

  function assertHidden(views: Views, { schengenId, category, none }: { schengenId: string; category: string; none: Views }): void {
    assert.ok(!JSON.stringify(views).includes(schengenId), `${category} is named nowhere`);
    assert.deepEqual(withoutTimes(views), withoutTimes(none), category);
    assert.deepEqual([views.answer.body['outcome'], views.record.body['matchCount']], ['NO_MATCH', 0]);
    assert.equal(views.answer.headers['etag'], undefined);
  }

  async function assertClosed(seat: Seat): Promise<void> {
    const asked = sis.simulator.searches();
    const searches = [NOTHING.person, ...[...targets.values()].map((target) => target.search)];
    const refusals: Answer[] = [];
    await eightAtOnce(searches, async (body) => {
      const refusal = await search(seat, body);
      assert.deepEqual([refusal.status, refusal.body['code']], [403, 'PURPOSE_NOT_ALLOWED']);
      const log = await sis.entriesOf(String(refusal.body['searchId']));
      assert.deepEqual(
        log.map(({ event, party, purpose }) => [event, party, purpose]),
        [['sis.search-refused', seat.party, seat.purpose]],
      );
      refusals.push(refusal);
    });
    const [first, ...others] = refusals.map(({ body, headers }) => ({
      headers: plainHeaders(headers),
      body: { ...body, searchId: '', instance: '' },
    }));
    for (const other of others) assert.deepEqual(other, first, 'a refusal says nothing of whom was searched for');
    assert.equal(sis.simulator.searches(), asked, 'SIS was not asked');
  }

  async function viewsOf(seat: Seat, body: object): Promise<Views> {
    const answer = await search(seat, body);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    const searchId = String(answer.body['searchId']);
    const log = (await sis.entriesOf(searchId)).map(({ payload, ...entry }) => ({ ...entry, said: JSON.parse(payload) as object }));
    return { answer, log, record: await call(seat, `/api/v1/sis/searches/${searchId}`) };
  }

  const search = (seat: Seat, body: object): Promise<Answer> =>
    call(seat, '/api/v1/sis/searches', { method: 'POST', body: JSON.stringify({ ...body, ...whyOf(seat) }) });

  async function call({ party, purpose }: Seat, path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${keys.get(party)}`,
      ...{ 'content-type': 'application/json', 'hub-officer': `${party}-1`, 'hub-purpose': purpose },
      ...{ 'hub-legal-basis': 'Reg. (EU) 2018/1861 Art. 34(1)', 'hub-case': 'TEST.1.2026' },
    };
    const response = await fetch(sis.hub.url + path, { ...init, headers });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: (await response.json()) as Answer['body'] };
  }
});

/** Without what differs between any two searches: ids, instants, durations and the data searched by. */
function withoutTimes({ answer, record, log }: Views): object {
  const shape = ({ status, headers, body }: Answer): object => ({ status, headers: plainHeaders(headers), body: plain(body) });
  return { answer: shape(answer), record: shape(record), log: log.map(plain) };
}

const OWN = new Set(['searchId', 'answeredAt', 'requestedAt', 'asOf', 'searchedBy']);

const plain = (value: object): unknown =>
  JSON.parse(JSON.stringify(value, (name: string, part: unknown) => (OWN.has(name) ? `a ${typeof part}` : part)));

const plainHeaders = ({ date: _date, 'x-request-id': _id, ...headers }: Answer['headers']): object => ({
  ...headers,
  ...(headers['server-timing'] === undefined ? {} : { 'server-timing': headers['server-timing'].replace(/[\d.]+/g, '0') }),
});

/** All work is over before a failure is told, so that none of it runs into the next test. */
async function eightAtOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = [...items];
  const next = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  const ended = await Promise.allSettled(Array.from({ length: 8 }, next));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
