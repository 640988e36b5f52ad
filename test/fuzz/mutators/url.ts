/** URLs: their parts are names, values, pairs, segments of paths and single signs. */
import { asBytes, type Grammar } from './grammar.ts';
import { LINES_GRAMMAR } from './lines.ts';

export const URL_GRAMMAR: Grammar = {
  spans: (text) =>
    [/[^&?]+/g, /[^&?=/_]+/g, /(?<==)[^&]*/g, /\d+/g, /./g].flatMap((pattern) =>
      [...text.matchAll(pattern)].map(({ 0: found, index }) => ({ from: index, to: index + found.length })),
    ),
  glue: '&',
  extremes: [
    ...['', '%', '%00', '%ff', '%ED%A0%80', '%2e%2e', '+', '&', '=', '?', '#', 'limit=1', 'after=', '0', '-1', '1e9', '0x10', '999999999'],
    ...[
      '9'.repeat(30),
      '2026-02-30',
      '2026-11-25T25:61:61Z',
      '9999-12-31T23:59:59.999999Z',
      '+275760-09-13',
      '2026-11-25 BC',
      '2026-11-25T:::Z',
    ],
    ...['Infinity', 'NaN', 'null', '__proto__', 'constructor', '-'.repeat(36), 'x'.repeat(256), 'é', 'x'.repeat(100_000)],
  ].map(asBytes),
  nest: LINES_GRAMMAR.nest,
};
