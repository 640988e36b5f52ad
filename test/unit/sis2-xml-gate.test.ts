import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ANSWER_LIMITS, findXmlDanger } from '../../adapters/sis2/xml-gate.ts';

const danger = (text: string): string | undefined => findXmlDanger(text, ANSWER_LIMITS);

describe('the gate before the XML parser', () => {
  it('lets plain elements, attributes, comments, CDATA and self-closing tags through', () => {
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n<a b='1>2' c="/>"><!-- <x> <!DOCTYPE --><d/><![CDATA[<y><!ENTITY]]>text &amp; more</a>`;
    assert.equal(danger(text), undefined);
  });

  it('names what it refuses without quoting it', () => {
    assert.equal(danger('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), 'it declares a document type or entities');
    assert.equal(danger('<a>'.repeat(25)), 'it is nested too deeply');
    assert.equal(danger(`<a>${'<b/>'.repeat(20_000)}</a>`), 'it has too many elements');
    assert.equal(danger('<a><b'), 'its markup is not finished');
    assert.equal(danger('<a><?php x?></a>'), 'it has processing instructions');
    assert.equal(danger('<a>\0</a>'), 'it is not UTF-8');
    assert.equal(danger('<?xml version="1.0" encoding="utf-16"?><a/>'), 'its encoding is not UTF-8');
    assert.equal(danger('<a>\uFFFD</a>'), 'it is not UTF-8');
    assert.equal(danger('{"a":1}'), 'it is not XML');
  });

  it('is not deceived about depth by a slash in an attribute', () => {
    assert.equal(danger('<a b="/>">'.repeat(25)), 'it is nested too deeply');
    assert.equal(danger(`<a b='"/'>`.repeat(25)), 'it is nested too deeply');
  });

  it('counts breadth and depth apart', () => {
    assert.equal(danger(`<a>${'<b><c/></b>'.repeat(1000)}</a>`), undefined);
  });

  it('reads megabytes of anything in a moment', () => {
    for (const sign of ['<', '>', '"', '<!--', '<![CDATA[', '<a ', '<a b="', ' ']) {
      const from = performance.now();
      danger(`<a>${sign.repeat(2_000_000 / sign.length)}`);
      assert.ok(performance.now() - from < 500, sign);
    }
  });
});
