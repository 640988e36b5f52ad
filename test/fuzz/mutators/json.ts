/** Documents in JSON: their parts are values, names, and names with their values, with and without the comma behind them. */
import { asBytes, type Grammar, type Span } from './grammar.ts';

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/gs;

export const JSON_GRAMMAR: Grammar = {
  spans: jsonSpans,
  glue: ',',
  extremes: [
    ...[
      'null',
      'true',
      '0',
      '-0',
      '-1',
      '1e999',
      '-1e999',
      '1e-999',
      '9007199254740993',
      '123456789012345678901234567890',
      '0.1e1',
      '01',
      'NaN',
    ],
    ...[
      '""',
      '[]',
      '{}',
      '[null]',
      '{"":""}',
      '"\\u0000"',
      '"\\ud800"',
      '"\\udfff\\ud800"',
      '"\\uFFFF"',
      '"\\u0085"',
      '"\\u202e"',
      '"\\/"',
      '"\\x"',
    ],
    ...['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}', '"__proto__":{"polluted":1}', '"constructor":1'],
    ...['"__proto__"', '"constructor"', '"toString"', '"sequence":"1"', '"sequence"', '"id"', '"data"', '"hasOwnProperty"'],
    ...[
      '"PL-SG"',
      '"PL-SG,PL-SG,PL-NONE"',
      '"pl.gov.udsc.decision.issued.v1"',
      '"9999-12-31T23:59:60Z"',
      '"0000-00-00"',
      '"2026-02-30T25:00:00+99:99"',
    ],
    ...[
      `"${'A'.repeat(300)}"`,
      `"${'é'.repeat(90_000)}"`,
      `"${'\\u0000'.repeat(20_000)}"`,
      `"http://${'a.'.repeat(100_000)}"`,
      `"${'PL-SG,'.repeat(50_000)}"`,
    ],
    ...[
      `[${'0,'.repeat(100_000)}0]`,
      `{${Array.from({ length: 20_000 }, (_, number) => `"A${number}":0`).join()}}`,
      `"${' '.repeat(200_000)}"`,
    ],
  ].map(asBytes),
  nest: (part, depth) =>
    depth % 2 === 0 ? `${'['.repeat(depth)}${part}${']'.repeat(depth)}` : `${'{"a":'.repeat(depth)}${part}${'}'.repeat(depth)}`,
};

/** Also of a text that is only nearly JSON: what does not fit together is left out. */
function jsonSpans(text: string): Span[] {
  const spans: Span[] = [];
  const open: number[] = [];
  let before: Span | undefined;
  let name: Span | undefined;
  let last: Span | undefined;
  const found = (value: Span): void => {
    const member = name === undefined ? value : { from: name.from, to: value.to };
    spans.push(value, member);
    [before, last, name] = [value, member, undefined];
  };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === ':') name = before;
    else if (token === '{' || token === '[') open.push(index);
    else if (token === '}' || token === ']') found({ from: open.pop() ?? index, to: index + 1 });
    else if (token !== ',') found({ from: index, to: index + token.length });
    else if (last !== undefined) spans.push({ from: last.from, to: index + 1 });
  }
  return spans;
}
