import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { waitFor } from '../../local/wait-for.ts';
import { runMocha } from '../support/mocha-run.ts';
import { readResultLine, resultLine, sum } from '../support/result-line.ts';

describe('the result line of a test run', () => {
  it('is read back as it was written', () => {
    const counts = { passed: 12, failed: 0, skipped: 3 };
    assert.deepEqual(readResultLine(resultLine(counts)), counts);
    assert.equal(readResultLine('  12 passing (3s)'), undefined);
  });

  it('adds up', () => {
    const total = sum([
      { passed: 1, failed: 2, skipped: 3 },
      { passed: 10, failed: 20, skipped: 30 },
    ]);
    assert.deepEqual(total, { passed: 11, failed: 22, skipped: 33 });
  });
});

describe('the reporter', () => {
  let folder = '';
  before(() => {
    folder = temporaryFolder('test');
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  });
  after(() => removeFolder(folder));

  async function countsOf(source: string): Promise<{ counts: unknown; printed: string }> {
    const file = join(folder, 'example.test.ts');
    writeFileSync(file, source);
    const printed: string[] = [];
    const { signal } = new AbortController();
    const counts = await runMocha({ args: [file], environment: process.env, leakMs: 1500, print: (line) => printed.push(line), signal });
    return { counts, printed: printed.join('\n') };
  }

  it('counts failed hooks as failed and pending tests as skipped', async () => {
    const { counts, printed } = await countsOf(`
      describe('a', () => { it('passes', () => undefined); it('waits'); it('fails', () => { throw new TypeError('no'); }); });
      describe('b', () => { before(() => { throw new TypeError('hook'); }); it('never runs', () => undefined); });`);
    assert.deepEqual(counts, { passed: 1, failed: 2, skipped: 1 });
    assert.match(printed, /TypeError: no/);
  });

  it('counts a file that cannot be loaded, or a process that dies, as failed', async () => {
    assert.deepEqual((await countsOf(`throw new TypeError('broken on purpose, to be counted');`)).counts, {
      passed: 0,
      failed: 1,
      skipped: 0,
    });
    const dying = `it('passes', () => undefined); it('dies', () => process.kill(process.pid, 'SIGKILL'));`;
    assert.deepEqual((await countsOf(dying)).counts, { passed: 0, failed: 1, skipped: 0 });
  });

  it('runs a file translated though its types would parse as JavaScript', async () => {
    const generic = `const one = (value) => value;\nit('calls', () => one<{ a: number }>({ a: 1 }));`;
    assert.deepEqual((await countsOf(generic)).counts, { passed: 1, failed: 0, skipped: 0 });
  });

  it('counts a leaked handle as failed and does not wait for it for ever', async () => {
    const { counts, printed } = await countsOf(`it('leaks', () => void setInterval(() => undefined, 1000));`);
    assert.deepEqual(counts, { passed: 1, failed: 1, skipped: 0 });
    assert.match(printed, /left a connection, timer or server open/);
  });
});

describe('waiting for a condition', () => {
  it('answers with the first truthy value', async () => {
    const values = [undefined, 0, '', 'there'];
    assert.equal(await waitFor(() => values.shift(), { timeoutMs: 1000, what: 'a value', everyMs: 1 }), 'there');
  });

  it('says what it waited for when time is up', async () => {
    await assert.rejects(
      waitFor(() => false, { timeoutMs: 20, what: 'the moon' }),
      /Waited 20 ms in vain for the moon/,
    );
  });
});
