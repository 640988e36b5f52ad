/** Documents in XML: their parts are elements and what stands in them. Tags that do not match are the business of changed bytes. */
import { asBytes, type Grammar, type Span } from './grammar.ts';

/** `<`, what is in the tag, `>`; no comment and no CDATA, which are left alone. */
const TAG = /<([^<>!?][^<>]*)>/g;

const XSI = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
const NUMBERS = Array.from({ length: 3000 }, (_, number) => number);

export const XML_GRAMMAR: Grammar = {
  spans: xmlSpans,
  glue: '',
  extremes: [
    ...[
      '',
      ' ',
      '0',
      '-1',
      '1e9',
      'NaN',
      '999999999999',
      'noMatch',
      'tooMany',
      'partial',
      '00000000',
      '00000512',
      '19830230',
      '99999999',
      '١٩٨٣٠٥١٢',
    ],
    ...[
      '&#0;',
      '&#xD800;',
      '&#1114112;',
      '&#x10FFFF;',
      '&amp;lt;',
      '&nothing;',
      '&',
      '&#',
      ']]>',
      '<![CDATA[',
      '<![CDATA[<?xml version="1.0"?><a/>]]>',
      '<!-- -- -->',
    ],
    ...[
      '<!-- x -->',
      '<?php echo 1 ?>',
      '<?xml version="1.0"?>',
      '<!DOCTYPE a>',
      '<!ENTITY a "b">',
      '<a',
      '</a>',
      '<a/>',
      '<a b=1/>',
      '<a b="1" b="2"/>',
      '<:/>',
      '<a:b/>',
    ],
    ...[
      '<__proto__>x</__proto__>',
      '<constructor/>',
      '<x id="__proto__"/>',
      '<x href="#__proto__"/>',
      '<x id="1"/><y href="#1"/>',
      '<a xmlns=""/>',
      '<a xmlns:b=""/>',
    ],
    ...[
      `<Alert ${XSI} i:nil="true"/>`,
      `<Score ${XSI} i:type="x:y">1</Score>`,
      '<Alert xmlns="urn:other"><Score>1</Score></Alert>',
      '<Alert xmlns="relative"/>',
    ],
    ...[
      '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>',
      '<Warning>toString</Warning>',
      '<Score>1</Score><Score>2</Score>',
    ],
    ...[
      `<a b="${'c'.repeat(200_000)}"/>`,
      `<${'a'.repeat(60_000)}/>`,
      'é'.repeat(100_000),
      `<a ${NUMBERS.map((number) => `b${number}="1"`).join(' ')}/>`,
    ],
    ...[
      `<a ${NUMBERS.map((number) => `xmlns:b${number}="urn:${number}"`).join(' ')}/>`,
      NUMBERS.map((number) => `<p${number}:a/>`).join(''),
      '&#65;'.repeat(50_000),
    ],
  ].map(asBytes),
  nest: (part, depth) =>
    depth % 2 === 0 ? `${'<a>'.repeat(depth)}${part}${'</a>'.repeat(depth)}` : `${'<a b="/>">'.repeat(depth)}${part}`,
};

/** Also of a text that is only nearly XML: an end without a beginning is left out. */
function xmlSpans(text: string): Span[] {
  const spans: Span[] = [];
  const open: { from: number; inner: number }[] = [];
  for (const { 0: tag, 1: content = '', index } of text.matchAll(TAG)) {
    const to = index + tag.length;
    if (content.startsWith('/')) {
      const start = open.pop();
      if (start !== undefined) spans.push({ from: start.from, to }, { from: start.inner, to: index });
    } else if (content.endsWith('/')) spans.push({ from: index, to });
    else open.push({ from: index, inner: to });
  }
  return spans;
}
