/** The package ships no types. Resolves whether a licence expression is met by the approved simple licences; throws on a malformed one. */
declare module 'spdx-satisfies' {
  export default function satisfies(expression: string, approved: readonly string[]): boolean;
}
