/** Draws partial dates, of years between the two that are given. */
import fc from 'fast-check';
import { isPossible, type DateBasis, type PartialDate } from '../../identity/dates/partial-date.ts';

export const partialDates = (years: { readonly min: number; readonly max: number }): fc.Arbitrary<PartialDate> =>
  fc
    .record(
      {
        y: fc.integer(years),
        m: fc.integer({ min: 1, max: 12 }),
        d: fc.integer({ min: 1, max: 31 }),
        basis: fc.constantFrom<DateBasis>('DOCUMENT', 'DECLARED', 'PROBABLE'),
        circa: fc.constant(true),
      },
      { requiredKeys: ['y'] },
    )
    .filter(isPossible);
