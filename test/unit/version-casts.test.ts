import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { MessageType } from '../../broker/contract/schemas.ts';
import { typeOf, versionOf } from '../../broker/routing/message-version.ts';
import { createVersionCasts, type VersionCasts, type VersionStep } from '../../broker/routing/version-casts.ts';

const SUBJECT = 'pl.gov.udsc.river.crossed';
const schemaOf = (version: number): string => `https://schemas.pobyt-hub.example/river-crossed/v${version}.schema.json`;
const types = [1, 2, 3, 4].map((version): MessageType => ({
  type: `${SUBJECT}.v${version}`,
  schemaId: schemaOf(version),
  title: 'A river was crossed',
  isFromHub: false,
  keepDays: 1,
}));

/** Each step writes its name behind those before it; a way down loses one pointer. */
const step = (from: number): VersionStep => ({
  folder: 'river-crossed',
  from,
  to: from + 1,
  up: (data) => ({ data: [...(data as string[]), `up to ${from + 1}`], lost: [] }),
  down: (data) => ({ data: [...(data as string[]), `down to ${from}`], lost: [`/only-in-${from + 1}`] }),
});

const walk = (casts: VersionCasts, from: number, to: number): unknown => casts.path(`${SUBJECT}.v${from}`, to)?.cast([]);

describe('casts between versions', () => {
  const casts = createVersionCasts(types, [step(2), step(1)]);

  it('go through every version between, and tell what was lost on the whole way', () => {
    assert.deepEqual(walk(casts, 1, 3), { data: ['up to 2', 'up to 3'], lost: [] });
    assert.deepEqual(walk(casts, 3, 1), { data: ['down to 2', 'down to 1'], lost: ['/only-in-3', '/only-in-2'] });
    assert.deepEqual(walk(casts, 2, 2), { data: [], lost: [] });
  });
  it('name the type and the schema that they lead to', () => {
    const path = casts.path(`${SUBJECT}.v3`, 1);
    assert.deepEqual([path?.type, path?.schemaId], [`${SUBJECT}.v1`, schemaOf(1)]);
  });
  it('do not exist where a step is missing, a version or the type', () => {
    assert.equal(casts.path(`${SUBJECT}.v3`, 4), undefined);
    assert.equal(casts.path(`${SUBJECT}.v4`, 1), undefined);
    assert.equal(casts.path(`${SUBJECT}.v1`, 5), undefined);
    assert.equal(casts.path('pl.gov.udsc.unknown.v1', 1), undefined);
    assert.equal(casts.path('no-version', 1), undefined);
  });
  it('of another folder are not taken', () => {
    const foreign = createVersionCasts(types, [{ ...step(1), folder: 'lake-crossed' }]);
    assert.equal(foreign.path(`${SUBJECT}.v1`, 2), undefined);
  });
});

describe('the version of a message type', () => {
  it('is the number at its end, and the rest is its subject', () => {
    assert.deepEqual(versionOf('pl.gov.udsc.decision.issued.v12'), { subject: 'pl.gov.udsc.decision.issued', version: 12 });
    assert.equal(typeOf({ subject: 'a.b', version: 3 }), 'a.b.v3');
  });
  it('is undefined for anything else', () => {
    for (const type of ['a.b', 'a.v', 'a.v0', 'a.v01', '.v', 'v1', 'a.v1.x']) assert.equal(versionOf(type), undefined, type);
  });
});
