import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkDestinationSettings } from '../../broker/adapter-settings.ts';

const DECISION = 'pl.gov.udsc.decision.issued';
const webhook = { url: 'https://agency.example/in', secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`] };

describe('the versions that a destination asks for', () => {
  for (const [adapter, own] of [
    ['rest-consumers', webhook],
    ['mailbox', {}],
  ] as const) {
    const check = (versions: unknown): readonly unknown[] => checkDestinationSettings(adapter, { ...own, versions });
    it(`may be any that have a schema (${adapter})`, () => {
      assert.deepEqual(check({}), []);
      assert.deepEqual(check({ [DECISION]: 1, 'pl.gov.udsc.exchange.note': 1 }), []);
      assert.deepEqual(check({ [DECISION]: 2 }), []);
    });
    it(`are refused where there is no such type or version, with the place (${adapter})`, () => {
      const pointers = (versions: unknown): unknown[] => check(versions).map((fault) => (fault as { pointer: string }).pointer);
      assert.deepEqual(pointers({ [DECISION]: 99 }), [`/versions/${DECISION}`]);
      assert.deepEqual(pointers({ [DECISION]: '1' }), [`/versions/${DECISION}`]);
      assert.deepEqual(pointers({ [`${DECISION}.v1`]: 1 }), [`/versions/${DECISION}.v1`]);
      assert.deepEqual(pointers({ 'pl.gov.udsc.sis': 1, 'a/b~': 1 }), ['/versions/pl.gov.udsc.sis', '/versions/a~1b~0']);
      assert.deepEqual(pointers([1]), ['/versions']);
      assert.deepEqual(pointers(null), ['/versions']);
    });
  }
});
