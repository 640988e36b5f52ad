/** Consultations between their rows and the process manager: rows that are locked are read, and changes become the document of consultation_save. */
import type pg from 'pg';
import { nextAt } from './process/clock.ts';
import type { Child, Consultation, Stepped } from './process/consultation.ts';

const PARENT = `id, reference, party, submitted_at AS "submittedAt", due_at AS "dueAt", extended AS "isExtended", final_verdict AS "finalVerdict",
  final_at AS "finalAt", reasons, released_at AS "releasedAt", released_by AS "releasedBy", cancelled_at AS "cancelledAt"`;
const CHILD = `consultation_id AS "consultationId", authority, scope, country, legal_basis AS "legalBasis", term_code AS "termCode", state,
  sent_at AS "sentAt", message_id AS "messageId", delivered_at AS "deliveredAt", due_at AS "dueAt", answer, answered_at AS "answeredAt", officer,
  grounds, more_info_open AS "moreInfoOpen", ended_at AS "endedAt"`;

/** Which rows: the end of a statement over `consultation`, with its own FOR UPDATE when they are to be changed. */
export interface Selection {
  readonly text: string;
  readonly values: readonly unknown[];
}

type Instants<T, Names extends keyof T> = {
  readonly [Name in keyof T]: Name extends Names ? (null extends T[Name] ? Date | null : Date) : T[Name];
};
type ParentRow = Instants<Omit<Consultation, 'children'>, 'submittedAt' | 'dueAt' | 'finalAt' | 'releasedAt' | 'cancelledAt'>;
type ChildInstant = 'sentAt' | 'deliveredAt' | 'dueAt' | 'answeredAt' | 'endedAt';
type ChildRow = Instants<Child, ChildInstant> & { readonly consultationId: string };
type Queries = Pick<pg.ClientBase, 'query'>;

export async function readConsultations(client: Queries, { text, values }: Selection): Promise<readonly Consultation[]> {
  const parents = await client.query<ParentRow>(`SELECT ${PARENT} FROM consultation ${text}`, [...values]);
  if (parents.rows.length === 0) return [];
  const ids = parents.rows.map(({ id }) => id);
  const children = await client.query<ChildRow>(
    `SELECT ${CHILD} FROM consultation_child WHERE consultation_id = ANY($1::uuid[]) ORDER BY consultation_id, scope, authority`,
    [ids],
  );
  const byParent = childrenByParent(children.rows);
  return parents.rows.map((row) => consultationOf(row, byParent.get(row.id) ?? []));
}

function childrenByParent(rows: readonly ChildRow[]): ReadonlyMap<string, readonly ChildRow[]> {
  const byParent = new Map<string, ChildRow[]>();
  for (const row of rows) {
    const siblings = byParent.get(row.consultationId);
    if (siblings === undefined) byParent.set(row.consultationId, [row]);
    else siblings.push(row);
  }
  return byParent;
}

function consultationOf(row: ParentRow, children: readonly ChildRow[]): Consultation {
  const { submittedAt, dueAt, finalAt, releasedAt, cancelledAt, ...rest } = row;
  return {
    ...rest,
    submittedAt: submittedAt.getTime(),
    dueAt: dueAt.getTime(),
    finalAt: msOf(finalAt),
    releasedAt: msOf(releasedAt),
    cancelledAt: msOf(cancelledAt),
    children: children.map(childOf),
  };
}

const childOf = ({ consultationId: _, sentAt, deliveredAt, dueAt, answeredAt, endedAt, ...rest }: ChildRow): Child => ({
  ...rest,
  sentAt: msOf(sentAt),
  deliveredAt: msOf(deliveredAt),
  dueAt: msOf(dueAt),
  answeredAt: msOf(answeredAt),
  endedAt: msOf(endedAt),
});

const msOf = (date: Date | null): number | null => date?.getTime() ?? null;

/** One step, with the consultation as it was before. */
export interface Change {
  readonly was: Consultation;
  readonly stepped: Stepped;
}

/** The document of consultation_save. */
export function changesOf(changes: readonly Change[]): Record<string, unknown> {
  const changed = changes.filter(({ was, stepped }) => was !== stepped.consultation);
  return {
    changed: changed.map(({ stepped }) => parentRow(stepped.consultation)),
    children: changed.flatMap(({ was, stepped }) =>
      stepped.consultation.children.filter((child) => !was.children.includes(child)).map(childRow(was.id)),
    ),
    ...spoken(changes),
  };
}

/** What was written down and what must be said. */
export const spoken = (changes: readonly Pick<Change, 'stepped'>[]): Record<'history' | 'letters', unknown> => ({
  history: changes.flatMap(({ stepped }) =>
    stepped.history.map((entry) => ({ ...entry, consultationId: stepped.consultation.id, at: iso(entry.at) })),
  ),
  letters: changes.flatMap(({ stepped }) =>
    stepped.letters.map((letter) => ({ ...letter, consultationId: stepped.consultation.id, at: iso(letter.at) })),
  ),
});

function parentRow(consultation: Consultation): Record<string, unknown> {
  const { id, dueAt, isExtended, finalVerdict, finalAt, reasons, releasedAt, releasedBy, cancelledAt } = consultation;
  const instants = { dueAt: iso(dueAt), finalAt: iso(finalAt), releasedAt: iso(releasedAt), cancelledAt: iso(cancelledAt) };
  return { id, isExtended, finalVerdict, reasons, releasedBy, ...instants, nextAt: iso(nextAt(consultation)) };
}

export const childRow =
  (consultationId: string) =>
  (child: Child): Record<string, unknown> => ({
    ...child,
    consultationId,
    sentAt: iso(child.sentAt),
    deliveredAt: iso(child.deliveredAt),
    dueAt: iso(child.dueAt),
    answeredAt: iso(child.answeredAt),
    endedAt: iso(child.endedAt),
  });

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
