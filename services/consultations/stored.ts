/** Consultations from their rows, locked when they are to be changed. */
import type pg from 'pg';
import { isUuid } from '../../broker/contract/rest-parameters.ts';
import type { Child, Consultation } from './process/consultation.ts';

const PARENT = `id, reference, party, submitted_at AS "submittedAt", due_at AS "dueAt", extended AS "isExtended", final_verdict AS "finalVerdict",
  final_at AS "finalAt", reasons, released_at AS "releasedAt", released_by AS "releasedBy", cancelled_at AS "cancelledAt"`;
const CHILD = `consultation_id AS "consultationId", authority, scope, country, legal_basis AS "legalBasis", term_code AS "termCode", state,
  sent_at AS "sentAt", message_id AS "messageId", delivered_at AS "deliveredAt", due_at AS "dueAt", answer, answered_at AS "answeredAt", officer,
  grounds, more_info_open AS "moreInfoOpen", kept, ended_at AS "endedAt"`;

/** Which rows: the end of a statement over `consultation`, with its own FOR UPDATE when they are to be changed. */
export interface Selection {
  readonly text: string;
  readonly values: readonly unknown[];
}

type Instants<T, Names extends keyof T> = {
  readonly [Name in keyof T]: Name extends Names ? (null extends T[Name] ? Date | null : Date) : T[Name];
};
type ParentInstant = 'submittedAt' | 'dueAt' | 'finalAt' | 'releasedAt' | 'cancelledAt';
type ParentRow = Instants<Omit<Consultation, 'children'>, ParentInstant> & { readonly now: Date };
type ChildInstant = 'sentAt' | 'deliveredAt' | 'dueAt' | 'answeredAt' | 'endedAt';
type ChildRow = Instants<Child, ChildInstant> & { readonly consultationId: string };
type Queries = Pick<pg.ClientBase, 'query'>;

export async function readConsultations(client: Queries, { text, values }: Selection): Promise<readonly Found[]> {
  const parents = await client.query<ParentRow>(`SELECT ${PARENT}, hub_now() AS now FROM consultation ${text}`, [...values]);
  if (parents.rows.length === 0) return [];
  const ids = parents.rows.map(({ id }) => id);
  const children = await client.query<ChildRow>(
    `SELECT ${CHILD} FROM consultation_child WHERE consultation_id = ANY($1::uuid[]) ORDER BY consultation_id, scope, authority`,
    [ids],
  );
  const byParent = childrenByParent(children.rows);
  return parents.rows.map(({ now, ...row }) => ({ consultation: consultationOf(row, byParent.get(row.id) ?? []), now: now.getTime() }));
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

function consultationOf(row: Omit<ParentRow, 'now'>, children: readonly ChildRow[]): Consultation {
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

/** A consultation that is locked, and the database clock. */
export interface Found {
  readonly consultation: Consultation;
  readonly now: number;
}

/** By ids, or by the references that authorities know; in one order everywhere, so that no two nodes wait for each other. */
export const byKeys = (keys: readonly string[]): Selection => ({
  text: 'WHERE id = ANY($1::uuid[]) OR reference = ANY($2) ORDER BY id FOR UPDATE',
  values: [keys.filter(isUuid), keys.filter(isReference)],
});

/** What else somebody may write in the place of one is no key, and nothing that a database could be asked for. */
export const isReference = (key: string): boolean => /^[0-9A-Z]{1,19}$/.test(key);
