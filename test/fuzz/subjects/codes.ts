/** Code lists, asked for whatever a far system sends: list, dialect, code and day, a line each. A gap is an error with a name. */
import { CodeListGap } from '../../../schemas/code-lists/code-list-gap.ts';
import { loadCodeLists, type CodeLists } from '../../../schemas/code-lists/load.ts';
import { LINES_GRAMMAR } from '../mutators/lines.ts';
import type { Subject } from '../subject.ts';

const MAX_BYTES = 64 * 1024;
const NO_CODES = [
  '__proto__\nconstructor\ntoString\n__proto__',
  'countries\n__proto__\nPL',
  'countries\nalpha2\n__proto__\n9999-99-99',
  '\n\n\n',
  '',
];

export async function openCodes(): Promise<Subject> {
  const lists = await loadCodeLists();
  return {
    seeds: questionsOf(lists).map((text) => Buffer.from(text)),
    hostile: NO_CODES.map((text) => Buffer.from(text)),
    grammar: LINES_GRAMMAR,
    maxBytes: MAX_BYTES,
    read: (document) => {
      const [list = '', dialect = '', code = '', day] = document.toString('utf8').split('\n');
      const answers = asked(lists, { list, dialect, code, on: day === '' ? undefined : day });
      return answers.some((answer) => answer !== undefined);
    },
  };
}

/** Of each list some codes, in each dialect, with and without a day. */
function questionsOf(lists: CodeLists): string[] {
  return lists.names.flatMap((name) =>
    lists
      .list(name)
      .entries()
      .slice(0, 2)
      .flatMap(({ code, mappings = {} }) => [
        `${name}\nnone\n${code}\n2026-11-25`,
        ...Object.entries(mappings).map(([dialect, theirs]) => `${name}\n${dialect}\n${theirs}`),
      ]),
  );
}

interface Question {
  readonly list: string;
  readonly dialect: string;
  readonly code: string;
  readonly on: string | undefined;
}

function asked(lists: CodeLists, { list, dialect, code, on }: Question): (string | undefined)[] {
  return [
    () => lists.list(list).fromDialect(dialect, code, on),
    () => lists.list(list).toDialect(dialect, code, on),
    () => lists.list(list).labelOf(code, 'pl', on),
  ].map(orGap);
}

function orGap(ask: () => string): string | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof CodeListGap) return undefined;
    throw error;
  }
}
