/** The rules of visas, for any visa and any history that they let come about. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { eventFault, issueFaults, numbersOf, standingOn, type VisaLimit } from '../../law/visa-rules.ts';
import type { VisaV1, VisaV1Event } from '../../schemas/types.generated.ts';
import { SHORT_STAY } from '../support/visas.ts';

const { limits } = JSON.parse(readFileSync(new URL('../../config/law/visa-limits.json', import.meta.url), 'utf8')) as {
  limits: VisaLimit[];
};
const FIRST = Date.parse('2026-01-01');
const dayOf = (days: number): string => new Date(FIRST + days * 86_400_000).toISOString().slice(0, 10);
const somewhen = fc.integer({ min: 40, max: 180 }).map(dayOf);
const AUTHORITY = { country: 'POL', code: 'PL-SG' } as const;
const GROUNDS = [{ ground: 'PURPOSE_NOT_JUSTIFIED' } as const];

/** Extensions need a visa that still lives, so they are drawn more often than what ends it. */
const KINDS = ['EXTENDED', 'EXTENDED', 'EXTENDED', 'SHORTENED', 'STICKER_REPLACED', 'STICKER_INVALIDATED', 'ANNULLED', 'REVOKED'] as const;

const event: fc.Arbitrary<VisaV1Event> = fc
  .record({ kind: fc.constantFrom<VisaV1Event['kind']>(...KINDS), on: somewhen, to: somewhen, number: fc.integer({ min: 1, max: 6 }) })
  .map(({ kind, on, to, number }) => ({
    ...{ kind, on, authority: AUTHORITY },
    ...(kind === 'ANNULLED' || kind === 'REVOKED' ? { grounds: GROUNDS } : {}),
    ...(kind === 'EXTENDED' || kind === 'SHORTENED' ? { newValidTo: to } : {}),
    ...(kind === 'STICKER_REPLACED' ? { newVisaNumber: `N${number}` } : {}),
  }));
/** From 2026-03-01 to 2026-05-29, issued before. */
const fresh: VisaV1 = { ...SHORT_STAY, visaNumber: 'N1', events: [] };

const add = (visa: VisaV1, one: VisaV1Event): VisaV1 => ({ ...visa, events: [...(visa.events ?? []), one] });
/** Whatever the rules let happen, in the order tried. */
const history = fc
  .array(event, { maxLength: 25 })
  .map((events) =>
    events
      .sort((a, b) => (a.on < b.on ? -1 : 1))
      .reduce((visa, one) => (eventFault(visa, one) === undefined ? add(visa, one) : visa), fresh),
  );
const days = Array.from({ length: 330 }, (_, n) => dayOf(n - 10));
const validDays = (visa: VisaV1): string[] => days.filter((day) => standingOn(visa, day).isValid);
const kindsOf = ({ events = [] }: VisaV1): string[] => events.map(({ kind }) => kind);

describe('the rules of visas', () => {
  it('make an annulled visa void from its issue: it was valid on no day', () => {
    fc.assert(
      fc.property(history, somewhen, (visa, on) => {
        const annulment: VisaV1Event = { kind: 'ANNULLED', on, authority: AUTHORITY, grounds: GROUNDS };
        fc.pre(eventFault(visa, annulment) === undefined);
        const annulled = add(visa, annulment);
        assert.deepEqual(validDays(annulled), []);
        assert.equal(standingOn(annulled, visa.issuedOn).status, 'ANNULLED');
      }),
    );
  });

  it('make a revoked visa void from the decision, and leave the days before as they were', () => {
    fc.assert(
      fc.property(history, somewhen, (visa, on) => {
        const revocation: VisaV1Event = { kind: 'REVOKED', on, authority: AUTHORITY, grounds: GROUNDS };
        fc.pre(eventFault(visa, revocation) === undefined);
        assert.deepEqual(
          validDays(add(visa, revocation)),
          validDays(visa).filter((day) => day < on),
        );
      }),
    );
  });

  it('let nothing more become of an annulled visa, and of a revoked one only its annulment', () => {
    fc.assert(
      fc.property(history, (visa) => {
        const kinds = kindsOf(visa);
        const [annulled, revoked] = [kinds.indexOf('ANNULLED'), kinds.indexOf('REVOKED')];
        assert.ok(annulled < 0 || annulled === kinds.length - 1);
        assert.ok(revoked < 0 || kinds.slice(revoked + 1).every((kind) => kind === 'ANNULLED'));
      }),
    );
  });

  it('never give a sticker number twice, also not that of a damaged or replaced sticker', () => {
    fc.assert(
      fc.property(history, (visa) => {
        const numbers = numbersOf(visa);
        assert.equal(new Set(numbers).size, numbers.length);
        for (const newVisaNumber of numbers) {
          const again: VisaV1Event = { kind: 'STICKER_REPLACED', on: dayOf(300), authority: AUTHORITY, newVisaNumber };
          assert.notEqual(eventFault(visa, again), undefined);
        }
      }),
    );
  });

  it('extend only what is neither over nor void, and only to a later day', () => {
    let extended = 0;
    fc.assert(
      fc.property(history, (visa) => {
        for (const [at, one] of (visa.events ?? []).entries()) {
          if (one.kind !== 'EXTENDED') continue;
          extended += 1;
          const earlier = { ...visa, events: (visa.events ?? []).slice(0, at) };
          const before = standingOn(earlier, one.on);
          assert.ok(before.isValid || before.status === 'STICKER_INVALIDATED');
          assert.ok((one.newValidTo ?? '') > before.endsOn);
          assert.equal(standingOn(add(earlier, one), one.newValidTo ?? '').isValid, before.isValid);
        }
      }),
      { numRuns: 500 },
    );
    assert.ok(extended > 0, 'no visa was extended in any history');
  });

  it('leave the valid days as they are when a good sticker is replaced', () => {
    fc.assert(
      fc.property(history, somewhen, (visa, on) => {
        const replaced: VisaV1Event = { kind: 'STICKER_REPLACED', on, authority: AUTHORITY, newVisaNumber: 'N99' };
        fc.pre(eventFault(visa, replaced) === undefined && standingOn(visa, on).status !== 'STICKER_INVALIDATED');
        assert.deepEqual(validDays(add(visa, replaced)), validDays(visa));
        assert.equal(standingOn(add(visa, replaced), on).visaNumber, 'N99');
      }),
    );
  });

  it('let a visa be issued whose days fit each other, C for 90 days of stay at most', () => {
    const tried = fc.record({
      type: fc.constantFrom<VisaV1['type']>('A', 'C', 'D'),
      from: fc.integer({ min: 60, max: 300 }),
      span: fc.integer({ min: -5, max: 500 }),
      stayDays: fc.integer({ min: 1, max: 366 }),
    });
    fc.assert(
      fc.property(tried, ({ type, from, span, stayDays }) => {
        const visa: VisaV1 = { ...fresh, type, validFrom: dayOf(from), validTo: dayOf(from + span - 1), stayDays };
        const isRight = span >= 1 && stayDays <= span && (type !== 'C' || stayDays <= 90) && (type !== 'D' || span <= 366);
        assert.equal(issueFaults(visa, limits).length === 0, isRight);
      }),
    );
  });

  it('take the limit of the day of issue', () => {
    const old: VisaLimit = {
      type: 'C',
      maxStayDays: 30,
      maxValidityDays: 500,
      legalBasis: 'old',
      validFrom: '2000-01-01',
      validTo: '2026-02-19',
    };
    const long = { ...fresh, stayDays: 31 };
    assert.deepEqual(issueFaults(long, [old]), []);
    assert.equal(issueFaults({ ...long, issuedOn: '2026-02-19' }, [old]).length, 1);
  });
});
