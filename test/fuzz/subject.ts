/** What the fuzzer needs to know of a parser. */
import type { Grammar } from './mutators/grammar.ts';

export interface Subject {
  /** Valid documents, and some that are answered with a named error: read first and unchanged, then the ground of most others. */
  readonly seeds: readonly Buffer[];
  /** Made to hurt; read unchanged behind the seeds, then the ground of a few others. */
  readonly hostile: readonly Buffer[];
  /** What its documents are made of, so that whole parts can be moved. */
  readonly grammar: Grammar;
  /** What is longer is kept from the parser by whoever stands before it. */
  readonly maxBytes: number;
  /** True for a valid message, false for an error with a name. A HubError is one too; whatever else is thrown is a crash. */
  readonly read: (document: Buffer) => boolean | Promise<boolean>;
}

/** By name; opened where they are run. */
export type Subjects = Readonly<Record<string, () => Promise<Subject>>>;
