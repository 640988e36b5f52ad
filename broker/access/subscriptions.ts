/** Subscriptions: what a party asks to be sent, by type and content. Routing grants nothing by them: each message is checked as ever. */
import { HubError } from '../contract/errors.ts';
import { commitChange, readRows, requireParty, type Actor, type AdministrationOptions } from './change.ts';
import type { CheckInput } from './inputs.ts';

export interface NewSubscription {
  readonly party: string;
  /** Chosen by the party. */
  readonly name: string;
  readonly messageType: string;
  /** A JSON Schema of the keywords that `schemas/_exchange/condition.schema.json` admits; absent: every message of the type. */
  readonly condition?: Readonly<Record<string, unknown>>;
}

const MOST = 50;

/** A subscription of that name is replaced. Throws INVALID_SETTING, NOT_FOUND for an unknown party, INVALID_STATE for one too many. */
export async function subscribe(
  options: AdministrationOptions,
  check: CheckInput,
  { by, ...wanted }: NewSubscription & { by: Actor },
): Promise<void> {
  check('subscription', wanted);
  const { party, name, messageType, condition } = wanted;
  await requireParty(options.pool, party);
  const others = await readRows(options.pool, 'SELECT 1 FROM subscription WHERE party = $1 AND name <> $2', [party, name]);
  if (others.length >= MOST) throw new HubError('INVALID_STATE', { detail: `A party has at most ${MOST} subscriptions.` });
  await commitChange(options, {
    event: 'party.changed',
    actor: by,
    facts: { action: 'subscription.put', subject: party, name, messageType, hasCondition: condition !== undefined },
    run: (client) =>
      client.query(
        `INSERT INTO subscription (party, name, message_type, condition, created_at) VALUES ($1, $2, $3, $4, hub_now())
         ON CONFLICT (party, name) DO UPDATE SET message_type = EXCLUDED.message_type, condition = EXCLUDED.condition`,
        [party, name, messageType, condition === undefined ? null : JSON.stringify(condition)],
      ),
  });
}

/** Throws NOT_FOUND. */
export async function unsubscribe(
  options: AdministrationOptions,
  { party, name, by }: { party: string; name: string; by: Actor },
): Promise<void> {
  const found = await readRows(options.pool, 'SELECT 1 FROM subscription WHERE party = $1 AND name = $2', [party, name]);
  if (found.length === 0) throw new HubError('NOT_FOUND', { detail: `There is no subscription ${name}.` });
  await commitChange(options, {
    event: 'party.changed',
    actor: by,
    facts: { action: 'subscription.ended', subject: party, name },
    run: (client) => client.query('DELETE FROM subscription WHERE party = $1 AND name = $2', [party, name]),
  });
}
