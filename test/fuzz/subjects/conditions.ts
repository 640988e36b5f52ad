/**
 * Conditions of subscriptions as they are sent, stored and asked of any data: a
 * subscription in the first line, the data of a message in the second.
 */
import type { Subscription } from '../../../broker/contract/registry.ts';
import { readBody } from '../../../broker/contract/read-body.ts';
import { subscribersOf } from '../../../broker/routing/subscribers.ts';
import { putSubscription } from '../../../services/exchange/subscriptions.ts';
import { JSON_GRAMMAR } from '../mutators/json.ts';
import { hostileJson } from '../seeds/hostile-json.ts';
import type { Subject } from '../subject.ts';
import { callOf, openRestHub } from './rest-hub.ts';

const MAX_BYTES = 512 * 1024;
/** As `http.maxDepth`: the receive pipeline takes no message that is deeper. */
const MAX_DEPTH = 32;
const TYPE = 'pl.gov.udsc.decision.issued.v1';

const CONDITIONS: readonly (readonly [object, unknown])[] = [
  [{ properties: { caseKind: { const: 'RETURN' } }, required: ['caseKind'] }, { caseKind: 'RETURN' }],
  [
    { type: 'object', properties: { a: { type: 'integer', minimum: 1, maximum: 9 }, b: { enum: ['x', null, { c: [1] }] } } },
    { a: 5, b: { c: [1] } },
  ],
  [
    { properties: { list: { contains: { properties: { country: { const: 'UKR' } } } } } },
    { list: [{ country: 'POL' }, { country: 'UKR' }] },
  ],
  [{ anyOf: [{ not: { type: 'array' } }, { items: { allOf: [{ type: 'number' }, { minimum: 0 }] } }] }, [1, 2, 3]],
];

const documentOf = (condition: unknown, data: unknown): string => `${JSON.stringify({ messageType: TYPE, condition })}
${JSON.stringify(data)}`;
const nested = (depth: number, name: string, inner: unknown): unknown =>
  Array.from({ length: depth }).reduce<unknown>((one) => ({ [name]: one }), inner);
const listed = (depth: number, inner: unknown): unknown => Array.from({ length: depth }).reduce<unknown>((one) => [one], inner);
const many = (count: number): object => ({
  anyOf: Array.from({ length: count }, (_, one) => ({ anyOf: Array.from({ length: 20 }, (__, two) => ({ const: one * 20 + two + 1 })) })),
});

function hostileConditions(): string[] {
  const zeros = Array.from({ length: 200_000 }, () => 0);
  return [
    documentOf({ contains: many(20) }, zeros),
    documentOf({ not: { items: { not: many(20) } } }, zeros),
    documentOf(nested(3, 'contains', many(18)), [[zeros]]),
    documentOf(
      { contains: { enum: Array.from({ length: 200 }, (_, a) => ({ a })) } },
      Array.from({ length: 40_000 }, () => ({ a: -1 })),
    ),
    documentOf(
      { contains: { const: Array.from({ length: 2000 }, () => 1) } },
      Array.from({ length: 60 }, () => Array.from({ length: 2000 }, () => 1).with(-1, 2)),
    ),
    documentOf(nested(1000, 'not', {}), 1),
    documentOf(nested(800, 'items', {}), listed(800, 1)),
    documentOf({ const: listed(4000, 1) }, listed(4000, 1)),
    documentOf(
      {
        properties: JSON.parse('{"__proto__":{"const":1},"constructor":{"type":"string"}}') as object,
        required: ['__proto__', 'toString'],
      },
      {},
    ),
  ];
}

export async function openConditions(subscribers = subscribersOf): Promise<Subject> {
  const hub = await openRestHub();
  const seeds = CONDITIONS.map(([condition, data]) => documentOf(condition, data));
  return {
    seeds: seeds.map((text) => Buffer.from(text)),
    hostile: [...hostileConditions().map((text) => Buffer.from(text)), ...hostileJson(seeds[0] ?? '')],
    grammar: JSON_GRAMMAR,
    maxBytes: MAX_BYTES,
    read: async (document) => {
      const end = document.indexOf('\n');
      await putSubscription(hub, callOf({ body: document.subarray(0, end === -1 ? document.length : end) }));
      const data = readBody(document.subarray(end + 1), MAX_DEPTH);
      const stored = JSON.parse(JSON.stringify(hub.registry.subscriptions())) as Subscription[];
      return subscribers({ type: TYPE, data }, stored).length <= 1;
    },
  };
}
