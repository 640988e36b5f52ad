import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { sameContent } from '../../broker/delivery/duplicates.ts';

const content = (text: string): { sha256: string; body: Buffer } => {
  const body = Buffer.from(text);
  return { body, sha256: createHash('sha256').update(body).digest('hex') };
};
const same = (a: string, b: string): boolean => sameContent(content(a), content(b));
const documents = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ depthSize: 'small' }), { noNullPrototype: true });

function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, turned(inner)]),
  );
}

describe('equal content', () => {
  it('is what differs only in the order of keys and in white space', () => {
    fc.assert(
      fc.property(documents, fc.nat(4), (document, indent) => {
        assert.ok(same(JSON.stringify(document), JSON.stringify(turned(document), undefined, indent)));
      }),
    );
  });

  it('is not what differs in a value', () => {
    fc.assert(
      fc.property(documents, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (document, a, b) => {
        fc.pre(a !== b);
        assert.ok(!same(JSON.stringify({ ...document, k: a }), JSON.stringify({ ...document, k: b })));
      }),
    );
  });

  it('is decided by bytes alone where a string holds a lone surrogate', () => {
    for (const lone of ['\\ud800', '\\uDFFF', 'x\\ud83dx', '\\ude00\\ud83d']) {
      const text = `{"a":"${lone}","b":1}`;
      assert.ok(same(text, text));
      assert.ok(!same(text, `{"b":1,"a":"${lone}"}`));
      assert.ok(!same(text, ` ${text}`));
    }
    assert.ok(same('{"a":"\\ud83d\\ude00","b":1}', '{"b":1,"a":"😀"}'));
  });

  it('is decided by bytes alone where a number does not survive an IEEE double', () => {
    for (const number of [
      '9007199254740993',
      '0.1000000000000000055511151231257827',
      '1e400',
      '-1e-400',
      '123456789012345678901234567890.5',
    ]) {
      assert.ok(!same(`{"a":${number}}`, `{ "a":${number}}`), number);
      assert.ok(same(`{"a":${number}}`, `{"a":${number}}`), number);
    }
    for (const [a, b] of [
      ['1.0', '1'],
      ['1e2', '100'],
      ['-0', '0'],
      ['1E+2', '100.00'],
      ['0.50', '5e-1'],
    ])
      assert.ok(same(`{"a":${a}}`, `{"a":${b}}`), `${a} ${b}`);
  });

  it('takes every double as it is written by JavaScript', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        assert.ok(same(`{"a":${number}}`, `{ "a" : ${number} }`));
      }),
    );
  });

  it('is decided by bytes alone where an object holds a key twice', () => {
    assert.ok(!same('{"a":1,"a":2}', '{"a":2}'));
    assert.ok(!same('{"b":{"a":1,"a":2}}', '{"b":{"a":2}}'));
    assert.ok(same('{"a":":","b":{"a":2}}', '{ "b":{"a":2},"a":":"}'));
  });

  it('does not look for numbers in strings', () => {
    assert.ok(same('{"a":"9007199254740993 \\" 1e400"}', '{ "a":"9007199254740993 \\" 1e400"}'));
  });
});
