/** The cultures a population is drawn from; a culture named twice is drawn twice as often, as at the real counter. */
import type { Culture } from '../culture.ts';
import { ERITREAN, INDIAN, INDONESIAN, VIETNAMESE } from './asia-africa.ts';
import { ARMENIAN, CHECHEN, GEORGIAN } from './caucasus.ts';
import { AFGHAN, ARABIC, TAJIK, TURKISH } from './near-east.ts';
import { BELARUSIAN, POLISH, UKRAINIAN } from './slavic.ts';

export const CULTURES: readonly [Culture, ...Culture[]] = [
  UKRAINIAN,
  UKRAINIAN,
  UKRAINIAN,
  BELARUSIAN,
  BELARUSIAN,
  GEORGIAN,
  GEORGIAN,
  VIETNAMESE,
  VIETNAMESE,
  ARABIC,
  ARABIC,
  CHECHEN,
  CHECHEN,
  POLISH,
  ARMENIAN,
  TURKISH,
  AFGHAN,
  TAJIK,
  INDIAN,
  INDONESIAN,
  ERITREAN,
];
