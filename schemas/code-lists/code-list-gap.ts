/** The one error of code lists: a code that has no answer. Never a default, for a guessed code is a false statement about a person. */

export type GapReason =
  /** The list, the dialect or the code is not known. */
  | 'UNKNOWN'
  /** The code is known, but not valid on the day asked about. */
  | 'NOT_VALID'
  /** Several answers fit; a day would decide. */
  | 'AMBIGUOUS';

/** What was asked of a code list. */
export interface CodeQuestion {
  readonly list: string;
  /** The dialect asked about; absent where the canonical form was. */
  readonly dialect?: string | undefined;
  /** The code asked about, ours or theirs; absent where the list itself is unknown. */
  readonly code?: string | undefined;
  /** The day asked about, YYYY-MM-DD. */
  readonly on?: string | undefined;
}

const WORDS: Readonly<Record<GapReason, string>> = {
  UNKNOWN: 'is not known',
  NOT_VALID: 'is not valid on that day',
  AMBIGUOUS: 'has several answers',
};
/** A code may be anything a far system sent: the text shows no more of it than a code has. */
const SHOWN = 40;

export class CodeListGap extends Error {
  override readonly name = 'CodeListGap';
  readonly list: string;
  readonly dialect: string | undefined;
  readonly code: string | undefined;
  readonly on: string | undefined;
  readonly reason: GapReason;

  constructor(reason: GapReason, { list, dialect, code, on }: CodeQuestion) {
    super(`${sentence({ list, dialect, code, on })} ${WORDS[reason]}`);
    this.list = list;
    this.dialect = dialect;
    this.code = code;
    this.on = on;
    this.reason = reason;
  }
}

function sentence({ list, dialect, code, on }: CodeQuestion): string {
  const parts = [
    `Code list ${list}`,
    ...(dialect === undefined ? [] : [`dialect ${dialect}`]),
    ...(code === undefined ? [] : [`code ${JSON.stringify(code.slice(0, SHOWN))}`]),
    ...(on === undefined ? [] : [`on ${on}`]),
  ];
  return parts.join(', ');
}
