/** An attribute that stood twice was checked in its last form and forwarded in both: a recipient could read the other one. */
import assert from 'node:assert/strict';
import { HubError } from '../../broker/contract/errors.ts';
import { readBody } from '../../broker/contract/read-body.ts';

const refused = (text: string): void =>
  assert.throws(
    () => readBody(Buffer.from(text), 32),
    (error) => error instanceof HubError && error.hubCode === 'INVALID_MESSAGE' && error.faults[0]?.pointer === '/source',
  );

describe('an attribute that stands twice in an envelope', () => {
  it('is refused, also when it is spelt with escapes or blanks', () => {
    refused('{"source":"/parties/PL-A","id":"1","source":"/parties/PL-B"}');
    refused('{"source":"/parties/PL-A","s\\u006furce" : "/parties/PL-B"}');
  });

  it('is refused at any depth, with its place: a recipient could be shown what the rules of protection were not', () => {
    const at = (text: string, pointer: string): void =>
      assert.throws(
        () => readBody(Buffer.from(text), 32),
        (error) => error instanceof HubError && error.hubCode === 'INVALID_MESSAGE' && error.faults[0]?.pointer === pointer,
      );
    at('{"data":{"caseKind":"PROTECTION","kind":"GRANT","caseKind":"TEMPORARY_RESIDENCE"}}', '/data/caseKind');
    at('{"data":{"list":[{"a":1},{"b":{"c~/":1,"d":2,"\\u0063~/":3}}]}}', '/data/list/1/b/c~0~1');
  });

  it('is not seen in values, nor where objects beside or within each other hold the same name', () => {
    const text = '{"source":"source","id":"source\\":","data":{"source":1,"list":["source",{"source":2},{"source":3}]},"x":["a","a"]}';
    assert.deepEqual(readBody(Buffer.from(text), 32), JSON.parse(text));
  });
});
