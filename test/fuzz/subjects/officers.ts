/** Lists of officers in CSV, until they are registered. What is read is the same when it is written as CSV and read again. */
import assert from 'node:assert/strict';
import { createInputCheck } from '../../../broker/access/inputs.ts';
import { readOfficersCsv } from '../../../broker/access/officer-csv.ts';
import { createGenerator } from '../../../generator/people.ts';
import { LINES_GRAMMAR } from '../mutators/lines.ts';
import type { Subject } from '../subject.ts';

const MAX_BYTES = 256 * 1024;
const COLUMNS = ['id', 'name', 'unit', 'validFrom', 'validTo'] as const;
const HEADER = COLUMNS.join();

/** With line breaks of both kinds, quotes, semicolons, columns in another order or left out, and a byte order mark. */
function lists(): string[] {
  const people = createGenerator(17).people(12);
  const lines = people.map(
    ({ original: { full } }, at) => `SG-${at},"${full.replaceAll('"', '""')}",PSG Terespol,2026-01-0${(at % 9) + 1}T00:00:00Z,`,
  );
  return [
    [HEADER, ...lines].join('\n'),
    ['\ufeffunit;id;name', ...lines.map((line, at) => `"Zespół; ${at}";A-${at};"one ""${line.length}"""`)].join('\r\n'),
    'id,name,unit\nA-1,"two\nlines",West\n\nA-2,Test Two,East\n',
  ];
}

const NO_LISTS = [
  `${HEADER}\n${','.repeat(250_000)}`,
  `${HEADER}\n${'"'.repeat(250_000)}`,
  `${HEADER}\n${'"",'.repeat(80_000)}`,
  `${HEADER}\n"${'x'.repeat(250_000)}"`,
  `${HEADER}\n${'x'.repeat(250_000)}`,
  `${HEADER}\n${'A,B,C\n'.repeat(10_000)}`,
  `${HEADER}\n"${'\n'.repeat(250_000)}"`,
  `${HEADER}\n${'\n'.repeat(250_000)}`,
  `${HEADER}${',x'.repeat(80_000)}\n`,
  `${HEADER},__proto__\nA,B,C,,,D`,
  'id,id,name,unit\nA,B,C,D',
  '"id","name","unit"\nA,B,C',
  '\n\n\n',
  '',
];

const quoted = (text: string | null | undefined): string => `"${(text ?? '').replaceAll('"', '""')}"`;

export async function openOfficers(readCsv = readOfficersCsv): Promise<Subject> {
  const check = createInputCheck();
  return {
    seeds: lists().map((text) => Buffer.from(text)),
    hostile: NO_LISTS.map((text) => Buffer.from(text)),
    grammar: LINES_GRAMMAR,
    maxBytes: MAX_BYTES,
    read: (document) => {
      const rows = readCsv(document.toString('utf8'));
      check('officers', rows);
      const written = rows.map((row) => COLUMNS.map((column) => quoted(row[column])).join());
      assert.deepEqual(readCsv([HEADER, ...written].join('\n')), rows);
      return true;
    },
  };
}
