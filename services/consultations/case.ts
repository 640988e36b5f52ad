/** One consultation with all that stands in its rows, and who of its readers may see what. */
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { isUuid } from '../../broker/contract/rest-parameters.ts';
import type { VisaApplicationV1 } from '../../schemas/types.generated.ts';
import type { Decision } from './process/decision.ts';
import type { HistoryEntry } from './process/consultation.ts';
import { isReference, readConsultations, type Found } from './stored.ts';

export interface Check {
  readonly source: string;
  readonly state: 'NOT_ASKED' | 'NOT_ANSWERED' | 'CLEAR' | 'FOUND';
  readonly askedAt: Date;
  readonly found: readonly unknown[];
}

type StoredHistory = Omit<HistoryEntry, 'at'> & { readonly at: Date };

export interface StoredNotice {
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Case extends Found {
  readonly applicationNumber: string;
  readonly groupId: string | null;
  readonly application: VisaApplicationV1;
  readonly checks: readonly Check[];
  /** Of the consul on the visa, in order. */
  readonly decisions: readonly Decision[];
  readonly history: readonly StoredHistory[];
  /** What the consulate was told beside the verdict. */
  readonly notices: readonly StoredNotice[];
}

/** The consulate that asked, the Office, or an authority that was asked. */
export type Reader = 'CONSULATE' | 'OFFICE' | 'AUTHORITY';

const REST = `SELECT application_number AS "applicationNumber", group_id AS "groupId", convert_from(content, 'UTF8')::json AS application,
    (SELECT coalesce(json_agg(json_build_object('source', source, 'state', state, 'askedAt', asked_at, 'found', found) ORDER BY source), '[]')
       FROM consultation_check WHERE consultation_id = c.id) AS checks,
    ARRAY(SELECT content FROM consultation_decision WHERE consultation_id = c.id ORDER BY at) AS decisions
  FROM consultation c WHERE id = $1`;

type Rest = Pick<Case, 'applicationNumber' | 'groupId' | 'application' | 'checks' | 'decisions'>;

/** By its id or by the reference that authorities know. Throws CONSULTATION_UNKNOWN. */
export async function readCase({ database: { reads } }: Hub, key: string): Promise<Case> {
  if (!isUuid(key) && !isReference(key)) throw new HubError('CONSULTATION_UNKNOWN');
  const [found] = await readConsultations(reads, { text: isUuid(key) ? 'WHERE id = $1' : 'WHERE reference = $1', values: [key] });
  if (found === undefined) throw new HubError('CONSULTATION_UNKNOWN');
  const { id } = found.consultation;
  const [rest, history, notices] = await Promise.all([
    reads.query<Rest>(REST, [id]),
    reads.query<StoredHistory>('SELECT at, what, authority, who, why FROM consultation_history WHERE consultation_id = $1 ORDER BY id', [
      id,
    ]),
    reads.query<StoredNotice>(`SELECT at, data FROM consultation_letter WHERE consultation_id = $1 AND kind = 'NOTICE' ORDER BY id`, [id]),
  ]);
  const [row] = rest.rows;
  if (row === undefined) throw new HubError('CONSULTATION_UNKNOWN');
  return { ...found, ...row, history: history.rows, notices: notices.rows };
}

/** Undefined for a party that has nothing to do with it. */
export function readerOf({ config }: Hub, { consultation }: Found, party: string): Reader | undefined {
  if (party === config.consultations.office) return 'OFFICE';
  if (party === consultation.party) return 'CONSULATE';
  return consultation.children.some(({ authority }) => authority === party) ? 'AUTHORITY' : undefined;
}
