/** A party asks by itself to be sent messages, by type and content, and never gets more than its grants allow. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import type { RestAnswer } from '../../broker/contract/endpoint.ts';
import type { HubError } from '../../broker/contract/errors.ts';
import { addParty, DECISION, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

const RETURNS = { properties: { caseKind: { const: 'RETURN' } }, required: ['caseKind'] };
const decision = (caseKind: string, kind: string): object => ({
  ...{ decisionId: 'D-1', caseReference: 'C-1', caseKind, kind, instance: 1, issuedOn: '2026-11-02', authority: 'PL-UDSC' },
});

describe('a subscription', () => {
  const room = useHub(async (given) => {
    await addParty(given, 'PL-UDSC');
    for (const code of ['PL-ABW', 'PL-SG', 'PL-NOTES']) await addParty(given, code);
    await mayReceive(given, 'PL-ABW');
    await mayReceive(given, 'PL-SG');
    await mayReceive(given, 'PL-UDSC');
    await given.administration.grant({ party: 'PL-NOTES', operation: 'receive', messageType: NOTE, legalBasis: 'test' });
  });

  const put = (party: string, name: string, body: unknown): Promise<RestAnswer> =>
    room.call('exchange.putSubscription', party, { path: { name }, body: Buffer.from(JSON.stringify(body)) });
  const end = (party: string, name: string): Promise<RestAnswer> => room.call('exchange.endSubscription', party, { path: { name } });
  const refused = async (answer: Promise<unknown>): Promise<[string, number]> => {
    const error = await answer.then(
      () => assert.fail('it was answered'),
      (one: HubError) => one,
    );
    return [error.hubCode, error.code];
  };
  /** Who is sent a decision that names nobody. */
  const recipients = async (data: object, more: object = {}): Promise<string[]> => {
    const event = { specversion: '1.0', id: randomUUID(), source: '/parties/PL-UDSC', type: DECISION, data, ...more };
    const { body } = await room.call('exchange.submit', 'PL-UDSC', { body: Buffer.from(JSON.stringify(event)) });
    const text = 'SELECT destinations FROM message WHERE id = $1';
    const { rows } = await room.running.hub.database.reads.query<{ destinations: string[] }>(text, [(body as { id: string }).id]);
    return (rows[0]?.destinations ?? []).toSorted();
  };

  it('brings messages of its type beside what the routes send, and no others', async () => {
    await put('PL-ABW', 'decisions', { messageType: DECISION });
    assert.deepEqual(await recipients(decision('RETURN', 'RETURN_DECISION')), ['PL-ABW', 'PL-SG']);
    assert.deepEqual(await recipients(decision('PERMANENT_RESIDENCE', 'REFUSAL')), ['PL-ABW']);
    await end('PL-ABW', 'decisions');
    assert.deepEqual(await refused(recipients(decision('PERMANENT_RESIDENCE', 'REFUSAL'))), ['NO_ROUTE', 422]);
  });

  it('is narrowed by a condition on the content, and replaced under the same name', async () => {
    await put('PL-ABW', 'returns', { messageType: DECISION });
    await put('PL-ABW', 'returns', { messageType: DECISION, condition: RETURNS });
    assert.deepEqual(await recipients(decision('RETURN', 'RETURN_DECISION')), ['PL-ABW', 'PL-SG']);
    assert.deepEqual(await refused(recipients(decision('PERMANENT_RESIDENCE', 'REFUSAL'))), ['NO_ROUTE', 422]);
    const { subscriptions } = (await room.call('exchange.listSubscriptions', 'PL-ABW')).body as { subscriptions: { condition: unknown }[] };
    assert.deepEqual(
      subscriptions.map(({ condition }) => condition),
      [RETURNS],
    );
  });

  it('counts neither for a message that names its destinations nor beside a route that stands alone, nor for one’s own', async () => {
    await put('PL-ABW', 'all', { messageType: DECISION });
    await put('PL-UDSC', 'own', { messageType: DECISION });
    assert.deepEqual(await recipients(decision('RETURN', 'RETURN_DECISION'), { destination: 'PL-SG' }), ['PL-SG']);
    assert.deepEqual(await recipients(decision('RETURN', 'RETURN_DECISION')), ['PL-ABW', 'PL-SG']);
  });

  it('never opens what a grant does not: neither when it is made, nor when the content is protected', async () => {
    assert.deepEqual(await refused(put('PL-NOTES', 'x', { messageType: DECISION })), ['FORBIDDEN', 403]);
    await put('PL-ABW', 'all', { messageType: DECISION });
    assert.deepEqual(await refused(recipients(decision('PROTECTION', 'GRANT'))), ['NO_ROUTE', 422]);
  });

  it('is seen by its party alone', async () => {
    await put('PL-ABW', 'mine', { messageType: DECISION });
    const { subscriptions } = (await room.call('exchange.listSubscriptions', 'PL-SG')).body as { subscriptions: unknown[] };
    assert.deepEqual(subscriptions, []);
    assert.deepEqual(await refused(end('PL-SG', 'mine')), ['NOT_FOUND', 404]);
  });

  it('is refused with every fault: an unknown type, a keyword that could take long, a name that is none, one too long', async () => {
    assert.deepEqual(await refused(put('PL-ABW', 'x', { messageType: 'pl.gov.udsc.nothing.v1' })), ['UNKNOWN_TYPE', 422]);
    for (const condition of [
      { pattern: '(a+)+$' },
      { $ref: 'https://schemas.pobyt-hub.example/person/v1.schema.json' },
      { properties: { a: { format: 'regex' } } },
      { not: [] },
      { enum: Array.from({ length: 200 }, (_, n) => 'x'.repeat(50) + String(n)) },
    ])
      assert.deepEqual(
        await refused(put('PL-ABW', 'x', { messageType: DECISION, condition })),
        ['INVALID_SETTING', 422],
        JSON.stringify(condition).slice(0, 80),
      );
    for (const name of ['', ' ', '-a', 'a'.repeat(61), 'a/b'])
      assert.deepEqual(await refused(put('PL-ABW', name, { messageType: DECISION })), ['INVALID_SETTING', 422]);
  });

  it('is recorded in the audit log when it is made and when it ends', async () => {
    await put('PL-SG', 'logged', { messageType: DECISION });
    await end('PL-SG', 'logged');
    const text = `SELECT payload::json ->> 'action' AS action FROM audit_entry WHERE event = 'party.changed' AND party = 'PL-SG' AND payload LIKE '%logged%' ORDER BY at, n`;
    const { rows } = await room.running.hub.database.reads.query<{ action: string }>(text);
    assert.deepEqual(
      rows.map(({ action }) => action),
      ['subscription.put', 'subscription.ended'],
    );
  });
});
