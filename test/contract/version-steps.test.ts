/** Versions of a message live side by side: between neighbours there is a step up and a step down, tried on their own examples. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { findVersionSteps } from '../../broker/plugins.ts';
import { loadSchemas, type CompiledShelf } from '../../broker/routing/schema-shelf.ts';
import { CodeListGap } from '../../schemas/code-lists/code-list-gap.ts';
import type { Cast } from '../../schemas/version-cast.ts';
import { examplesOf, readSchemaJson, versionFiles, type VersionFile } from '../support/schema-files.ts';

const messages = versionFiles().filter(({ schema }) => schema['x-message-type'] !== undefined);
const next = (file: VersionFile): VersionFile | undefined =>
  messages.find(({ folder, version }) => folder === file.folder && version === file.version + 1);
const neighbours = messages.flatMap((older) => {
  const newer = next(older);
  return newer === undefined ? [] : [{ older, newer }];
});
const steps = await findVersionSteps();

/** Undefined where the other version has no word for a code. */
function castOf(cast: () => Cast<unknown>): unknown {
  try {
    return cast().data;
  } catch (error) {
    assert.ok(error instanceof CodeListGap, String(error));
    return undefined;
  }
}

describe('the steps between versions', () => {
  it('are found where two versions are neighbours, and nowhere else', () => {
    const names = (folder: string, from: number, to: number): string => `${folder} v${from}-v${to}`;
    assert.ok(neighbours.length > 0);
    assert.deepEqual(
      steps.map(({ folder, from, to }) => names(folder, from, to)).sort(),
      neighbours.map(({ older, newer }) => names(older.folder, older.version, newer.version)).sort(),
    );
  });

  for (const { older, newer } of neighbours) {
    describe(`of schemas/${older.folder} from version ${older.version} to ${newer.version}`, () => {
      let shelf: CompiledShelf;
      before(async () => {
        shelf = await loadSchemas();
      });
      const step = steps.find(({ folder, from }) => folder === older.folder && from === older.version);
      const check = (from: VersionFile, to: VersionFile, cast: (data: unknown) => Cast<unknown>): void => {
        const answers = examplesOf(from, 'valid').map((example) => castOf(() => cast(readSchemaJson(example))));
        const data = answers.filter((answer) => answer !== undefined);
        assert.ok(data.length > 0, 'not one example was cast');
        for (const one of data) assert.deepEqual(shelf.faults(to.path, one), []);
      };

      it('lead up from every valid example to what the newer schema admits', () => {
        assert.ok(step);
        check(older, newer, step.up);
      });
      it('lead down from valid examples to what the older schema admits', () => {
        assert.ok(step);
        check(newer, older, step.down);
      });
    });
  }
});
