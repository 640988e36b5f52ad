import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readXml, type XmlContent, type XmlElements } from '../../adapters/sis2/xml-document.ts';
import { createRandom, type Random } from '../../generator/random.ts';

const OURS = 'urn:ours:"1"';
const OTHER = 'urn:other';

/** An element of one of two namespaces, with a text or with others in it. */
interface Tree {
  readonly name: string;
  readonly isOurs: boolean;
  readonly content: string | readonly Tree[];
}

const isXmlSign = (sign: string): boolean => /^[\t\n\r\x20-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]$/u.test(sign);
const text = fc
  .string({ unit: 'binary', maxLength: 12 })
  .map((any) => [...any].filter(isXmlSign).join('').trim())
  .filter((any) => !any.includes('\ufffd'));
const name = fc.constantFrom('Alert', 'a-b.c', '__proto__', 'constructor', 'toString', 'é', 'hasOwnProperty');
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name,
    isOurs: fc.boolean(),
    content: fc.oneof({ depthSize: 'small' }, text, text, fc.array(tie('tree'), { minLength: 1, maxLength: 4 })),
  }),
}));

/** What must be read: what stands in it, by name, in its order. */
function expected({ content }: Tree): XmlContent {
  if (typeof content === 'string') return content;
  const elements = Object.create(null) as XmlElements;
  for (const one of content) (elements[one.isOurs ? one.name : `{${OTHER}}${one.name}`] ??= []).push(expected(one));
  return elements;
}

/** In one of the many ways in which XML can say it. */
function spelt({ name: local, isOurs, content }: Tree, random: Random): string {
  const prefix = random.pick(['', 'p', 'x-1']);
  const quote = random.pick(['"', "'"]);
  const uri = (isOurs ? OURS : OTHER).replaceAll('"', '&quot;');
  const blank = (): string => random.pick(['', ' ', '\n\t', '<!-- <x> & -->']);
  const more = random.pick(['', ' id="__proto__"', ` a='>"' b = "/&lt;>"`, ' xml:space="preserve"', ' q=" xmlns:p" xmlns:z="urn:z"']);
  const tag = prefix === '' ? local : `${prefix}:${local}`;
  const start = `${tag} xmlns${prefix === '' ? '' : `:${prefix}`}=${quote}${uri}${quote}${more}`;
  const inside =
    typeof content === 'string' ? sayText(content, random) : content.map((one) => blank() + spelt(one, random)).join('') + blank();
  return inside === '' && random.chance(0.5) ? `<${start}/>` : `<${start}>${inside}</${tag} >`;
}

function sayText(content: string, random: Random): string {
  const say = (sign: string): string => {
    const code = `&#${random.chance(0.5) ? sign.codePointAt(0) : `x${sign.codePointAt(0)?.toString(16)}`};`;
    if (sign === '\r') return code; // as it stands it would be a line end
    const plain = sign.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;');
    return random.pick([plain, plain, code, `<![CDATA[${sign}]]>`, `<!--<x>-->${plain}`]);
  };
  return [...content].map(say).join('');
}

describe('reading an XML document', () => {
  it('gives what stands in it, however it is spelt', () => {
    fc.assert(
      fc.property(tree, fc.integer(), (root, seed) => {
        const document = `<?xml version="1.0"?>\n<!-- > -->${spelt(root, createRandom(seed))}\n`;
        const read = readXml(Buffer.from(document), OURS);
        assert.deepEqual(Object.keys(read), [root.isOurs ? root.name : `{${OTHER}}${root.name}`]);
        assert.deepEqual(Object.values(read)[0], [expected(root)], document);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses texts between elements, and prefixes without a namespace', () => {
    for (const part of ['<a>x<b/></a>', '<a><b/>&#x41;</a>', '<a><b/><![CDATA[x]]></a>', '<p:a/>', '<a><p:b/></a>'])
      assert.throws(() => readXml(Buffer.from(part), OURS), { hubCode: 'SIS_GARBAGE' }, part);
  });

  it('is told that it is UTF-8 and does not guess', () => {
    assert.throws(() => readXml(Buffer.from('<a/>', 'utf16le'), OURS), { hubCode: 'SIS_GARBAGE' });
  });

  it('refuses every beginning of a document', () => {
    fc.assert(
      fc.property(tree, fc.integer(), fc.nat(), (root, seed, cut) => {
        const bytes = Buffer.from(spelt(root, createRandom(seed)));
        assert.throws(() => readXml(bytes.subarray(0, cut % bytes.length), OURS), { hubCode: 'SIS_GARBAGE' });
      }),
    );
  });
});
