/** A rule of a statutory term that no law has, for tests that change one thing of it. */
import type { TermRule } from '../../law/terms.ts';

export const SOME_TERM: TermRule = {
  code: 'SOME_TERM',
  length: 5,
  unit: 'DAY',
  mode: 'CALENDAR_DAY_END',
  roll: 'KPA_57',
  calendar: 'POL',
  startsAt: 'DELIVERY',
  validFrom: '2020-01-01',
  validTo: null,
  legalBasis: 'none',
  isSample: true,
};
