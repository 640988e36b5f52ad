/** How the data of a message pass from one version of its form to the next. A folder's `v<N>-v<N+1>.ts` exports `up` and `down`. */

/** The data in the other form, and JSON pointers (RFC 6901) to whatever of the given data that form cannot carry, or not in full. */
export interface Cast<Data> {
  readonly data: Data;
  readonly lost: readonly string[];
}

/** Pure, and total over what the schema admits, save for a code without a word in the other form: that throws a CodeListGap. */
export type VersionCast<From, To> = (data: From) => Cast<To>;
