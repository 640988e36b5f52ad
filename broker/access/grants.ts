/** Grants: the recorded approval that a party may do something, for how long and by what law. */
import { HubError } from '../contract/errors.ts';
import type { GrantedOperation } from '../contract/registry.ts';
import { commitChange, readRows, requireParty, type AdministrationOptions } from './change.ts';
import type { CheckInput } from './inputs.ts';

export interface NewGrant {
  readonly party: string;
  readonly operation: GrantedOperation;
  /** `*`, `prefix.*` or one message type. */
  readonly messageType: string;
  /** null or absent covers every purpose. */
  readonly purpose?: string | null;
  readonly legalBasis: string;
  /** ISO 8601 instants; from now and without end if absent. */
  readonly validFrom?: string | null;
  readonly validTo?: string | null;
}

/** Throws NOT_FOUND for an unknown party, INVALID_SETTING. Answers the id by which the grant can be ended. */
export async function grant(options: AdministrationOptions, check: CheckInput, wanted: NewGrant): Promise<{ id: string }> {
  check('grant', wanted);
  await requireParty(options.pool, wanted.party);
  const { party, operation, messageType, legalBasis } = wanted;
  const purpose = wanted.purpose ?? null;
  const id = options.newId();
  await commitChange(options, {
    event: 'party.changed',
    facts: { action: 'grant.created', subject: party, grantId: id, operation, messageType, grantedPurpose: purpose, legalBasis },
    run: (client) =>
      client.query(
        `INSERT INTO party_grant (id, party, operation, message_type, purpose, legal_basis, valid_from, valid_to)
         VALUES ($1, $2, $3, $4, $5, $6, coalesce($7::timestamptz, hub_now()), $8)`,
        [id, party, operation, messageType, purpose, legalBasis, wanted.validFrom ?? null, wanted.validTo ?? null],
      ),
  });
  return { id };
}

/** Ends the grant now; one that has ended stays as it is. Throws NOT_FOUND. */
export async function endGrant(options: AdministrationOptions, id: string): Promise<void> {
  const [found] = await readRows<{ party: string }>(options.pool, 'SELECT party FROM party_grant WHERE id::text = $1', [id]);
  if (found === undefined) throw new HubError('NOT_FOUND', { detail: `There is no grant ${id}.` });
  await commitChange(options, {
    event: 'party.changed',
    facts: { action: 'grant.ended', subject: found.party, grantId: id },
    run: (client) =>
      client.query(
        `UPDATE party_grant SET valid_to = greatest(valid_from, hub_now()) WHERE id = $1 AND (valid_to IS NULL OR valid_to > hub_now())`,
        [id],
      ),
  });
}
