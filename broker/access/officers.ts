/** The register of officers a party keeps: who may ask in its name, in which unit, from when and until when. */
import { HubError } from '../contract/errors.ts';
import { commitChange, readRows, requireParty, type AdministrationOptions } from './change.ts';
import { refuse, type CheckInput } from './inputs.ts';

export interface OfficerRow {
  /** Personal id within the party. */
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  /** ISO 8601 instants; from now and without end if absent. */
  readonly validFrom?: string | null;
  readonly validTo?: string | null;
}

export interface NewOfficer extends OfficerRow {
  readonly party: string;
}

export interface Imported {
  readonly added: number;
  readonly changed: number;
}

/** Throws NOT_FOUND for an unknown party, OFFICER_EXISTS when a registration covers a part of the term, INVALID_SETTING. */
export async function addOfficer(options: AdministrationOptions, check: CheckInput, officer: NewOfficer): Promise<void> {
  check('officer', officer);
  refuseEmptyTerms([officer]);
  const { party, id, name, unit } = officer;
  const term = [officer.validFrom ?? null, officer.validTo ?? null];
  await requireParty(options.pool, party);
  const overlap = `SELECT 1 FROM officer WHERE party = $1 AND id = $2 AND valid_to IS DISTINCT FROM valid_from
    AND tstzrange(valid_from, valid_to) && tstzrange(coalesce($3::timestamptz, hub_now()), $4)`;
  if ((await readRows(options.pool, overlap, [party, id, ...term])).length > 0) throw new HubError('OFFICER_EXISTS');
  await commitChange(options, {
    event: 'party.changed',
    facts: { action: 'officer.added', subject: party, officerId: id, unit },
    exists: 'OFFICER_EXISTS',
    run: (client) =>
      client.query(
        `INSERT INTO officer (party, id, name, unit, valid_from, valid_to) VALUES ($1, $2, $3, $4, coalesce($5::timestamptz, hub_now()), $6)`,
        [party, id, name, unit, ...term],
      ),
  });
}

/** Ends every registration of the officer that is valid now or later. Throws NOT_FOUND when there is none. */
export async function endOfficer(options: AdministrationOptions, party: string, id: string): Promise<void> {
  const live = 'party = $1 AND id = $2 AND (valid_to IS NULL OR valid_to > hub_now())';
  const found = await readRows(options.pool, `SELECT 1 FROM officer WHERE ${live}`, [party, id]);
  if (found.length === 0) throw new HubError('NOT_FOUND', { detail: `No officer ${id} is registered with ${party}.` });
  await commitChange(options, {
    event: 'party.changed',
    facts: { action: 'officer.ended', subject: party, officerId: id },
    run: (client) => client.query(`UPDATE officer SET valid_to = greatest(valid_from, hub_now()) WHERE ${live}`, [party, id]),
  });
}

/** An officer registered now or later gets name, unit and end of the row; every other one is added. */
const IMPORT = `WITH given AS (
    SELECT * FROM json_to_recordset($2) AS r(id text, name text, unit text, "validFrom" timestamptz, "validTo" timestamptz)
  ), present AS (
    SELECT o.id, max(o.valid_from) AS valid_from FROM officer o JOIN given g ON g.id = o.id
     WHERE o.party = $1 AND (o.valid_to IS NULL OR o.valid_to > hub_now()) GROUP BY o.id
  ), changed AS (
    UPDATE officer o SET name = g.name, unit = g.unit, valid_to = g."validTo" FROM given g JOIN present p ON p.id = g.id
     WHERE o.party = $1 AND o.id = p.id AND o.valid_from = p.valid_from RETURNING o.id
  ), added AS (
    INSERT INTO officer (party, id, name, unit, valid_from, valid_to)
    SELECT $1, g.id, g.name, g.unit, coalesce(g."validFrom", hub_now()), g."validTo" FROM given g WHERE g.id NOT IN (SELECT id FROM present)
    ON CONFLICT (party, id, valid_from) DO UPDATE SET name = EXCLUDED.name, unit = EXCLUDED.unit, valid_to = EXCLUDED.valid_to RETURNING id
  )
  SELECT (SELECT count(*) FROM added)::integer AS added, (SELECT count(*) FROM changed)::integer AS changed`;

/** All rows or none; importing the same rows again changes nothing. Throws NOT_FOUND, INVALID_SETTING with pointers to the rows. */
export async function importOfficers(
  options: AdministrationOptions,
  check: CheckInput,
  { party, rows }: { party: string; rows: readonly OfficerRow[] },
): Promise<Imported> {
  check('officers', rows);
  refuseEmptyTerms(rows);
  refuseTwins(rows);
  await requireParty(options.pool, party);
  return commitChange(options, {
    event: 'party.changed',
    facts: { action: 'officers.imported', subject: party, officerIds: rows.map((row) => row.id) },
    run: async (client) => (await client.query<Imported>(IMPORT, [party, JSON.stringify(rows)])).rows[0] ?? { added: 0, changed: 0 },
  });
}

function refuseEmptyTerms(rows: readonly OfficerRow[]): void {
  const isEmpty = ({ validFrom, validTo }: OfficerRow): boolean =>
    Boolean(validFrom && validTo) && Date.parse(validTo ?? '') <= Date.parse(validFrom ?? '');
  const faults = rows.flatMap((row, index) =>
    isEmpty(row) ? [{ pointer: `/${index}/validTo`, detail: 'must be later than validFrom' }] : [],
  );
  if (faults.length > 0) refuse(faults);
}

function refuseTwins(rows: readonly OfficerRow[]): void {
  const first = new Map<string, number>();
  rows.forEach((row, index) => first.set(row.id, Math.min(first.get(row.id) ?? index, index)));
  const faults = rows.flatMap((row, index) =>
    first.get(row.id) === index ? [] : [{ pointer: `/${index}/id`, detail: 'stands twice in the list' }],
  );
  if (faults.length > 0) refuse(faults);
}
