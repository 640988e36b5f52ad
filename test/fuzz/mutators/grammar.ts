/** What a kind of documents is made of, for changes of whole parts. Texts are the bytes read as Latin-1, one sign a byte. */

/** A part of the text: `to` is the first sign behind it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Grammar {
  /** Parts that can be replaced, taken out, repeated and exchanged, as far as the text has any. */
  readonly spans: (text: string) => readonly Span[];
  /** What stands between two parts that were one. */
  readonly glue: string;
  /** Put in the place of a part. */
  readonly extremes: readonly string[];
  /** The part, so many levels deeper. */
  readonly nest: (part: string, depth: number) => string;
}

/** As the grammars have texts: one sign a byte. */
export const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
