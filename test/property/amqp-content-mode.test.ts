/** Events in the content modes of AMQP: what a party reads from its queue is what the sender gave, in both of them. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { inContentMode } from '../../adapters/party-queues/content-mode.ts';

const REQUIRED = { specversion: '1.0', id: 'e-1', source: '/parties/PL-SG', type: 'pl.gov.udsc.exchange.note.v1' };
const names = fc.stringMatching(/^[a-z]{3,12}$/).filter((name) => !['data', 'datacontenttype', ...Object.keys(REQUIRED)].includes(name));
const values = fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.boolean());
const events = fc.record({
  attributes: fc.dictionary(names, values, { maxKeys: 5, noNullPrototype: true }),
  data: fc.jsonValue(),
});
const prefixes = fc.constantFrom('cloudEvents_' as const, 'cloudEvents:' as const);

describe('the content modes of AMQP', () => {
  it('give the bytes of the whole event in structured mode', () => {
    fc.assert(
      fc.property(events, prefixes, ({ attributes, data }, attributePrefix) => {
        const event = Buffer.from(JSON.stringify({ ...REQUIRED, ...attributes, data }));
        const { content, contentType, headers } = inContentMode(event, { mode: 'structured', attributePrefix });
        assert.deepEqual([content, contentType, headers], [event, 'application/cloudevents+json; charset=utf-8', {}]);
      }),
    );
  });

  it('give the bytes of the data in binary mode, and every attribute as a header under one prefix', () => {
    fc.assert(
      fc.property(events, prefixes, ({ attributes, data }, attributePrefix) => {
        const event = Buffer.from(JSON.stringify({ ...REQUIRED, ...attributes, data, datacontenttype: 'application/json' }));
        const { content, contentType, headers } = inContentMode(event, { mode: 'binary', attributePrefix });
        const expected = Object.entries({ ...REQUIRED, ...attributes }).map(([name, value]) => [`${attributePrefix}${name}`, value]);
        assert.deepEqual(
          [content.toString(), contentType, headers],
          [JSON.stringify(data), 'application/json', Object.fromEntries(expected)],
        );
      }),
    );
  });
});
