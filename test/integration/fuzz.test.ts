/** A fuzzer that cannot fail proves nothing: it is given parsers that are wrong on purpose, and must find each, and go on. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { documentsOf } from '../fuzz/documents.ts';
import { keepFailures } from '../fuzz/failures.ts';
import { fuzz } from '../fuzz/fuzz.ts';
import { SUBJECTS, WRONG } from '../fuzz/planted.ts';
import { SUBJECTS as READERS } from '../fuzz/planted-readers.ts';
import { passed, type FuzzReport } from '../fuzz/report.ts';
import type { FuzzSettings } from '../fuzz/settings.ts';

const CATALOGUE = new URL('../fuzz/planted.ts', import.meta.url);
const PLANTED_READERS = new URL('../fuzz/planted-readers.ts', import.meta.url);
const SEED = 5;
const DOCUMENTS = 30;

describe('the fuzzer', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = temporaryFolder('fuzz-test');
  });
  after(() => removeFolder(folder));

  /** A change can leave a document as it was, so that the wrong one comes again. */
  const wrongOnes = async (parser: string): Promise<number[]> => {
    const made = documentsOf(parser, await (SUBJECTS[parser] ?? assert.fail)(), SEED);
    const wrong = Array.from({ length: DOCUMENTS }, (_, at) => at).filter((at) => made.at(at).toString() === WRONG);
    assert.ok(wrong.length > 0 && wrong.length < 5);
    return wrong;
  };
  const run = (only: string, settings: Partial<FuzzSettings> = {}): Promise<FuzzReport> =>
    fuzz({ documents: DOCUMENTS, seed: SEED, only, ...settings }, { catalogue: CATALOGUE, folder, signal: new AbortController().signal });

  it('passes a parser that answers with messages and named errors, and counts both', async () => {
    const report = await run('right', { documents: 400 });
    assert.ok(passed(report));
    assert.equal(report.valid + report.namedErrors, 400);
    assert.ok(report.valid > 0 && report.namedErrors > 0);
    assert.deepEqual([report.documents, report.crashes, report.hangs, report.seed, report.failures], [400, 0, 0, SEED, []]);
    assert.ok(report.parsers['right']?.grownByBytes !== undefined);
  });

  for (const [parser, kind, what] of [
    ['throwing', 'crash', /RangeError: planted/],
    ['internal', 'crash', /HubError/],
    ['rejecting', 'crash', /nobody waits for it/],
    ['dying', 'crash', /SIGKILL/],
    ['meddling', 'crash', /"polluted"/],
    ['hanging', 'hang', /1000 ms/],
    ['waiting', 'hang', /1000 ms/],
    ['slow', 'hang', /1000 ms/],
  ] as const)
    it(`finds that a parser is ${parser}, at which documents, and goes on behind them`, async () => {
      const wrong = await wrongOnes(parser);
      const report = await run(parser, { documents: DOCUMENTS });
      const found = report.failures.map((failure) => [failure.parser, failure.kind, failure.at]);
      assert.deepEqual(
        found,
        wrong.map((at) => [parser, kind, at]),
      );
      for (const failure of report.failures) assert.match(failure.what, what);
      assert.deepEqual([report.documents, report.valid], [DOCUMENTS, DOCUMENTS - wrong.length]);
      assert.equal(report[kind === 'crash' ? 'crashes' : 'hangs'], wrong.length);
      assert.ok(!passed(report));
    });

  it('finds that a parser is leaking', async () => {
    const report = await run('leaking', { documents: 400 });
    assert.deepEqual([report.crashes, report.hangs, report.growing], [0, 0, ['leaking']]);
    assert.ok(!passed(report));
  });

  it('repeats one document by parser, seed and number', async () => {
    const [at = assert.fail()] = await wrongOnes('throwing');
    assert.equal((await run('throwing', { at })).crashes, 1);
    assert.ok(passed(await run('throwing', { at: at + 1 })));
  });

  it('keeps a document that failed with how to repeat it', async () => {
    const [at] = await wrongOnes('throwing');
    const [file = ''] = await keepFailures(await run('throwing'), CATALOGUE, folder);
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { repeat: string; base64: string };
    assert.equal(kept.repeat, `npm run test:fuzz -- --only throwing --seed ${SEED} --at ${at}`);
    assert.equal(Buffer.from(kept.base64, 'base64').toString(), WRONG);
  });

  for (const only of Object.keys(READERS))
    it(`finds a fault in what is fed with ${only}`, async () => {
      const options = { catalogue: PLANTED_READERS, folder, signal: new AbortController().signal };
      const report = await fuzz({ documents: DOCUMENTS, seed: SEED, only }, options);
      assert.ok(report.failures.length > 0 && report.failures.every(({ parser }) => parser === only));
      assert.ok(!passed(report));
    });

  it('makes the same documents for the same seed, and others for another', async () => {
    const subject = await (SUBJECTS['right'] ?? assert.fail)();
    const made = (seed: number): string[] =>
      Array.from({ length: 100 }, (_, at) => documentsOf('right', subject, seed).at(at).toString('hex'));
    assert.deepEqual(made(SEED), made(SEED));
    assert.notDeepEqual(made(SEED), made(SEED + 1));
    assert.ok(new Set(made(SEED)).size > 50);
  });
});
