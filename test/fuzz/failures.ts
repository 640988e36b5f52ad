/** Keeps the documents that failed, each in a file that says how to feed it to its parser again. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentsOf, type Documents } from './documents.ts';
import type { Failure, FuzzReport } from './report.ts';
import type { Subjects } from './subject.ts';

/** Answers the paths, in the order of the failures. */
export async function keepFailures({ failures, seed }: FuzzReport, catalogue: URL, folder: string): Promise<string[]> {
  if (failures.length === 0) return [];
  const { SUBJECTS } = (await import(catalogue.href)) as { SUBJECTS: Subjects };
  const opened = new Map<string, Documents>();
  const files: string[] = [];
  for (const failure of failures) {
    const { parser } = failure;
    const subject = opened.has(parser) ? undefined : await SUBJECTS[parser]?.();
    if (subject !== undefined) opened.set(parser, documentsOf(parser, subject, seed));
    files.push(keep(failure, { seed, folder, document: opened.get(parser)?.at(failure.at) ?? Buffer.alloc(0) }));
  }
  return files;
}

function keep({ parser, at, kind, what }: Failure, { seed, folder, document }: { seed: number; folder: string; document: Buffer }): string {
  const file = join(folder, `${parser}-${seed}-${at}.json`);
  const repeat = `npm run test:fuzz -- --only ${parser} --seed ${seed} --at ${at}`;
  writeFileSync(file, `${JSON.stringify({ parser, seed, at, kind, what, repeat, base64: document.toString('base64') }, null, 2)}\n`);
  return file;
}
