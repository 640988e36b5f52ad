import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkDestinationSettings } from '../../broker/adapter-settings.ts';

const NOTE = 'pl.gov.udsc.exchange.note';
const pointers = (fields: unknown): string[] => checkDestinationSettings('mailbox', { fields }).map(({ pointer }) => pointer);

describe('the fields that a destination is to get', () => {
  it('may begin with any field of some version of the type', () => {
    assert.deepEqual(pointers({ [NOTE]: ['/title', '/text'] }), []);
    assert.deepEqual(pointers({ 'pl.gov.udsc.decision.issued': ['/kind', '/outcome', '/caseReference'] }), []);
    assert.deepEqual(pointers({ [NOTE]: [] }), []);
  });
  it('are refused where there is no such type or field, with the place', () => {
    assert.deepEqual(
      pointers({ [NOTE]: ['/title', '/tilte', 'title', 5] }),
      [1, 2, 3].map((index) => `/fields/${NOTE}/${index}`),
    );
    assert.deepEqual(pointers({ [`${NOTE}.v1`]: [] }), [`/fields/${NOTE}.v1`]);
    assert.deepEqual(pointers({ [NOTE]: '/title' }), [`/fields/${NOTE}`]);
    for (const wrong of [[], null, 'x']) assert.deepEqual(pointers(wrong), ['/fields']);
  });
});
