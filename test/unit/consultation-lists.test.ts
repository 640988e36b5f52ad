/** Who is consulted before a visa and informed after it: the rows that name an applicant on the day of submission, one an authority. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  listed,
  loadConsultationLists,
  releaseRule,
  type Applicant,
  type ConsultationLists,
  type ListRow,
} from '../../law/consultation-lists.ts';
import { isDay } from '../../law/days.ts';

const row: ListRow = {
  authority: 'PL-SG',
  country: 'POL',
  scope: 'NATIONAL',
  when: 'PRIOR',
  nationalities: ['VNM', 'IRN'],
  visaTypes: ['C'],
  legalBasis: 'the first',
  validFrom: '2026-06-12',
  validTo: '2026-12-31',
  isSample: true,
};
const applicant: Applicant = { nationalities: ['VNM'], residence: undefined, category: undefined, visaType: 'C' };
const lists = await loadConsultationLists();
const listsOf = (...rows: readonly ListRow[]): ConsultationLists => ({ ...lists, rows, release: [], sources: [] });
const names = (rows: readonly ListRow[], who: Partial<Applicant> = {}, on = '2026-11-02'): readonly string[] =>
  listed(listsOf(...rows), 'PRIOR', { applicant: { ...applicant, ...who }, on }).map(({ authority }) => authority);

describe('a row of the lists', () => {
  it('is for submissions from its first day to its last, both included, and without a last for ever', () => {
    const days = ['2026-06-11', '2026-06-12', '2026-12-31', '2027-01-01'];
    assert.deepEqual(
      days.map((day) => names([row], {}, day).length),
      [0, 1, 1, 0],
    );
    assert.deepEqual(
      days.map((day) => names([{ ...row, validTo: null }], {}, day).length),
      [0, 1, 1, 1],
    );
  });

  it('names whoever has one of its nationalities, be it the second, or anybody when it is for all', () => {
    assert.deepEqual(names([row], { nationalities: ['UKR', 'IRN'] }), ['PL-SG']);
    assert.deepEqual(names([row], { nationalities: ['UKR'] }), []);
    assert.deepEqual(names([row], { nationalities: [] }), []);
    assert.deepEqual(names([{ ...row, nationalities: 'ALL' }], { nationalities: [] }), ['PL-SG']);
  });

  it('is for its types of visa alone', () => {
    assert.deepEqual(names([row], { visaType: 'D' }), []);
    assert.deepEqual(names([{ ...row, visaTypes: ['C', 'D'] }], { visaType: 'D' }), ['PL-SG']);
  });

  it('is narrowed by where the applicant lives: who does not say is not named', () => {
    const narrow = { ...row, residences: ['BLR', 'RUS'] };
    assert.deepEqual(
      ['RUS', 'VNM', undefined].map((residence) => names([narrow], { residence }).length),
      [1, 0, 0],
    );
    assert.deepEqual(names([row], { residence: 'VNM' }), ['PL-SG'], 'a row that does not ask takes any');
  });

  it('is narrowed by the category of the applicant: who has none is not named', () => {
    const narrow = { ...row, categories: ['DIPLOMAT', 'JOURNALIST'] };
    assert.deepEqual(
      ['JOURNALIST', 'STUDENT', undefined].map((category) => names([narrow], { category }).length),
      [1, 0, 0],
    );
    assert.deepEqual(names([row], { category: 'STUDENT' }), ['PL-SG']);
  });

  it('is narrowed by all that it asks at once', () => {
    const narrow = { ...row, residences: ['RUS'], categories: ['JOURNALIST'] };
    assert.deepEqual(names([narrow], { residence: 'RUS', category: 'STUDENT' }), []);
    assert.deepEqual(names([narrow], { residence: 'RUS', category: 'JOURNALIST' }), ['PL-SG']);
  });
});

describe('the lists', () => {
  it('ask each authority once, for the first row that names the applicant, in the order of the rows', () => {
    const rows = [
      { ...row, legalBasis: 'over', validTo: '2026-06-30' },
      { ...row, authority: 'AUT-VISION' },
      row,
      { ...row, legalBasis: 'the second' },
    ];
    const found = listed(listsOf(...rows), 'PRIOR', { applicant, on: '2026-11-02' });
    assert.deepEqual(
      found.map(({ authority, legalBasis }) => [authority, legalBasis]),
      [
        ['AUT-VISION', 'the first'],
        ['PL-SG', 'the first'],
      ],
    );
    assert.equal(
      listed(listsOf(...rows), 'PRIOR', { applicant, on: '2026-06-30' }).find(({ authority }) => authority === 'PL-SG')?.legalBasis,
      'over',
    );
  });

  it('keep apart who is asked before and who is informed after, also of the same authority', () => {
    const rows = [row, { ...row, when: 'EX_POST' as const, legalBasis: 'after' }];
    for (const [when, basis] of [
      ['PRIOR', 'the first'],
      ['EX_POST', 'after'],
    ] as const)
      assert.deepEqual(
        listed(listsOf(...rows), when, { applicant, on: '2026-11-02' }).map(({ legalBasis }) => legalBasis),
        [basis],
      );
  });

  it('let a verdict be released by the rule that is valid on the day and names it, and by no other', () => {
    const release = [
      { verdicts: ['NO_OBJECTION'], reference: 'the older', validFrom: '2020-01-01', validTo: '2026-11-01' },
      { verdicts: ['NO_OBJECTION'], reference: 'the newer', validFrom: '2026-11-02', validTo: null },
    ];
    const ruled = { ...listsOf(), release };
    assert.deepEqual(
      ['2019-12-31', '2026-11-01', '2026-11-02'].map((day) => releaseRule(ruled, 'NO_OBJECTION', day)),
      [undefined, 'the older', 'the newer'],
    );
    assert.equal(releaseRule(ruled, 'OBJECTION', '2026-11-02'), undefined);
  });
});

describe('the lists of config/law', () => {
  it('are samples whose days exist, and consult no state about itself and no foreign state about a national visa', () => {
    for (const { authority, country, scope, isSample, validFrom, validTo, visaTypes } of lists.rows) {
      assert.ok(isSample && isDay(validFrom) && (validTo === null || isDay(validTo)), authority);
      assert.equal(scope === 'NATIONAL', country === 'POL', authority);
      if (scope === 'SCHENGEN') assert.deepEqual(visaTypes, ['C'], 'Reg. (EC) 810/2009 knows short-stay visas');
      assert.ok(!visaTypes.includes('A'), 'no consultation about airport transit');
    }
  });

  it('ask five Polish authorities, Austria and France about a citizen of Vietnam who wants a C visa, and inform Germany', () => {
    const codes = (when: ListRow['when'], visaType: string) =>
      listed(lists, when, { applicant: { ...applicant, visaType }, on: '2026-11-02' }).map(({ authority }) => authority);
    const national = ['PL-SG', 'PL-KGP', 'PL-ABW', 'PL-AW', 'PL-MSZ'];
    assert.deepEqual(codes('PRIOR', 'C'), [...national, 'AUT-VISION', 'FRA-VISION']);
    assert.deepEqual(codes('EX_POST', 'C'), ['DEU-VISION']);
    assert.deepEqual([codes('PRIOR', 'D'), codes('EX_POST', 'D')], [national, []]);
  });

  it('let no rule release an objection or what is incomplete', () => {
    for (const verdict of ['OBJECTION', 'INCOMPLETE']) assert.equal(releaseRule(lists, verdict, '2026-11-02'), undefined);
  });
});
