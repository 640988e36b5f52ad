/** What the adapter remembers between two mails, in tables of its own: forms on their way, answers owed, mails that could not be used. */
import type { AdapterStore, Sealed, StoredRow } from '../../broker/contract/doors.ts';
import type { Form, Kind, MessageKind } from './kinds.ts';

export interface SentForm {
  readonly unifier: string;
  readonly state: string;
  readonly kind: MessageKind;
  readonly reference: string;
  readonly sender: string;
  readonly eventId: string;
}

export interface Owed {
  readonly state: string;
  readonly attempts: number;
  readonly form: Form;
}

export interface Unreadable {
  readonly id: string;
  readonly state: string;
  readonly reason: string;
  readonly sha256: string;
  readonly size: number;
  readonly keepDays: number;
  readonly isWhole: boolean;
  readonly sealed: Sealed;
}

/** Where a file came: in which mail, and its digest (hex). */
export interface FilePlace {
  readonly state: string;
  readonly unifier: string;
  readonly sha256: string;
}

/** A mail that an operator wants read again. */
export interface KeptMail {
  readonly id: string;
  readonly state: string;
  readonly sha256: string;
  readonly sealed: Sealed;
}

export interface Ledger {
  noteForm(form: SentForm & { readonly messageId: string }): Promise<void>;
  formSent(unifier: string): Promise<void>;
  form(state: string, unifier: string): Promise<SentForm | undefined>;
  /** The party whose form of that kind we sent to the state last; undefined when nobody asked. */
  asker(state: string, kind: MessageKind, reference: string): Promise<string | undefined>;
  formReceived(unifier: string): Promise<void>;
  /** Forms without a notice of delivery after the time, of which operators do not know yet. */
  overdue(withinMs: number): Promise<readonly SentForm[]>;
  operatorsTold(unifier: string): Promise<void>;
  owe(state: string, form: Form): Promise<void>;
  /** Answers due now; each is due again later unless it is settled. */
  owed(): Promise<readonly Owed[]>;
  /** Stands when it was owed once more meanwhile. */
  settle(owed: Owed): Promise<void>;
  /** The same mail twice is kept once; one that somebody was done with waits again. */
  keepUnreadable(mail: Unreadable): Promise<void>;
  /** A few that operators want read again, those that were read longest ago first. */
  wantedAgain(): Promise<readonly KeptMail[]>;
  /** Without a fault the mail is a message now; else it waits for a person again. */
  readAgain(id: string, fault: string | undefined): Promise<void>;
  /** The attachment that the hub made of it when it came first. */
  file(place: FilePlace): Promise<string | undefined>;
  /** Answers the attachment that counts: of two mails at once the first; `isAnew`: this one. */
  noteFile(place: FilePlace, attachmentId: string, isAnew: boolean): Promise<string>;
  /** Deletes forms, and what is known of files, that have ended their term; answers those forms that were never confirmed. */
  forgetForms(keepDays: number): Promise<readonly SentForm[]>;
  /** Deletes unreadable mails that have ended their term; answers the states of which some still wait. */
  forgetUnreadable(): Promise<readonly string[]>;
}

const FORM = 'unifier, state, kind, reference, sender, event_id AS "eventId"';

export function createLedger({ query }: AdapterStore): Ledger {
  const only = async <T>(text: string, values: readonly unknown[]): Promise<T | undefined> =>
    (await query(text, values))[0] as T | undefined;
  return {
    noteForm: async ({ unifier, state, kind, reference, sender, eventId, messageId }) => {
      const text = `INSERT INTO network_form (unifier, state, kind, reference, sender, event_id, message_id, noted_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, hub_now()) ON CONFLICT (unifier) DO NOTHING`;
      await query(text, [unifier, state, kind, reference, sender, eventId, messageId]);
    },
    formSent: async (unifier) => void (await query('UPDATE network_form SET sent_at = hub_now() WHERE unifier = $1', [unifier])),
    form: (state, unifier) => only(`SELECT ${FORM} FROM network_form WHERE unifier = $2 AND state = $1`, [state, unifier]),
    asker: async (state, kind, reference) => {
      const text = 'SELECT sender FROM network_form WHERE state = $1 AND reference = $3 AND kind = $2 ORDER BY noted_at DESC LIMIT 1';
      return (await only<{ sender: string }>(text, [state, kind, reference]))?.sender;
    },
    formReceived: async (unifier) =>
      void (await query('UPDATE network_form SET received_at = coalesce(received_at, hub_now()) WHERE unifier = $1', [unifier])),
    overdue: async (withinMs) => {
      const text = `SELECT ${FORM} FROM network_form WHERE received_at IS NULL AND told_at IS NULL
        AND sent_at <= hub_now() - $1 * interval '1 millisecond' ORDER BY sent_at LIMIT 100`;
      return (await query(text, [withinMs])) as unknown as readonly SentForm[];
    },
    operatorsTold: async (unifier) => void (await query('UPDATE network_form SET told_at = hub_now() WHERE unifier = $1', [unifier])),
    ...answers(query),
    ...files(query),
    ...unreadable(query),
    forgetForms: async (keepDays) => {
      await query("DELETE FROM network_file WHERE noted_at <= hub_now() - $1 * interval '1 day'", [keepDays]);
      const text = `WITH ended AS (DELETE FROM network_form WHERE noted_at <= hub_now() - $1 * interval '1 day' RETURNING *)
        SELECT ${FORM} FROM ended WHERE told_at IS NOT NULL AND received_at IS NULL`;
      return (await query(text, [keepDays])) as unknown as readonly SentForm[];
    },
  };
}

/** An answer that was just fetched is due again in half a minute, later each time, an hour at most: its sender may die with it. */
const DUE_AGAIN = "hub_now() + least(interval '1 hour', interval '30 seconds' * power(2, least(attempts, 10)))";

function answers(query: AdapterStore['query']): Pick<Ledger, 'owe' | 'owed' | 'settle'> {
  return {
    owe: async (state, { kind, unifier, reference, applicationNumber, about, words }) => {
      const text = `INSERT INTO network_answer (state, kind, unifier, reference, application_number, about, words, next_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, hub_now()) ON CONFLICT (state, kind, unifier) DO UPDATE SET next_at = hub_now(), attempts = 0`;
      await query(text, [state, kind, unifier, reference ?? null, applicationNumber ?? null, about ?? null, words ?? null]);
    },
    owed: async () => {
      const text = `UPDATE network_answer SET attempts = attempts + 1, next_at = ${DUE_AGAIN}
        WHERE id IN (SELECT id FROM network_answer WHERE next_at <= hub_now() ORDER BY next_at LIMIT 50 FOR UPDATE SKIP LOCKED)
        RETURNING *`;
      return (await query(text, [])).map(owedOf);
    },
    settle: async ({ state, attempts, form: { kind, unifier } }) =>
      void (await query('DELETE FROM network_answer WHERE state = $1 AND kind = $2 AND unifier = $3 AND attempts = $4', [
        state,
        kind,
        unifier,
        attempts,
      ])),
  };
}

function unreadable(query: AdapterStore['query']): Pick<Ledger, 'keepUnreadable' | 'wantedAgain' | 'readAgain' | 'forgetUnreadable'> {
  return {
    keepUnreadable: async ({ id, state, reason, sha256, size, keepDays, isWhole, sealed }) => {
      const text = `INSERT INTO network_unreadable AS u (id, state, reason, sha256, size, received_at, delete_after, key_id, sealed, is_whole)
        VALUES ($1, $2, $3, $4, $5, hub_now(), hub_now() + $6 * interval '1 day', $7, $8, $9) ON CONFLICT (state, sha256) DO UPDATE
        SET handling = 'OPEN', reason = excluded.reason, delete_after = excluded.delete_after WHERE u.handling IN ('HANDLED', 'TAKEN')`;
      await query(text, [id, state, reason, sha256, size, keepDays, sealed.keyId, sealed.bytes, isWhole]);
    },
    wantedAgain: async () => {
      const text = `UPDATE network_unreadable SET reread_at = hub_now()
        WHERE id IN (SELECT id FROM network_unreadable WHERE handling = 'REREAD' ORDER BY reread_at NULLS FIRST LIMIT 5 FOR UPDATE SKIP LOCKED)
        RETURNING id, state, sha256, key_id, sealed`;
      return (await query(text, [])).map((row) => ({
        id: String(row['id']),
        state: String(row['state']),
        sha256: String(row['sha256']),
        sealed: { keyId: String(row['key_id']), bytes: row['sealed'] as Buffer },
      }));
    },
    readAgain: async (id, fault) => {
      const text = `UPDATE network_unreadable SET handling = CASE WHEN $2::text IS NULL THEN 'TAKEN' ELSE 'OPEN' END, reason = coalesce($2, reason)
        WHERE id = $1 AND handling = 'REREAD'`;
      await query(text, [id, fault ?? null]);
    },
    forgetUnreadable: async () => {
      await query('DELETE FROM network_unreadable WHERE delete_after < hub_now()', []);
      const waiting = "SELECT DISTINCT state FROM network_unreadable WHERE handling IN ('OPEN', 'REREAD')";
      return (await query(waiting, [])).map(({ state }) => String(state));
    },
  };
}

function files(query: AdapterStore['query']): Pick<Ledger, 'file' | 'noteFile'> {
  return {
    file: async ({ state, unifier, sha256 }) => {
      const text = 'SELECT attachment_id AS id FROM network_file WHERE state = $1 AND unifier = $2 AND sha256 = $3';
      const [row] = await query(text, [state, unifier, sha256]);
      return row === undefined ? undefined : String(row['id']);
    },
    noteFile: async ({ state, unifier, sha256 }, attachmentId, isAnew) => {
      const text = `INSERT INTO network_file AS f (state, unifier, sha256, attachment_id, noted_at) VALUES ($1, $2, $3, $4, hub_now())
        ON CONFLICT (state, unifier, sha256) DO UPDATE SET attachment_id = CASE WHEN $5 THEN excluded.attachment_id ELSE f.attachment_id END
        RETURNING attachment_id AS id`;
      const [row] = await query(text, [state, unifier, sha256, attachmentId, isAnew]);
      return row === undefined ? attachmentId : String(row['id']);
    },
  };
}

function owedOf(row: StoredRow): Owed {
  const said = (column: string): string | undefined => (typeof row[column] === 'string' ? row[column] : undefined);
  const form: Form = {
    kind: row['kind'] as Kind,
    unifier: said('unifier') ?? '',
    reference: said('reference'),
    applicationNumber: said('application_number'),
    about: said('about'),
    words: said('words'),
  };
  return { state: said('state') ?? '', attempts: Number(row['attempts']), form };
}
