/** The worked example of the how-to keeps what its records can carry, and says of the rest that it is lost. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { fromWire, toWire } from '../../docs/example-adapter/translate.ts';

const CARRIED = ['decisionId', 'caseReference', 'caseKind', 'kind', 'instance', 'issuedOn', 'finalOn'];

const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const data = fc.record(
  {
    decisionId: line,
    caseReference: line,
    caseKind: line,
    kind: line,
    instance: fc.integer(),
    issuedOn: line,
    authority: line,
    finalOn: line,
    servedOn: line,
  },
  { requiredKeys: ['decisionId', 'caseReference', 'caseKind', 'kind', 'instance', 'issuedOn', 'authority'] },
);
const translate = (type: string, content: object): ReturnType<typeof toWire> =>
  toWire(Buffer.from(JSON.stringify({ type, data: content })));

describe('the translator of the example adapter', () => {
  it('gives back every field it carries, and names every other as lost', () => {
    fc.assert(
      fc.property(data, (decision) => {
        const translated = translate('pl.gov.udsc.decision.issued.v1', decision);
        const entries = Object.entries(decision);
        const carried = entries.filter(([name]) => CARRIED.includes(name)).map(([name, value]) => [name, String(value)]);
        assert.deepEqual({ ...fromWire(translated?.record ?? '') }, Object.fromEntries(carried));
        assert.deepEqual(
          translated?.lost.toSorted(),
          entries
            .filter(([name]) => !CARRIED.includes(name))
            .map(([name]) => `/data/${name}`)
            .toSorted(),
        );
      }),
    );
  });

  it('has no record for anything but a decision', () => {
    assert.equal(translate('pl.gov.udsc.exchange.note.v1', { title: 'a', text: 'b' }), undefined);
  });
});
