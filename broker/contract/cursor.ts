/** Instants within cursors, as the hub writes them: PostgreSQL refuses a day or an hour that no calendar has. */

const WRITTEN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3,6}Z$/;
const TO_THE_SECOND = 19;

export function isCursorInstant(text: string): boolean {
  const ms = WRITTEN.test(text) && !text.startsWith('0000') ? Date.parse(text) : NaN;
  return Number.isFinite(ms) && new Date(ms).toISOString().slice(0, TO_THE_SECOND) === text.slice(0, TO_THE_SECOND);
}
