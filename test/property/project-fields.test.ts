/** Laws of field projection: a recipient gets what is listed, nothing else, and every other byte of the message stays. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { projectFields } from '../../broker/pipeline/steps/project-fields.ts';

const TYPE = 'pl.gov.udsc.river.crossed.v3';
const SUBJECT = 'pl.gov.udsc.river.crossed';
const names = fc.string({ minLength: 1 }).filter((name) => name !== '__proto__');
const data = fc.dictionary(names, fc.jsonValue(), { noNullPrototype: true });
const bytesOf = (content: unknown): Buffer => Buffer.from(JSON.stringify({ specversion: '1.0', id: 'x', data: content, more: [1] }));
const dataOf = (body: Buffer): unknown => (JSON.parse(body.toString('utf8')) as { data: unknown }).data;
const pointerTo = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
const project = (content: unknown, listed: readonly string[]): ReturnType<typeof projectFields> =>
  projectFields({ type: TYPE, body: bytesOf(content) }, { fields: { [SUBJECT]: listed } });

describe('the fields that a recipient gets', () => {
  it('are those that are listed, whole, and the others are told as withheld', () => {
    fc.assert(
      fc.property(data, fc.func(fc.boolean()), (content, isListed) => {
        const plain = JSON.parse(JSON.stringify(content)) as Record<string, unknown>;
        const listed = Object.keys(plain).filter((name) => isListed(name));
        const { body, withheld = [] } = project(plain, listed.map(pointerTo));
        assert.deepEqual(dataOf(body), Object.fromEntries(listed.map((name) => [name, plain[name]])));
        const others = Object.keys(plain).filter((name) => !listed.includes(name));
        assert.deepEqual(withheld.toSorted(), others.map(pointerTo).toSorted());
      }),
    );
  });

  it('leave everything beside the data as it was, and are the same bytes every time', () => {
    const body = Buffer.from('{ "id" : "\\u0061", "data":{"a":1,"b":2} , "n":1.0 }');
    const once = projectFields({ type: TYPE, body }, { fields: { [SUBJECT]: ['/a'] } });
    assert.equal(once.body.toString(), '{ "id" : "\\u0061", "data":{"a":1} , "n":1.0 }');
    assert.deepEqual(projectFields({ type: TYPE, body }, { fields: { [SUBJECT]: ['/a'] } }), once);
  });

  it('reach into objects, and into every item of a list', () => {
    const content = {
      person: { name: 'N', born: '1983' },
      papers: [
        { kind: 'A', number: '1' },
        { kind: 'B', number: '2' },
      ],
      note: 'x',
    };
    const { body, withheld } = project(content, ['/person/name', '/papers/*/kind']);
    assert.deepEqual(dataOf(body), { person: { name: 'N' }, papers: [{ kind: 'A' }, { kind: 'B' }] });
    assert.deepEqual(withheld, ['/person/born', '/papers/0/number', '/papers/1/number', '/note']);
  });

  it('hold nothing of a text where the list goes on below it', () => {
    const { body, withheld } = project({ person: 'N' }, ['/person/name']);
    assert.deepEqual([dataOf(body), withheld], [{ person: null }, ['/person']]);
  });

  it('are all where nothing is listed for the type: the stored bytes themselves', () => {
    const body = bytesOf({ a: 1 });
    for (const settings of [{}, { fields: {} }, { fields: { 'pl.gov.udsc.other': [] } }])
      assert.equal(projectFields({ type: TYPE, body }, settings).body, body);
    assert.deepEqual(dataOf(project({ a: 1 }, []).body), {});
  });
});
