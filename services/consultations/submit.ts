/**
 * POST /consultations: a consulate submits one application, or those of a group, all or none. The same application number with the same
 * content is the same consultation and gets the first answer; with other content it is refused.
 */
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { isUniqueViolation } from '../../broker/store/database.ts';
import type { VisaApplicationV1 } from '../../schemas/types.generated.ts';
import { submittedIn, type Submitted } from './application.ts';
import { begin, digestOf, type Beginning } from './beginning.ts';
import { createdRow } from './changes.ts';
import { saveWith } from './ledger.ts';
import type { Parts } from './parts.ts';
import { factOf, requireRight, whoIs, type Actor } from './rights.ts';

interface Known {
  readonly consultationId: string;
  readonly reference: string;
  readonly applicationNumber: string;
  readonly submittedAt: Date;
  readonly dueAt: Date;
  readonly consulted: readonly string[];
  readonly sha256: Buffer;
}

export async function submit(parts: Parts, call: RestCall): Promise<RestAnswer> {
  const by = await requireRight(parts.hub, call, 'consultations.submit');
  const submitted = submittedIn(parts.hub, call);
  const isNew = await beginMissing(parts, submitted, by);
  const known = await knownOf(parts, submitted, by);
  const consultations = submitted.applications.map(({ applicationNumber }) => viewOf(known.get(applicationNumber)));
  const [first] = consultations;
  return {
    status: isNew ? 201 : 200,
    ...(consultations.length === 1 && first !== undefined ? { headers: { location: first.links.self } } : {}),
    body: { ...(submitted.groupId === null ? {} : { groupId: submitted.groupId }), consultations },
  };
}

/** False when all were there before. What another request began at the same moment is found at the second look. */
async function beginMissing(parts: Parts, submitted: Submitted, by: Actor): Promise<boolean> {
  const known = await knownOf(parts, submitted, by);
  const missing = submitted.applications.filter(({ applicationNumber }) => !known.has(applicationNumber));
  if (missing.length === 0) return false;
  try {
    await create(parts, missing, { by, groupId: submitted.groupId });
    return true;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return beginMissing(parts, submitted, by);
  }
}

const KNOWN = `SELECT c.id AS "consultationId", c.reference, c.application_number AS "applicationNumber", c.submitted_at AS "submittedAt",
    c.first_due_at AS "dueAt", c.sha256,
    ARRAY(SELECT k.authority FROM consultation_child k WHERE k.consultation_id = c.id ORDER BY k.scope, k.authority) AS consulted
  FROM consultation c WHERE c.party = $1 AND c.application_number = ANY($2) AND c.cancelled_at IS NULL`;

/** Throws CONSULTATION_DIFFERS. */
async function knownOf({ hub }: Parts, { applications, groupId }: Submitted, { party }: Actor): Promise<ReadonlyMap<string, Known>> {
  const numbers = applications.map(({ applicationNumber }) => applicationNumber);
  const { rows } = await hub.database.work.query<Known>(KNOWN, [party, numbers]);
  const known = new Map(rows.map((row) => [row.applicationNumber, row]));
  for (const application of applications) throwIfOther(known.get(application.applicationNumber), application, groupId);
  return known;
}

function throwIfOther(known: Known | undefined, application: VisaApplicationV1, groupId: string | null): void {
  if (known === undefined || known.sha256.toString('hex') === digestOf({ application, groupId })) return;
  const { consultationId, applicationNumber } = known;
  throw new HubError('CONSULTATION_DIFFERS', { facts: { applicationNumber, consultationId } });
}

interface Begun {
  readonly by: Actor;
  readonly groupId: string | null;
}

async function create(parts: Parts, applications: readonly VisaApplicationV1[], { by, groupId }: Begun): Promise<void> {
  const { hub, law } = parts;
  const submittedAt = await nowOf(parts);
  const begun = applications.map((application) => begin(application, { law, id: hub.newId(), submittedAt, by, groupId }));
  const children = begun.flatMap(({ consultation }) =>
    consultation.children.map((child) => ({ ...child, consultationId: consultation.id })),
  );
  const changes = { created: begun.map(createdRow), children, history: begun.map(firstEntryOf), letters: [] };
  await saveWith(hub, { facts: begun.map(factOfBeginning), changes }, (text, values) => hub.database.work.query(text, values));
}

async function nowOf({ hub }: Parts): Promise<number> {
  const { rows } = await hub.database.work.query<{ now: Date }>('SELECT hub_now() AS now');
  return rows[0]?.now.getTime() ?? hub.clock.now();
}

const firstEntryOf = ({ consultation: { id, submittedAt }, by }: Beginning): Record<string, unknown> => ({
  consultationId: id,
  at: new Date(submittedAt).toISOString(),
  what: 'SUBMITTED',
  who: whoIs(by),
});

const factOfBeginning = ({ consultation: { id, reference, children }, application: { applicationNumber }, by }: Beginning) =>
  factOf(by, {
    event: 'consultation.submitted',
    facts: { consultationId: id, reference, applicationNumber, asked: children.map(({ authority }) => authority) },
  });

interface View {
  readonly links: { readonly self: string };
}

function viewOf(known: Known | undefined): View & Record<string, unknown> {
  if (known === undefined) throw new HubError('INTERNAL', { detail: 'A consultation that was begun is not there.' });
  const { sha256: _, submittedAt, dueAt, ...rest } = known;
  return {
    ...rest,
    submittedAt: submittedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    links: { self: `/api/v1/consultations/${known.consultationId}` },
  };
}
