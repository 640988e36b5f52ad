/** A mutation that no longer changes the hub would prove nothing; each must find its place in the sources of today. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { CONSULTATION_MUTATIONS } from '../crash/consultations/mutations/catalogue.ts';
import { MAY_START_ON_A_MOVED_CLOCK } from '../crash/consultations/settings.ts';
import { MUTATIONS } from '../crash/mutations/catalogue.ts';
import { copyHub, ROOT } from '../crash/sources.ts';

/** What a run changes so that its subject can be one. */
const CONCESSIONS = { 'a clock that may be moved': { edits: [MAY_START_ON_A_MOVED_CLOCK] } };

const FILE = 'broker/delivery/accept.ts';

describe('a hub that is broken on purpose', () => {
  let folder = '';
  beforeEach(() => (folder = temporaryFolder('broken')));
  afterEach(() => removeFolder(folder));

  for (const [name, { edits }] of Object.entries({ ...MUTATIONS, ...CONSULTATION_MUTATIONS, ...CONCESSIONS })) {
    it(`differs from the hub of today in what ${name} changes`, () => {
      copyHub(folder, edits);
      for (const { file } of edits) assert.notEqual(readFileSync(join(folder, file), 'utf8'), readFileSync(join(ROOT, file), 'utf8'));
    });
  }

  it('is refused when the place of the change is gone', () => {
    assert.throws(() => copyHub(folder, [{ file: FILE, find: 'no such words', replace: '' }]), /must be written anew/);
  });

  it('is refused when the place of the change is there twice', () => {
    assert.throws(() => copyHub(folder, [{ file: FILE, find: 'import', replace: '' }]), /must be written anew/);
  });
});
