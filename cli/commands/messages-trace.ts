/** `hub messages trace`: what happened to a message, in the order of time: acceptance, every failed attempt, every end, and the audit log beside it. */
import type { Command } from 'commander';
import { withPool } from '../administration.ts';
import { addHubOptions, askHub, type HubOptions } from '../hub-client.ts';
import { databaseOption, type DatabaseOptions } from '../options.ts';
import { answer, table } from '../output.ts';

interface Attempt {
  readonly attempt: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly outcome: string;
  readonly errorCode: string;
  readonly status: number | null;
}

interface Delivery {
  readonly id: string;
  readonly destination: string;
  readonly state: string;
  readonly attempts: number;
  readonly finishedAt: string | null;
  readonly nextAttemptAt: string | null;
  readonly reason: string | null;
  readonly failedAttempts: readonly Attempt[];
}

interface Message {
  readonly id: string;
  readonly state: string;
  readonly party: string;
  readonly type: string;
  readonly acceptedAt: string;
  readonly deliveries: readonly Delivery[];
}

/** One moment of a message. */
interface Moment {
  readonly at: string;
  readonly event: string;
  readonly delivery?: string;
  readonly destination?: string;
  readonly attempt?: number;
  readonly durationMs?: number;
  readonly outcome?: string;
  readonly code?: string | null;
  readonly status?: number | null;
}

interface AuditLine {
  readonly at: string;
  readonly event: string;
  readonly party: string | null;
  readonly officer: string | null;
}

const TIMELINE = ['at', 'event', 'delivery', 'destination', 'attempt', 'durationMs', 'outcome', 'code', 'status'];
const AUDIT = ['at', 'event', 'party', 'officer'];
/** The log has no index of messages, so the search begins where the message did. */
const FIND_AUDIT = `SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, event, party, officer
  FROM audit_entry WHERE message_id = $1 AND at >= $2::timestamptz - interval '1 minute' ORDER BY at, chain_id, n LIMIT 500`;

export function addTrace(messages: Command): void {
  addHubOptions(messages.command('trace').argument('<id>').description('the timeline of a message; with a database, its audit entries too'))
    .addOption(databaseOption())
    .action(async (id: string, options: HubOptions & DatabaseOptions, command: Command) => {
      const message = await askHub<Message>(options, { method: 'GET', path: `/messages/${encodeURIComponent(id)}` });
      const timeline = timelineOf(message);
      const audit = options.database ? await readAudit(options, message) : null;
      const { state, party, type } = message;
      answer(command, { json: { id, state, party, type, timeline, audit }, words: wordsOf(message, timeline, audit) });
    });
}

function timelineOf({ acceptedAt, deliveries }: Message): Moment[] {
  const moments = [{ at: acceptedAt, event: 'accepted' }, ...deliveries.flatMap(momentsOf)];
  return moments.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function momentsOf({ id, destination, state, attempts, finishedAt, nextAttemptAt, reason, failedAttempts }: Delivery): Moment[] {
  const about = { delivery: id, destination };
  const failed = failedAttempts.map(({ startedAt, errorCode, ...attempt }) => ({
    ...{ at: startedAt, event: 'attempt', ...about },
    ...attempt,
    code: errorCode,
  }));
  const end = finishedAt === null ? [] : [{ at: finishedAt, event: state, ...about, attempt: attempts, code: reason }];
  const next = nextAttemptAt === null ? [] : [{ at: nextAttemptAt, event: 'next attempt', ...about, attempt: attempts + 1, code: reason }];
  return [...failed, ...end, ...next];
}

const readAudit = (options: DatabaseOptions, { id, acceptedAt }: Message): Promise<AuditLine[]> =>
  withPool(options, async (pool) => (await pool.query<AuditLine>(FIND_AUDIT, [id, acceptedAt])).rows);

function wordsOf({ id, state, party, type }: Message, timeline: readonly Moment[], audit: readonly AuditLine[] | null): string {
  const rows = timeline.map((moment) => ({ ...moment }));
  const entries =
    audit === null
      ? []
      : [
          '',
          'Audit entries',
          table(
            AUDIT,
            audit.map((entry) => ({ ...entry })),
          ),
        ];
  return [`${id} is ${state}`, `${type} of ${party}`, '', table(TIMELINE, rows), ...entries].join('\n');
}
