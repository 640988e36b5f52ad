/** Instants as the audit hashes know them: ISO 8601 in UTC with milliseconds, made by PostgreSQL so that nothing is rounded. */

/**
 * SQL for a timestamptz column as that text. Microseconds that are not zero stay visible, so that a changed instant never
 * looks like the recorded one.
 */
export const utcText = (column: string): string =>
  `regexp_replace(to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '000Z$', 'Z')`;
