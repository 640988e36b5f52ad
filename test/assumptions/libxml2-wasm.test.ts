import assert from 'node:assert/strict';
import { ParseOption, XmlDocument, XmlError } from 'libxml2-wasm';
import { describe, it } from 'mocha';

/** What the SIS adapter believes of libxml2, which reads the answers of SIS. */
describe('libxml2', () => {
  const { XML_PARSE_NOERROR, XML_PARSE_NOWARNING, XML_PARSE_NOCDATA } = ParseOption;
  const option = XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA;

  function rewritten(text: string): string {
    const document = XmlDocument.fromBuffer(Buffer.from(text), { encoding: 'utf-8', option });
    try {
      return document.toString({ encoding: 'utf-8', format: false, noDeclaration: true, noEmptyTags: true });
    } finally {
      document.dispose();
    }
  }

  it('writes one blank before attributes, double quotes, end tags, no > but at the end of a tag or comment, and no CDATA', () => {
    const root = `<p:a  xmlns:p = 'urn:"x">'\n b='1"2>' c="/>" d="'&#10;&#9;&#13;" ><!-- <x> --><d/><![CDATA[<y>&]]>]]&gt; &#13;\r\n"é</p:a>`;
    const written =
      '<p:a xmlns:p="urn:&quot;x&quot;&gt;" b="1&quot;2&gt;" c="/&gt;" d="\'&#10;&#9;&#13;"><!-- <x> --><d></d>&lt;y&gt;&amp;]]&gt; &#13;\n"é</p:a>';
    assert.equal(rewritten(`<?xml version='1.0'?>\n<!-- > -->\n${root}\n<!-- < -->`), `<!-- > -->\n${written}\n<!-- < -->\n`);
  });

  it('leaves a prefix that is nowhere declared as it stands when it may not report errors', () => {
    assert.equal(rewritten('<a><p:b/></a>'), '<a><p:b></p:b></a>\n');
  });

  it('guesses UTF-16 from the first bytes, unless it is told the encoding', () => {
    const bytes = Buffer.from('<?xml version="1.0"?><a/>', 'utf16le');
    XmlDocument.fromBuffer(bytes).dispose();
    assert.throws(() => XmlDocument.fromBuffer(bytes, { encoding: 'utf-8' }), XmlError);
  });

  it('refuses what is not well-formed, with an error of its own class', () => {
    for (const text of ['<a>', '<a></b>', '<a b="1" b="2"/>', '<a>&b;</a>', '<a/><b/>', 'a', '<a>\u0001</a>', '<a>&#0;</a>'])
      assert.throws(() => rewritten(text), XmlError, text);
  });
});
