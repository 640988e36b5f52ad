/** Whatever bytes come from the visa register, the reader answers with a document of the XSD or with faults, never with a surprise. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { createXmlReader, writeXml, type XmlNode, type XmlReader } from '../../adapters/visa-register/xml.ts';
import { gateXml } from '../../adapters/visa-register/xml-gate.ts';

const MOST = 64 * 1024;
const LIMITS = { maxBytes: MOST, maxDepth: 16, maxElements: 1000 };
const valid = readFileSync(new URL('../../adapters/visa-register/examples/register-issued.xml', import.meta.url));

const snippet = fc.constantFrom(
  '<',
  '>',
  '&',
  '</Visa>',
  '<Visa>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<!DOCTYPE x []>',
  '&amp;',
  '&lt;',
  '&#0;',
  '&x;',
  '"',
  '\u0000',
  '<?x',
  '\ufeff',
  'xmlns=""',
);
/** Some bytes taken out, others put in their place. */
const spoilt = fc
  .tuple(
    fc.nat({ max: valid.length }),
    fc.nat({ max: 40 }),
    fc.oneof(
      fc.uint8Array({ maxLength: 8 }),
      snippet.map((text) => Buffer.from(text)),
    ),
  )
  .map(([at, out, put]) => Buffer.concat([valid.subarray(0, at), put, valid.subarray(at + out)]));

describe('the reader of the visa register', () => {
  let reader: XmlReader;
  before(() => {
    reader = createXmlReader();
  });
  after(() => reader.close());

  it('answers any bytes with a node or with faults, and writes what it read as it was', () => {
    let read = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          spoilt,
          fc.constant(valid),
          fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
        ),
        (bytes) => {
          const reading = reader.read(bytes, MOST);
          if ('faults' in reading) return assert.ok(reading.faults.length > 0);
          read += 1;
          const again = reader.read(Buffer.from(writeXml(reading.node)), MOST);
          assert.deepEqual('node' in again ? again.node : undefined, reading.node);
        },
      ),
      { numRuns: 500 },
    );
    assert.ok(read > 0, 'nothing was ever read');
  });

  it('never shows content in a fault', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{12}$/), fc.constantFrom('Type', 'ValidTo', 'StayDays', 'Sex'), (secret, element) => {
        const document = valid.toString().replace(new RegExp(`<${element}>[^<]*`), `<${element}>${secret}`);
        const reading = reader.read(Buffer.from(document), MOST);
        assert.ok('faults' in reading && reading.faults.every((fault) => !fault.includes(secret)));
      }),
    );
  });

  it('lets nothing past the gate that declares, nests too deeply, has too many elements, or is too large', () => {
    const dangers: Readonly<Record<string, string>> = {
      '<!DOCTYPE a><a/>': 'declares',
      '<a><!ENTITY x "y"></a>': 'declares',
      [`${'<a>'.repeat(17)}${'</a>'.repeat(17)}`]: 'nested',
      [`<a>${'<b/>'.repeat(1000)}</a>`]: 'too many',
      [' '.repeat(MOST + 1)]: 'larger',
      '{"a":1}': 'not XML',
      '<?xml version="1.0" encoding="ISO-8859-2"?><a/>': 'encoding',
    };
    for (const [text, why] of Object.entries(dangers)) {
      const gated = gateXml(Buffer.from(text), LIMITS);
      assert.match('danger' in gated ? gated.danger : '', new RegExp(why), text.slice(0, 40));
    }
    assert.deepEqual(gateXml(Buffer.from([0x3c, 0x61, 0xff, 0x3e]), LIMITS), { danger: 'it is not UTF-8' });
    assert.deepEqual(gateXml(Buffer.from('<a b=">"><!-- <c> --><![CDATA[<d>]]></a>'), { ...LIMITS, maxElements: 1 }), {
      text: '<a b=">"><!-- <c> --><![CDATA[<d>]]></a>',
    });
  });

  it('is as quick on hostile markup as on good', () => {
    const node: XmlNode = { name: 'Ping', text: '', children: [{ name: 'RequestId', text: 'a', children: [] }] };
    reader.read(Buffer.from(writeXml(node)), MOST);
    for (const text of [
      '<'.repeat(60_000),
      '<a b="'.repeat(10_000),
      `<a ${"b='' ".repeat(12_000)}`,
      `<!--${'-'.repeat(60_000)}`,
      '<!'.repeat(30_000),
    ]) {
      const begun = performance.now();
      reader.read(Buffer.from(text), MOST);
      assert.ok(performance.now() - begun < 2000, text.slice(0, 10));
    }
  });
});
