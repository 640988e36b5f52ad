/** Structured log lines (pino). No personal data and no secret is ever put into a field. */
import { destination, pino } from 'pino';
import type { Logger } from './contract/doors.ts';

export function createLogger(level: string, base: Record<string, unknown>): Logger {
  const log = pino({ level, base }, destination({ dest: 2, sync: false }));
  return {
    debug: (fields, text) => log.debug(fields, text),
    info: (fields, text) => log.info(fields, text),
    warn: (fields, text) => log.warn(fields, text),
    error: (fields, text) => log.error(fields, text),
  };
}
