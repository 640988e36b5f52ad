import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'mocha';
import { appendSeals, lastSealInFile, readSealFile } from '../../broker/audit/seal-file.ts';
import { SEAL_START, type Seal } from '../../broker/audit/seal.ts';

const sealNo = (n: number): Seal => ({
  ...{ n, sealedAt: '2026-01-02T03:04:05.678Z', heads: `chain-${n} ${n} ${SEAL_START}\nłańcuch ${n} ${SEAL_START}\n` },
  ...{ previous: SEAL_START, hash: SEAL_START, signature: 'ab'.repeat(64), keyId: '0123456789abcdef' },
});
const sealsTo = (last: number): Seal[] => Array.from({ length: last }, (_, index) => sealNo(index + 1));

describe('the copy of the seals outside the database', () => {
  let folder: string;
  let path: string;
  let files = 0;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'hub-seals-'));
  });
  beforeEach(() => {
    path = join(folder, `${(files += 1)}.jsonl`);
  });
  after(() => rmSync(folder, { recursive: true }));

  const pagesOf = async (pageSize: number): Promise<(Seal | undefined)[][]> => {
    const pages: (Seal | undefined)[][] = [];
    for await (const page of readSealFile(path, pageSize)) pages.push(page);
    return pages;
  };

  it('answers the seals as they were appended, and knows the last', async () => {
    await appendSeals(path, sealsTo(2));
    await appendSeals(path, [sealNo(3)]);
    assert.deepEqual(await pagesOf(9), [sealsTo(3)]);
    assert.equal(await lastSealInFile(path), 3);
    assert.deepEqual(await pagesOf(9), [sealsTo(3)], 'looking for the last changes nothing');
  });

  it('is made when it is not there, and then holds no seal', async () => {
    assert.equal(await lastSealInFile(path), 0);
    assert.deepEqual(await pagesOf(9), []);
  });

  it('loses nothing but the line that a crash cut off, wherever it cut', async () => {
    await appendSeals(path, sealsTo(2));
    const whole = readFileSync(path);
    const line = Buffer.from(`${JSON.stringify(sealNo(3))}\n`);
    for (let cut = 1; cut < line.length; cut += 1) {
      writeFileSync(path, Buffer.concat([whole, line.subarray(0, cut)]));
      assert.equal(await lastSealInFile(path), 2);
      assert.deepEqual(readFileSync(path), whole);
    }
    await appendSeals(path, [sealNo(3)]);
    assert.deepEqual(await pagesOf(9), [sealsTo(3)]);
  });

  it('is empty again when a crash cut off its only line', async () => {
    writeFileSync(path, JSON.stringify(sealNo(1)));
    assert.equal(await lastSealInFile(path), 0);
    assert.equal(readFileSync(path, 'utf8'), '');
  });

  it('tells a line that is no seal as undefined, and reads on after it', async () => {
    const { signature: _, ...unsigned } = sealNo(2);
    const garbage = ['{', '', 'null', '[]', '"seal"', '\u0000', JSON.stringify(unsigned), JSON.stringify({ ...sealNo(2), n: '2' })];
    await appendSeals(path, [sealNo(1)]);
    appendFileSync(path, garbage.map((line) => `${line}\n`).join(''));
    await appendSeals(path, [sealNo(2)]);
    assert.deepEqual(await pagesOf(100), [[sealNo(1), ...garbage.map(() => undefined), sealNo(2)]]);
  });

  it('is read in pages, each full but the last, and none empty', async () => {
    await appendSeals(path, sealsTo(6));
    for (const [size, lengths] of [
      [1, [1, 1, 1, 1, 1, 1]],
      [4, [4, 2]],
      [3, [3, 3]],
      [7, [6]],
    ] as const) {
      const pages = await pagesOf(size);
      assert.deepEqual(
        pages.map(({ length }) => length),
        lengths,
      );
      assert.deepEqual(pages.flat(), sealsTo(6));
    }
  });

  it('can be left before its end, and read again', async () => {
    await appendSeals(path, sealsTo(6));
    for await (const page of readSealFile(path, 2)) {
      assert.deepEqual(page, sealsTo(2));
      break;
    }
    assert.deepEqual(await pagesOf(9), [sealsTo(6)]);
  });
});
