import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isFulfilled, type Condition } from '../../broker/routing/condition.ts';

const names = fc.constantFrom('a', 'b', 'c');
const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false, 0, -0, 1, 1.5, -2, '', 'x'),
    fc.array(tie('data'), { maxLength: 3 }),
    fc.dictionary(names, tie('data'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    fc.record(
      {
        type: fc.constantFrom('object', 'array', 'string', 'number', 'integer', 'boolean', 'null'),
        required: fc.uniqueArray(names),
        const: data,
        enum: fc.array(data, { minLength: 1, maxLength: 3 }),
        minimum: fc.constantFrom(-2, 0, 1.5),
        maximum: fc.constantFrom(-2, 0, 1.5),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
    fc.record(
      {
        properties: fc.dictionary(names, tie('condition'), { maxKeys: 2, noNullPrototype: true }),
        items: tie('condition'),
        contains: tie('condition'),
        allOf: fc.array(tie('condition'), { minLength: 1, maxLength: 2 }),
        anyOf: fc.array(tie('condition'), { minLength: 1, maxLength: 2 }),
        not: tie('condition'),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
  ),
}));

const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown =>
  Array.from({ length: depth }).reduce((inner) => wrap(inner), { const: 1 });

describe('conditions of subscriptions', () => {
  it('are fulfilled by what the schema validator of the hub admits', () => {
    const ajv = new Ajv2020({ strict: false, validateSchema: false });
    const outcomes = new Set<boolean>();
    fc.assert(
      fc.property(condition, fc.array(data, { minLength: 5, maxLength: 20 }), (schema, values) => {
        const admits = ajv.compile(schema);
        for (const value of values) {
          outcomes.add(admits(value));
          assert.equal(isFulfilled(schema, value), admits(value));
        }
        ajv.removeSchema(schema);
      }),
    );
    assert.equal(outcomes.size, 2);
  });

  it('end soon on any data, and then count as fulfilled', () => {
    const leaves = Array.from({ length: 20 }, (_, one) => ({
      anyOf: Array.from({ length: 20 }, (__, two) => ({ const: one * 20 + two + 1 })),
    }));
    const began = performance.now();
    assert.ok(isFulfilled({ contains: { anyOf: leaves } }, Array<number>(500_000).fill(0)));
    assert.ok(isFulfilled({ not: { items: { items: { type: 'number' } } } }, [Array(500_000).fill(0)]));
    assert.ok(isFulfilled({ not: { contains: { required: Array<string>(50).fill('a') } } }, Array(300_000).fill({})));
    assert.ok(performance.now() - began < 1000);
    assert.ok(!isFulfilled({ contains: { anyOf: leaves } }, Array<number>(500).fill(0)));
  });

  it('may be nested as deep as their length allows', () => {
    assert.ok(isFulfilled(nested(1000, (not) => ({ not })) as Condition, 1));
    assert.ok(!isFulfilled(nested(1001, (not) => ({ not })) as Condition, 1));
    assert.ok(isFulfilled(nested(600, (inner) => ({ allOf: [inner] })) as Condition, 1));
  });

  it('ask for members that the data hold themselves', () => {
    assert.ok(!isFulfilled({ required: ['toString'] }, {}));
    assert.ok(!isFulfilled({ properties: JSON.parse('{"__proto__":{"const":1}}') as Condition }, JSON.parse('{"__proto__":2}')));
  });
});
