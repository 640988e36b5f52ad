/**
 * What is done now and then: answers that are owed are sent, forms without a notice of delivery are reported, kept mails are read again where
 * that is wanted, old rows are deleted.
 */
import type { Clock, Logger } from '../../broker/contract/doors.ts';
import type { Alarms } from './alarms.ts';
import type { Ledger, Owed } from './ledger.ts';
import type { Mailer } from './mailer.ts';
import type { FullSettings } from './settings.ts';

export interface TurnParts {
  readonly settings: FullSettings;
  readonly ledger: Ledger;
  readonly mailer: Mailer;
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Turns {
  /** `reread` where mail is taken. */
  start(reread?: () => Promise<void>): void;
  /** Takes a turn soon, for something waits. */
  hurry(): void;
  /** Resolves when the turn in hand is over. */
  stop(): Promise<void>;
}

const SEND_MS = 10_000;
/** So many vain attempts take about an hour. */
const ATTEMPTS_BEFORE_ALARM = 7;
const TIDY_EVERY_MS = 60_000;

export function createTurns(parts: TurnParts): Turns {
  const { settings, clock, log } = parts;
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let inHand: Promise<void> | undefined;
  let isWanted = false;
  let reread = (): Promise<void> => Promise.resolve();
  let tidiedAt = Number.NEGATIVE_INFINITY;

  const turn = async (): Promise<void> => {
    await sendOwed(parts, stopping.signal);
    await reportOverdue(parts);
    await reread();
    if (clock.monotonicMs() - tidiedAt < TIDY_EVERY_MS) return;
    tidiedAt = clock.monotonicMs();
    await tidy(parts);
  };
  const run = (): void => {
    if (stopping.signal.aborted) return;
    isWanted = inHand !== undefined;
    if (isWanted) return;
    const failed = (error: unknown): void => log.warn({ reason: String(error) }, 'a turn of the consultation network failed');
    inHand = turn()
      .catch(failed)
      .finally(() => {
        inHand = undefined;
        if (isWanted) run();
      });
  };
  return {
    start: (again = reread) => {
      reread = again;
      timer = setInterval(run, settings.turnEveryMs);
      run();
    },
    hurry: run,
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await inHand;
    },
  };
}

async function sendOwed({ settings, ledger, mailer, alarms, log }: TurnParts, stopping: AbortSignal): Promise<void> {
  for (const owed of await ledger.owed()) {
    if (stopping.aborted) return;
    const peer = settings.peers.find(({ state }) => state === owed.state);
    if (peer === undefined) continue;
    try {
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(SEND_MS)]);
      await mailer.send(peer, mailer.translate(peer, owed.form), signal);
      await ledger.settle(owed);
      await alarms.answersSent(owed.state);
    } catch (error) {
      log.debug({ state: owed.state, kind: owed.form.kind, reason: (error as Error).name }, 'an answer could not be handed over');
      await alarmIfStuck(owed, alarms);
    }
  }
}

async function alarmIfStuck({ state, attempts }: Owed, alarms: Alarms): Promise<void> {
  if (attempts >= ATTEMPTS_BEFORE_ALARM) await alarms.answerUnsent(state);
}

/** Told first, noted after: rather twice than never. */
async function reportOverdue({ settings, ledger, alarms }: TurnParts): Promise<void> {
  for (const form of await ledger.overdue(settings.receiptWithinMs)) {
    await alarms.unconfirmed(form, settings.receiptWithinMs);
    await ledger.operatorsTold(form.unifier);
  }
}

/** A problem about what is forgotten would never end. */
async function tidy({ settings, ledger, alarms }: TurnParts): Promise<void> {
  for (const form of await ledger.forgetForms(settings.keepFormsDays)) await alarms.confirmed(form);
  const left = new Set(await ledger.forgetUnreadable());
  for (const { state } of settings.peers) if (!left.has(state)) await alarms.allRead(state);
}
