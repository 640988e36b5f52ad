/** Events in binary content mode, judged by the reference library of CloudEvents. */
import assert from 'node:assert/strict';
import { HTTP, type CloudEvent } from 'cloudevents';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { toBinaryMode } from '../../adapters/rest-consumers/binary-mode.ts';

const REQUIRED = { specversion: '1.0', id: 'e-1', source: '/parties/PL-SG', type: 'pl.gov.udsc.exchange.note.v1' };
const sign = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), fc.constantFrom(' ', '"', '%', 'ż', 'Ж', '𝔞', '\\', '\n'));
const line = fc.array(sign, { minLength: 1, maxLength: 20 }).map((signs) => signs.join(''));
const attributes = fc.dictionary(fc.stringMatching(/^[a-z]{3,12}$/), line, { maxKeys: 5, noNullPrototype: true });
const own = (given: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !['data', 'time', 'dataschema', ...Object.keys(REQUIRED)].includes(name)));

describe('the binary content mode', () => {
  it('is read by the reference library as the event that was structured', () => {
    const event = {
      ...REQUIRED,
      time: '2026-11-25T10:00:00.000Z',
      sequence: '00000000000000000001',
      data: { title: 'Zażółć', n: [1, null] },
    };
    const { headers, body } = toBinaryMode(Buffer.from(JSON.stringify(event)));
    const read = HTTP.toEvent({ headers, body: body.toString('utf8') }) as CloudEvent<unknown>;
    assert.deepEqual(JSON.parse(JSON.stringify(read)), { ...event, datacontenttype: 'application/json' });
  });

  it('gives back every attribute from headers of printable ASCII, whatever stands in it', () => {
    fc.assert(
      fc.property(attributes, (given) => {
        const { headers } = toBinaryMode(Buffer.from(JSON.stringify({ ...REQUIRED, ...own(given), data: 1 })));
        for (const [name, value] of Object.entries(own(given))) {
          const sent = headers[`ce-${name}`] ?? '';
          assert.match(sent, /^[!#$&-~]*(%[0-9A-F]{2}[!#$&-~]*)*$/);
          assert.equal(decodeURIComponent(sent), value);
        }
      }),
    );
  });

  it('sends the data byte for byte, also numbers that no double holds', () => {
    const data = '{ "n": 12345678901234567890.1234567890,\n "s": "\\u0061" }';
    const { body } = toBinaryMode(Buffer.from(`{"specversion":"1.0","id":"1","source":"s","type":"t","data": ${data} ,"subject":"x"}`));
    assert.equal(body.toString(), data);
  });

  it('sends data in base64 as what they stand for, under their own content type', () => {
    const bytes = Buffer.from([0, 255, 1]);
    const event = { ...REQUIRED, datacontenttype: 'application/pdf', data_base64: bytes.toString('base64') };
    const { headers, body } = toBinaryMode(Buffer.from(JSON.stringify(event)));
    assert.deepEqual([headers['content-type'], body.equals(bytes), headers['ce-data_base64']], ['application/pdf', true, undefined]);
  });
});
