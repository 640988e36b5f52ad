/** JSON made to hurt its reader, each around a valid document. */

export function hostileJson(valid: string): Buffer[] {
  const inside = (member: string): string => valid.replace('{', `{${member},`);
  const texts = [
    inside(`"deep":${'['.repeat(200_000)}${']'.repeat(200_000)}`),
    inside(`"deep":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
    '['.repeat(500_000),
    inside(`"wide":[${'0,'.repeat(200_000)}0]`),
    inside(Array.from({ length: 30_000 }, (_, number) => `"A${number}":0`).join()),
    inside(Array.from({ length: 30_000 }, (_, number) => `"a${number}":{}`).join()),
    inside('"id":"one","id":"two","\\u0069d":"three"'),
    inside(`"long":"${'x'.repeat(900_000)}"`),
    inside(`"escaped":"${'\\u0000'.repeat(100_000)}"`),
    inside(`"${'n'.repeat(500_000)}":1`),
    inside('"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}'),
    inside('"surrogate":"\\ud800","other":"\\udc00\\ud800","nul":"\\u0000"'),
    inside(`"number":${'9'.repeat(400_000)}`),
    inside('"number":1e999,"other":-1e-999,"third":0.1e+00000000000000000001'),
    `${valid} ${valid}`,
    `${valid}\u0000`,
    `\ufeff${valid}`,
    `"${'\\'.repeat(500_001)}`,
    '"'.repeat(500_000),
    ' '.repeat(900_000),
    'null',
    '[]',
    '"text"',
    '',
  ];
  return [...texts.map((text) => Buffer.from(text)), ...oddlyEncoded(valid)];
}

function oddlyEncoded(valid: string): Buffer[] {
  const utf16 = Buffer.from(valid, 'utf16le');
  return [
    utf16,
    Buffer.concat([Buffer.from('fffe', 'hex'), utf16]),
    Buffer.from(valid.replace('{', '{"ż":"é",'), 'latin1'),
    Buffer.concat([Buffer.from(valid.replace('}', '')), Buffer.from('2c2261223a22c0af227d', 'hex')]),
    Buffer.concat([Buffer.from(valid.replace('}', '')), Buffer.from('2c2261223a22eda080227d', 'hex')]),
  ];
}
