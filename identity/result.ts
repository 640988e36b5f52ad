/** How the pure functions of this folder answer where something may be wrong: a value, or a fault with a code. Nothing is thrown. */

/** The codes are closed sets of the files that make them; the detail never repeats the name or the number that was read. */
export interface Fault<Code extends string> {
  readonly code: Code;
  readonly detail: string;
}

export type Result<Value, Code extends string> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: Fault<Code> };

export const succeed = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({ ok: true, value });

export const fail = <Code extends string>(code: Code, detail: string): { readonly ok: false; readonly fault: Fault<Code> } => ({
  ok: false,
  fault: { code, detail },
});
