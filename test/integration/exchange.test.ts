/** Submitting: what is accepted, what is refused with which words, and that a repeat is recognised whatever the race. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import type { Receipt } from '../../broker/contract/message.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { RestAnswer } from '../../broker/contract/endpoint.ts';
import { addParty, DECISION, eventually, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

type Event = Readonly<Record<string, unknown>>;

const note = (over: Event = {}): Event => ({
  specversion: '1.0',
  id: randomUUID(),
  source: '/parties/PL-SG',
  type: NOTE,
  destination: 'PL-ABW',
  data: { title: 'a', text: 'b' },
  ...over,
});

const without = (field: string, event: Event): Event => Object.fromEntries(Object.entries(event).filter(([key]) => key !== field));

const decision = (data: Event, over: Event = {}): Event => {
  const event = without('destination', note({ type: DECISION, ...over }));
  const common = { decisionId: 'D-1', caseReference: 'C-1', caseKind: 'TEMPORARY_RESIDENCE', kind: 'REFUSAL', instance: 1 };
  return {
    ...event,
    ...(over['destination'] === undefined ? {} : over),
    data: { ...common, issuedOn: '2026-01-12', authority: 'PL-WOJ-14', ...data },
  };
};

describe('submitting a message', () => {
  const room = useHub(async (given) => {
    await addParty(given, 'PL-SG');
    await addParty(given, 'PL-ABW', '/abw');
    await addParty(given, 'PL-KGP');
    await addParty(given, 'PL-UDSC');
    await given.administration.createParty({ code: 'PL-RDU', name: 'RDU', roles: ['submit'], destination: null });
    for (const code of ['PL-SG', 'PL-ABW'])
      await given.administration.grant({ party: code, operation: 'receive', messageType: NOTE, legalBasis: 'test' });
    await mayReceive(given, 'PL-UDSC', 'PROTECTION');
  });

  const send = (event: Event | string | Buffer, party = 'PL-SG'): Promise<RestAnswer> =>
    room.call('exchange.submit', party, {
      body: Buffer.isBuffer(event) ? event : Buffer.from(typeof event === 'string' ? event : JSON.stringify(event)),
    });
  const receiptOf = (answer: RestAnswer): Receipt => answer.body as Receipt;

  async function refused(event: Event | string | Buffer, code: string, party = 'PL-SG'): Promise<HubError> {
    const error: unknown = await send(event, party).then(
      (answer) => assert.fail(`was accepted: ${JSON.stringify(answer.body)}`),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof HubError, String(error));
    assert.equal(error.hubCode, code);
    return error;
  }

  const rows = async <T>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await room.running.hub.database.reads.query(text, values)).rows as T[];

  it('delivers to a webhook and to a mailbox what it accepted, with the receipt naming it', async () => {
    const body = Buffer.from(JSON.stringify(note({ destination: 'PL-ABW, PL-SG' }), undefined, 2));
    const answer = await send(body);
    assert.equal(answer.status, 202);
    assert.equal(answer.headers?.['location'], `/api/v1/messages/${receiptOf(answer).id}`);
    const got = await eventually('the webhook', () => room.sink.at('/abw').at(-1));
    assert.deepEqual(got.body, body);
    const box = (await room.call('exchange.fetch', 'PL-SG')).body as { leaseId: string; messages: { id: string }[] };
    assert.deepEqual(
      box.messages.map(({ id }) => id),
      [receiptOf(answer).id],
    );
    await room.call('exchange.acknowledge', 'PL-SG', {
      body: Buffer.from(JSON.stringify({ leaseId: box.leaseId, ids: [receiptOf(answer).id] })),
    });
    await eventually('delivered', async () => {
      const shown = (await room.call('exchange.show', 'PL-SG', { path: { id: receiptOf(answer).id } })).body as { state: string };
      return shown.state === 'delivered' || undefined;
    });
  });

  it('answers the same submission again with 200 and the first receipt, to the letter', async () => {
    const event = note({ sequencekey: 'twice' });
    const first = await send(event);
    const again = await send(event);
    const turned = await send(JSON.stringify(Object.fromEntries(Object.entries(event).reverse()), undefined, 1));
    assert.deepEqual([first.status, again.status, turned.status], [202, 200, 200]);
    assert.equal(JSON.stringify(again.body), JSON.stringify(first.body));
    assert.equal(JSON.stringify(turned.body), JSON.stringify(first.body));
  });

  it('refuses other content under a used id, and the first stays as it was', async () => {
    const event = note();
    const first = await send(event);
    const error = await refused({ ...event, data: { title: 'other', text: 'b' } }, 'DUPLICATE_CONTENT_DIFFERS');
    assert.equal(error.code, 409);
    assert.deepEqual((await send(event)).body, first.body);
  });

  it('makes one message of twenty racing twins', async () => {
    const event = note({ id: 'racing' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(event)));
    assert.equal(new Set(answers.map((answer) => JSON.stringify(answer.body))).size, 1);
    assert.deepEqual(
      answers
        .map(({ status }) => status)
        .sort()
        .slice(0, 20),
      [...Array.from({ length: 19 }, () => 200), 202],
    );
    assert.equal((await rows('SELECT id FROM message WHERE event_id = $1', ['racing'])).length, 1);
  });

  it('refuses a source that is not the party’s, an unknown type and a type without a grant', async () => {
    assert.equal((await refused(note({ source: '/parties/PL-ABW' }), 'SOURCE_NOT_OWNED')).code, 403);
    assert.equal((await refused(note({ type: 'pl.gov.udsc.unknown.v1' }), 'UNKNOWN_TYPE')).code, 422);
    assert.equal((await refused(note({ source: '/parties/PL-RDU' }), 'FORBIDDEN', 'PL-RDU')).code, 403);
  });

  it('refuses the whole submission for an unknown or a forbidden destination, and names each', async () => {
    const unknown = await refused(note({ destination: 'PL-ABW,PL-NONE,PL-KGP' }), 'UNKNOWN_DESTINATION');
    assert.equal(unknown.code, 422);
    assert.equal(unknown.faults.length, 2);
    assert.equal((await refused(note({ destination: 'PL-ABW,PL-KGP' }), 'DESTINATION_NOT_GRANTED')).code, 422);
  });

  it('refuses a message that no route sends anywhere', async () => {
    const event = without('destination', note());
    assert.equal((await refused(event, 'NO_ROUTE')).code, 422);
  });

  it('leaves out a routed party without a grant and raises a problem', async () => {
    await refused(decision({ finalOn: '2026-02-10' }), 'NO_ROUTE');
    const found = await rows<{ subject: string }>(`SELECT subject FROM problem WHERE kind = 'ROUTED_WITHOUT_GRANT'`);
    assert.deepEqual(
      found.map(({ subject }) => subject),
      [`PL-SG ${DECISION}`],
    );
  });

  it('gives what is about protection only to who may have it, whoever names them', async () => {
    assert.equal((await send(decision({ kind: 'BOARD_DECISION' }))).status, 202);
    await refused(decision({ caseKind: 'PROTECTION' }, { destination: 'PL-SG' }), 'DESTINATION_NOT_GRANTED');
    assert.equal((await send(decision({ caseKind: 'PROTECTION' }, { destination: 'PL-UDSC' }))).status, 202);
  });

  it('names every fault of an invalid message at once, with pointers', async () => {
    const error = await refused(
      { specversion: '0.3', id: '', source: '/parties/PL-SG', type: NOTE, data: { title: 7 }, Bad: 1 },
      'INVALID_MESSAGE',
    );
    const pointers = error.faults.map(({ pointer }) => pointer);
    for (const place of ['/specversion', '/id', '/Bad', '/data/title', '/data/text'])
      assert.ok(pointers.includes(place), `${place} in ${pointers.join(' ')}`);
  });

  it('refuses broken JSON, wrong encoding, a byte order mark and deep nesting', async () => {
    await refused('{"a":', 'MALFORMED_JSON');
    await refused(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'BAD_ENCODING');
    await refused(`\ufeff${JSON.stringify(note())}`, 'MALFORMED_JSON');
    await refused(`${'['.repeat(40)}${']'.repeat(40)}`, 'TOO_DEEP');
  });

  it('refuses U+0000 and lone surrogates in the envelope, and carries them byte by byte in the data', async () => {
    for (const [field, value] of [
      ['subject', 'a\\u0000b'],
      ['id', '\\ud800'],
      ['sequencekey', 'x\\udfff'],
    ] as const) {
      const event = without(field, note());
      const error = await refused(JSON.stringify(event).replace('{', `{"${field}":"${value}",`), 'INVALID_MESSAGE');
      assert.deepEqual(
        error.faults.map(({ pointer }) => pointer),
        [`/${field}`],
      );
    }
    const body = Buffer.from(
      JSON.stringify(note({ data: { title: 'odd', text: 'TEXT' } })).replace('TEXT', 'a\\u0000b\\ud800c \\uD83D\\uDE00'),
    );
    const answer = await send(body);
    assert.equal(answer.status, 202);
    await eventually('the exact bytes', () => room.sink.at('/abw').find((got) => got.body.equals(body)));
    assert.equal((await send(body)).status, 200);
  });

  it('records a refusal with its digest and faults, and the refused id stays free', async () => {
    const event = note({ id: 'corrected', data: { title: 'a' } });
    await refused(event, 'INVALID_MESSAGE');
    const [entry] = await rows<{ payload: string }>(
      `SELECT payload FROM audit_entry WHERE event = 'message.rejected' ORDER BY at DESC, n DESC LIMIT 1`,
    );
    assert.match(entry?.payload ?? '', /INVALID_MESSAGE/);
    assert.match(entry?.payload ?? '', /\/data\/text/);
    assert.match(entry?.payload ?? '', /[0-9a-f]{64}/);
    assert.equal((await send({ ...event, data: { title: 'a', text: 'b' } })).status, 202);
  });

  it('refuses a value that cannot be stored, and accepts its neighbours of the same batch', async () => {
    const events = Array.from({ length: 10 }, (_, index) => note(index === 4 ? { expirytime: '0000-01-01T00:00:00Z' } : {}));
    const results = await Promise.allSettled(events.map((event) => send(event)));
    assert.deepEqual(
      results.map(({ status }) => status),
      events.map((_, index) => (index === 4 ? 'rejected' : 'fulfilled')),
    );
    assert.equal(results[4]?.status === 'rejected' && (results[4].reason as HubError).hubCode, 'INVALID_MESSAGE');
  });

  it('answers 404 for anyone else’s message, and shows recipients their own delivery only', async () => {
    const { id } = receiptOf(await send(note({ destination: 'PL-ABW,PL-SG' })));
    const show = async (party: string): Promise<number> =>
      ((await room.call('exchange.show', party, { path: { id } })).body as { deliveries: unknown[] }).deliveries.length;
    assert.equal(await show('PL-SG'), 2);
    assert.equal(await show('PL-ABW'), 1);
    await assert.rejects(room.call('exchange.show', 'PL-KGP', { path: { id } }), { hubCode: 'NOT_FOUND', code: 404 });
    await assert.rejects(room.call('exchange.show', 'PL-SG', { path: { id: 'no-uuid' } }), { hubCode: 'NOT_FOUND' });
  });
});
