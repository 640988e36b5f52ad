/** XML made to hurt its reader, each around a right answer. */

/** `answer` is a whole envelope; `body` puts another body into one. */
export function hostileXml(answer: string): string[] {
  const inside = (part: string): string => answer.replace('<Outcome>', `${part}<Outcome>`);
  const before = (part: string): string => answer.replace(/(<\?xml[^>]*>)?/, (declaration) => declaration + part);
  return [
    before(`<!DOCTYPE x [<!ENTITY a0 "ha">${entities(30, '&a$;&a$;')}]>`).replace('noMatch', '&a30;'),
    before(`<!DOCTYPE x [<!ENTITY a0 "${'ha'.repeat(20_000)}">]>`).replace('noMatch', '&a0;'.repeat(20_000)),
    before('<!DOCTYPE x [<!ENTITY a0 SYSTEM "file:///etc/passwd">]>').replace('noMatch', '&a0;'),
    before('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'),
    before('<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;]>'),
    before('<!DOCTYPE x [<!ATTLIST Outcome a CDATA "b">]>'),
    inside(`${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`),
    inside('<a>'.repeat(500_000)),
    inside('<a/>'.repeat(100_000)),
    inside(`<a b="${'c'.repeat(1_500_000)}"/>`),
    inside(`<a ${numbered(50_000, (number) => `b${number}="1"`)}/>`),
    inside(`<a ${numbered(50_000, (number) => `xmlns:b${number}="urn:${number}"`)}/>`),
    inside(numbered(15_000, (number) => `<p${number}:a/>`)),
    inside(numbered(10_000, (number) => `<a xmlns="urn:${number}"><b/></a>`)),
    inside(
      numbered(18, (depth) => `<a ${numbered(1000, (number) => `xmlns:b${depth}-${number}="urn:b"`)}>`) +
        '<c xmlns="urn:c"/>'.repeat(15_000),
    ),
    inside(`<${'a'.repeat(1_000_000)}/>`),
    inside(`<![CDATA[<?xml version="1.0"?>${'<a id="1">'.repeat(100_000)}]]>`),
    inside(`<!--${'<a>'.repeat(400_000)}-->`),
    inside(`<Alert><Reason>${'x'.repeat(1_500_000)}</Reason></Alert>`),
    inside('<x id="__proto__">y</x>'),
    inside('<x href="#__proto__"/><__proto__>z</__proto__><constructor/><toString/>'),
    inside('<x id="1"><x id="2"><y href="#1"/><y href="#2"/></x></x>'),
    inside('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'),
    inside('<?xml-stylesheet href="http://127.0.0.1:9/"?>'),
    answer.replace('utf-8', 'utf-16'),
    answer.replace('utf-8', 'EBCDIC-CP-US'),
    answer.replace('version="1.0"', 'version="1.1"'),
    `${answer}${answer}`,
    '<'.repeat(300_000),
    '<!-'.repeat(300_000),
    `<a${' '.repeat(1_000_000)}`,
    '&lt;'.repeat(300_000),
    '',
  ];
}

const entities = (count: number, value: string): string =>
  Array.from({ length: count }, (_, before) => `<!ENTITY a${before + 1} "${value.replaceAll('$', String(before))}">`).join('');

const numbered = (count: number, part: (number: number) => string): string =>
  Array.from({ length: count }, (_, number) => part(number)).join(' ');
