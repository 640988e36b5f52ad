/** The mailbox of a party: lease in the order of acceptance, acknowledge, long poll that wakes at once. */
import { HubError, type Fault } from '../../broker/contract/errors.ts';
import type { AuditFact, Hub, LeasedMessage } from '../../broker/contract/hub.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { withSequence } from '../../broker/contract/sequence.ts';
import { isUuid, jsonBody, wholeNumber } from '../../broker/contract/rest-parameters.ts';

interface LeasedRow extends LeasedMessage {
  readonly until: Date;
}

/** Looks again this often for what another node accepted, should its ring not come through. */
const LOOK_AGAIN_MS = 500;

export async function fetchMailbox(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const destination = mailboxOf(hub, call);
  const max = wholeNumber(call, 'max', { least: 1, most: hub.config.mailbox.maxMessages, otherwise: 100 });
  const waitSeconds = wholeNumber(call, 'waitSeconds', { least: 0, most: hub.config.mailbox.maxWaitSeconds, otherwise: 0 });
  const until = hub.clock.monotonicMs() + waitSeconds * 1000;
  for (;;) {
    // Whoever left would take messages for a whole lease to nowhere.
    if (call.signal?.aborted === true) return { status: 200, body: answer({ leaseId: '', until: undefined, messages: [] }) };
    const leaseId = hub.newId();
    const arrived = new AbortController();
    const arrival = hub.deliveries.mailboxArrival(destination, arrived.signal);
    const rows = await lease(hub, { destination, max, leaseId });
    const messages = await hub.deliveries.handOut(destination, leaseId, rows);
    const left = until - hub.clock.monotonicMs();
    if (messages.length > 0 || left <= 0) {
      arrived.abort();
      return { status: 200, body: answer({ leaseId, until: rows[0]?.until, messages }) };
    }
    const timer = setTimeout(() => arrived.abort(), Math.min(left, LOOK_AGAIN_MS));
    const leave = (): void => arrived.abort();
    call.signal?.addEventListener('abort', leave, { once: true });
    await arrival;
    clearTimeout(timer);
    call.signal?.removeEventListener('abort', leave);
  }
}

function mailboxOf(hub: Hub, call: RestCall): string {
  const destination = hub.registry.destination(call.principal.party);
  if (destination?.adapter !== 'mailbox') throw new HubError('NO_MAILBOX');
  return destination.name;
}

const LEASE = `SELECT id, message_id AS "messageId", lane_id AS "laneId", pos AS position, attempt, until, type, sender, body
  FROM hub_mailbox_lease($1, $2, $3, $4, $5)`;

async function lease(hub: Hub, wanted: { destination: string; max: number; leaseId: string }): Promise<LeasedRow[]> {
  const { rows } = await hub.database.work.query<LeasedRow>({
    name: 'mailbox-lease',
    text: LEASE,
    values: [hub.deliveries.operationsWriter, wanted.destination, wanted.max, wanted.leaseId, hub.config.mailbox.leaseMs],
  });
  return rows;
}

interface Lease {
  readonly leaseId: string;
  readonly until: Date | undefined;
  readonly messages: readonly LeasedMessage[];
}

const answer = ({ leaseId, until, messages }: Lease): Record<string, unknown> => ({
  leaseId: messages.length === 0 ? null : leaseId,
  expiresAt: messages.length === 0 ? null : (until?.toISOString() ?? null),
  messages: messages.map((message) => ({
    id: message.messageId,
    deliveryId: message.id,
    attempt: message.attempt,
    event: JSON.parse(withSequence(message).toString('utf8')) as unknown,
  })),
});

interface AcknowledgedRow {
  readonly message_id: string;
  readonly result: 'acknowledged' | 'lease-lost' | 'not-leased' | 'earlier-open';
}

const CODES = { 'lease-lost': 'LEASE_LOST', 'not-leased': 'NOT_LEASED', 'earlier-open': 'EARLIER_POSITION_OPEN' } as const;

export async function acknowledge(hub: Hub, call: RestCall): Promise<RestAnswer> {
  const destination = mailboxOf(hub, call);
  const { leaseId, ids } = jsonBody(call);
  if (!isUuid(leaseId) || !Array.isArray(ids) || ids.length === 0 || ids.length > 1000 || !ids.every(isUuid)) {
    throw new HubError('INVALID_PARAMETER', { faults: [{ pointer: '', detail: 'expected {leaseId, ids[]} with ids of leased messages' }] });
  }
  const rows = await acknowledgeRows(hub, { destination, leaseId, ids: [...new Set(ids)] });
  const results = rows.map((row) => ({
    id: row.message_id,
    ...(row.result === 'acknowledged' ? { result: row.result } : { result: 'refused', code: CODES[row.result] }),
  }));
  const [refused] = rows.filter((row) => row.result !== 'acknowledged');
  if (refused === undefined || refused.result === 'acknowledged')
    return { status: 200, body: { acknowledged: rows.map((row) => row.message_id), results } };
  const faults: Fault[] = rows.flatMap((row) =>
    row.result === 'acknowledged' ? [] : [{ pointer: `/ids/${ids.indexOf(row.message_id)}`, detail: CODES[row.result] }],
  );
  throw new HubError(CODES[refused.result], { faults, facts: { results } });
}

async function acknowledgeRows(
  hub: Hub,
  wanted: { destination: string; leaseId: string; ids: readonly string[] },
): Promise<AcknowledgedRow[]> {
  const facts: AuditFact[] = wanted.ids.map((id) => ({
    event: 'mailbox.acknowledged',
    party: wanted.destination,
    messageId: id,
    facts: { leaseId: wanted.leaseId },
  }));
  return hub.audit.operations.append(facts, async (batch) => {
    const { rows } = await hub.database.work.query<AcknowledgedRow>({
      name: 'mailbox-acknowledge',
      text: 'SELECT * FROM hub_mailbox_acknowledge($1, $2, $3, $4, $5)',
      values: [hub.deliveries.operationsWriter, wanted.destination, wanted.leaseId, wanted.ids, JSON.stringify(batch)],
    });
    return rows;
  });
}
