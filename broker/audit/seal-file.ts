/**
 * A copy of the seals outside the database, one JSON line a seal, each synced to disk: who removes seals from the database
 * must also reach this file. It is append-only and may lie on a medium of its own.
 */
import { open, type FileHandle } from 'node:fs/promises';
import type { Seal } from './seal.ts';

const TAIL_BYTES = 16 * 1024 * 1024;

/** Number of the last seal in the file, 0 when there is none. A line cut off by a crash is removed first. */
export async function lastSealInFile(path: string): Promise<number> {
  const file = await open(path, 'a+');
  try {
    const lines = await completeLines(file);
    const last = lines.at(-1);
    return last === undefined ? 0 : (parseSealLine(last)?.n ?? 0);
  } finally {
    await file.close();
  }
}

/** Appends the seals and returns when they are on the disk. */
export async function appendSeals(path: string, seals: readonly Seal[]): Promise<void> {
  const file = await open(path, 'a');
  try {
    await file.write(seals.map((seal) => `${JSON.stringify(seal)}\n`).join(''));
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** The seals of the file in pages; `undefined` stands for a line that is no seal. */
export async function* readSealFile(path: string, pageSize: number): AsyncGenerator<(Seal | undefined)[]> {
  const file = await open(path, 'r');
  try {
    let page: (Seal | undefined)[] = [];
    for await (const line of file.readLines({ autoClose: false })) {
      page.push(parseSealLine(line));
      if (page.length < pageSize) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  } finally {
    await file.close();
  }
}

async function completeLines(file: FileHandle): Promise<string[]> {
  const { size } = await file.stat();
  const start = Math.max(0, size - TAIL_BYTES);
  const buffer = Buffer.alloc(size - start);
  await file.read(buffer, 0, buffer.length, start);
  const end = buffer.lastIndexOf(0x0a) + 1;
  if (end < buffer.length) await file.truncate(start + end);
  return buffer.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
}

function parseSealLine(line: string): Seal | undefined {
  try {
    const value = JSON.parse(line) as Partial<Record<keyof Seal, unknown>>;
    const texts = [value.sealedAt, value.heads, value.previous, value.hash, value.signature, value.keyId];
    return typeof value.n === 'number' && texts.every((text) => typeof text === 'string') ? (value as Seal) : undefined;
  } catch {
    return undefined;
  }
}
