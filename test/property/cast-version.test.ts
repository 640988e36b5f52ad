/** Laws of the bytes that go out: what a version does not change stays to the byte, and the same bytes always give the same. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { castVersion, type Outgoing } from '../../broker/pipeline/steps/cast-version.ts';
import { outermostValues, withValues } from '../../broker/contract/json-bytes.ts';
import { createVersionCasts } from '../../broker/routing/version-casts.ts';
import { CodeListGap } from '../../schemas/code-lists/code-list-gap.ts';

const SUBJECT = 'pl.gov.udsc.river.crossed';
const schemaOf = (version: number): string => `https://schemas.pobyt-hub.example/river-crossed/v${version}.schema.json`;
const types = [1, 2, 3].map((version) => ({
  type: `${SUBJECT}.v${version}`,
  schemaId: schemaOf(version),
  title: '',
  keepDays: 1,
  isFromHub: false,
}));

function fails(): never {
  throw new TypeError('a slip that quotes the message');
}
const casts = createVersionCasts(types, [
  {
    ...{ folder: 'river-crossed', from: 1, to: 2 },
    up: fails,
    down: (data) => {
      const { depth, ...rest } = data as { depth?: unknown };
      if (depth === 'UNTOLD') throw new CodeListGap('UNKNOWN', { list: 'depths', code: 'UNTOLD' });
      return { data: rest, lost: depth === undefined ? [] : ['/depth'] };
    },
  },
]);

const names = fc.string().filter((name) => !['__proto__', 'type', 'data', 'dataschema'].includes(name));
const blanks = fc.stringMatching(/^[ \t\r\n]{0,3}$/);
const data = fc.dictionary(names, fc.jsonValue(), { noNullPrototype: true });

interface Part {
  readonly name: string;
  readonly text: string;
}

/** JSON text of an object, with blanks wherever they may be, in the given order of its members. */
function textOf(parts: readonly Part[], blank: string): string {
  const members = parts.map(({ name, text }) => `${blank}${JSON.stringify(name)}${blank}:${blank}${text}${blank}`);
  return `${blank}{${members.join(',')}}${blank}`;
}

const others = fc.uniqueArray(
  fc.record({ name: names, text: fc.jsonValue().map((value) => JSON.stringify(value)) }, { noNullPrototype: true }),
  {
    selector: ({ name }) => name,
    maxLength: 5,
  },
);
const envelopes = fc
  .record({ others, data, blank: blanks, at: fc.nat(5), hasSchema: fc.boolean() })
  .map(({ others: rest, data: value, blank, at, hasSchema }) => {
    const own: Part[] = [
      { name: 'type', text: JSON.stringify(`${SUBJECT}.v2`) },
      { name: 'data', text: JSON.stringify(value) },
      ...(hasSchema ? [{ name: 'dataschema', text: JSON.stringify(schemaOf(2)) }] : []),
    ];
    return { before: rest.slice(0, at), own, after: rest.slice(at), blank, data: value };
  });

const send = (body: Buffer, wanted: number, type = `${SUBJECT}.v2`): Outgoing =>
  castVersion({ type, body }, { url: 'x', versions: { [SUBJECT]: wanted } }, casts);
const ready = (outgoing: Outgoing): Extract<Outgoing, { kind: 'ready' }> => {
  assert.ok(outgoing.kind === 'ready');
  return outgoing;
};

describe('a message in the version of its recipient', () => {
  it('has another type and other data, and every other byte as it was stored', () => {
    fc.assert(
      fc.property(envelopes, ({ before, own, after, blank, data: value }) => {
        const body = Buffer.from(textOf([...before, ...own, ...after], blank));
        const { body: sent, type, change } = ready(send(body, 1));
        const { depth, ...rest } = value as { depth?: unknown };
        const values: Readonly<Record<string, string>> = {
          type: JSON.stringify(`${SUBJECT}.v1`),
          data: JSON.stringify(rest),
          dataschema: JSON.stringify(schemaOf(1)),
        };
        const expected = own.map(({ name }) => ({ name, text: values[name] ?? '' }));
        assert.equal(sent.toString(), textOf([...before, ...expected, ...after], blank));
        assert.deepEqual([type, change], [`${SUBJECT}.v1`, { from: 2, to: 1, lost: depth === undefined ? [] : ['/depth'] }]);
      }),
    );
  });

  it('is the same to the byte on every attempt', () => {
    fc.assert(
      fc.property(envelopes, ({ before, own, after, blank }) => {
        const text = textOf([...before, ...own, ...after], blank);
        assert.deepEqual(ready(send(Buffer.from(text), 1)).body, ready(send(Buffer.from(text), 1)).body);
      }),
    );
  });

  it('is the stored buffer itself where the settings name no version, the same one, or one of another type', () => {
    const body = Buffer.from('not even JSON');
    for (const settings of [{}, { versions: {} }, { versions: { [SUBJECT]: 2 } }, { versions: { 'pl.gov.udsc.other': 1 } }]) {
      const outgoing = castVersion({ type: `${SUBJECT}.v2`, body }, settings, casts);
      assert.deepEqual(outgoing, { kind: 'ready', type: `${SUBJECT}.v2`, body });
      assert.equal(ready(outgoing).body, body);
    }
    assert.equal(ready(castVersion({ type: 'no-version', body }, { versions: { 'no-version': 1 } }, casts)).body, body);
  });

  const failure = (outgoing: Outgoing): unknown => {
    assert.ok(outgoing.kind === 'impossible');
    const { code, change, reason } = outgoing;
    return [code, change.from, change.to, reason];
  };
  const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify({ type: `${SUBJECT}.v2`, data: value }));

  it('cannot be sent where no step leads to the version', () => {
    assert.deepEqual(failure(send(bytes({}), 3)), ['TRANSLATION_FAILED', 2, 3, 'no cast leads there']);
    assert.deepEqual(failure(send(bytes({}), 7)), ['TRANSLATION_FAILED', 2, 7, 'no cast leads there']);
  });
  it('cannot be sent where the version has no word for a code, and says which', () => {
    const [code, , , reason] = failure(send(bytes({ depth: 'UNTOLD' }), 1)) as unknown[];
    assert.equal(code, 'CODE_UNMAPPED');
    assert.match(String(reason), /Code list depths, code "UNTOLD" is not known/);
  });
  it('cannot be sent where a step breaks, and quotes nothing of the message', () => {
    assert.deepEqual(failure(send(bytes({}), 2, `${SUBJECT}.v1`)), ['TRANSLATION_FAILED', 1, 2, 'TypeError']);
    assert.deepEqual(failure(send(Buffer.alloc(0), 1)), ['TRANSLATION_FAILED', 2, 1, 'SyntaxError']);
  });
});

describe('the values of an outermost object', () => {
  const parts = fc.uniqueArray(
    fc.record({ name: fc.string(), text: fc.jsonValue().map((value) => JSON.stringify(value)) }, { noNullPrototype: true }),
    {
      selector: ({ name }) => name,
    },
  );

  it('are found where they stand, whatever stands in them', () => {
    fc.assert(
      fc.property(parts, blanks, (members, blank) => {
        const body = Buffer.from(textOf(members, blank));
        const found = [...outermostValues(body)].map(([name, { from, to }]) => ({ name, text: body.toString('utf8', from, to) }));
        assert.deepEqual(found, members);
      }),
    );
  });
  it('are replaced under their names and nowhere else', () => {
    fc.assert(
      fc.property(parts, blanks, fc.nat(20), (members, blank, at) => {
        const chosen = members[at % Math.max(1, members.length)]?.name ?? 'none';
        const expected = members.map((one) => (one.name === chosen ? { ...one, text: '"new"' } : one));
        const body = Buffer.from(textOf(members, blank));
        assert.equal(withValues(body, new Map([[chosen, '"new"']])).toString(), textOf(expected, blank));
      }),
    );
  });
});
