/** Each party gets a message in the version that its settings name, by webhook and by mailbox; who names none gets the stored bytes. */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import { addParty, eventually, mayReceive, useHub, type HubRoom } from '../support/running-hub.ts';

const SUBJECT = 'pl.gov.udsc.decision.issued';
const FIRST = { versions: { [SUBJECT]: 1 } };

const NEW = {
  decisionId: 'D-2',
  caseReference: 'DL.I.410.1.2026',
  caseKind: 'TEMPORARY_RESIDENCE',
  outcome: 'REFUSED',
  kind: 'REFUSAL',
  instance: 1,
  issuedOn: '2026-01-12',
  finalOn: '2026-02-04',
  bindingOn: '2026-03-07',
  authority: 'PL-WOJ-14',
};
const { outcome: _outcome, kind: _kind, bindingOn: _binding, ...shared } = NEW;
const OLD = { ...shared, kind: 'REFUSAL' };
/** What version 1 has no word for. */
const UNTOLD = { ...shared, outcome: 'INADMISSIBLE' };

interface Lease {
  readonly leaseId: string;
  readonly messages: readonly {
    readonly id: string;
    readonly event: { readonly type: string; readonly data: unknown; readonly subject?: string };
  }[];
}

async function addMailbox(room: HubRoom, code: string, settings?: Readonly<Record<string, unknown>>): Promise<void> {
  await addParty(room, code);
  await mayReceive(room, code);
  if (settings !== undefined) await room.administration.setDestination(code, { settings });
}

describe('versions of a message, side by side', () => {
  const room = useHub(async (given) => {
    await addParty(given, 'PL-WOJ-14');
    await addParty(given, 'PL-HOOK-NEW', '/new');
    await addParty(given, 'PL-HOOK-OLD', '/old');
    await addParty(given, 'PL-HOOK-DEAD', '/dead');
    await addParty(given, 'PL-HOOK-AGAIN', '/again');
    for (const code of ['PL-HOOK-NEW', 'PL-HOOK-OLD', 'PL-HOOK-DEAD', 'PL-HOOK-AGAIN']) await mayReceive(given, code);
    for (const [code, path] of [
      ['PL-HOOK-OLD', '/old'],
      ['PL-HOOK-DEAD', '/dead'],
      ['PL-HOOK-AGAIN', '/again'],
    ] as const) {
      const secrets = [`whsec_${randomBytes(24).toString('base64')}`];
      await given.administration.setDestination(code, { settings: { url: given.sink.url + path, secrets, ...FIRST } });
    }
    await addMailbox(given, 'PL-BOX-NEW');
    await addMailbox(given, 'PL-BOX-LOST', { versions: { [SUBJECT]: 9 } });
    await addMailbox(given, 'PL-BOX-OLD', FIRST);
    await addMailbox(given, 'PL-BOX-DEAD', FIRST);
    await addMailbox(given, 'PL-BOX-UP', { versions: { [SUBJECT]: 2 } });
  });

  interface Sent {
    readonly to: string;
    readonly data: unknown;
    readonly version?: number;
    readonly key?: string;
  }
  /** With blanks that no serialiser would write, to see bytes stay. */
  const bodyOf = ({ to, data, version = 2, key }: Sent): Buffer =>
    Buffer.from(
      `{ "specversion":"1.0" ,"id":"${randomUUID()}", "source":"/parties/PL-WOJ-14","type":"${SUBJECT}.v${version}","subject":"s  p",` +
        ` "destination":"${to}"${key === undefined ? '' : `,"sequencekey":"${key}"`},\n "data":  ${JSON.stringify(data)} }`,
    );
  const submit = async (body: Buffer): Promise<string> =>
    ((await room.call('exchange.submit', 'PL-WOJ-14', { body })).body as { id: string }).id;
  const fetchFrom = async (party: string): Promise<Lease> => (await room.call('exchange.fetch', party, { query: {} })).body as Lease;
  const eventsOf = (lease: Lease): unknown[] => lease.messages.map(({ event: { type, data, subject } }) => [type, data, subject]);
  const states = async (id: string): Promise<unknown[]> => {
    const { deliveries } = (await room.call('exchange.show', 'PL-WOJ-14', { path: { id } })).body as {
      deliveries: { state: string; reason: string | null }[];
    };
    return deliveries.map(({ state, reason }) => [state, reason]);
  };
  const figure = async (name: string, labels: string): Promise<number> => {
    const line = (await room.running.hub.metrics()).split('\n').find((one) => one.startsWith(`${name}{${labels}}`));
    return Number(line?.split(' ').at(-1) ?? 0);
  };
  const uses = (party: string, version: number, direction = 'out'): Promise<number> =>
    figure('hub_message_version_total', `party="${party}",type="${SUBJECT}",version="${version}",direction="${direction}"`);
  const query = async <Row extends object>(text: string, values: unknown[]): Promise<Row[]> =>
    (await room.running.hub.database.reads.query<Row>(text, values)).rows;

  it('give a webhook its version and another the stored bytes, and count both', async () => {
    const body = bodyOf({ to: 'PL-HOOK-NEW, PL-HOOK-OLD', data: NEW });
    await submit(body);
    const [received] = await eventually('the new one', () => (room.sink.at('/new').length > 0 ? room.sink.at('/new') : undefined));
    const [cast] = await eventually('the old one', () => (room.sink.at('/old').length > 0 ? room.sink.at('/old') : undefined));
    assert.deepEqual(received?.body, body);
    const expected = body.toString().replace(`${SUBJECT}.v2`, `${SUBJECT}.v1`).replace(JSON.stringify(NEW), JSON.stringify(OLD));
    assert.equal(cast?.body.toString(), expected);
    await eventually('both are counted', async () => (await uses('PL-HOOK-NEW', 2)) + (await uses('PL-HOOK-OLD', 1)) === 2);
    assert.ok((await uses('PL-WOJ-14', 2, 'in')) > 0);
    for (const pointer of ['/outcome', '/kind', '/bindingOn']) {
      const lost = await figure('hub_message_version_lost_total', `party="PL-HOOK-OLD",type="${SUBJECT}.v2",pointer="${pointer}"`);
      assert.equal(lost, pointer === '/outcome' ? 0 : 1, pointer);
    }
  });

  it('record with the delivery which version went out and what it could not carry', async () => {
    const id = await submit(bodyOf({ to: 'PL-HOOK-OLD', data: NEW }));
    const [entry] = await eventually('the audit entry', async () => {
      const rows = await query<{ payload: string }>(
        `SELECT payload FROM audit_entry WHERE message_id = $1 AND event = 'delivery.delivered'`,
        [id],
      );
      return rows.length > 0 ? rows : undefined;
    });
    assert.match(entry?.payload ?? '', /"version":\{"from":2,"to":1,"lost":\["\/kind","\/bindingOn"\]\}/);
  });

  it('send the same bytes on every attempt', async () => {
    room.sink.answer('/again', { status: 500 });
    await submit(bodyOf({ to: 'PL-HOOK-AGAIN', data: NEW, key: 'k' }));
    const [first, second] = await eventually('two attempts', () =>
      room.sink.at('/again').length > 1 ? room.sink.at('/again') : undefined,
    );
    assert.deepEqual([second?.webhookId, second?.body], [first?.webhookId, first?.body]);
    assert.match(String(first?.body), /"sequence":"0+1"/);
    room.sink.answer('/again', { status: 200 });
  });

  it('give a mailbox its version and another what was stored, upwards too, and count each message once', async () => {
    await submit(bodyOf({ to: 'PL-BOX-NEW, PL-BOX-OLD', data: NEW }));
    await submit(bodyOf({ to: 'PL-BOX-UP', data: OLD, version: 1 }));
    assert.deepEqual(eventsOf(await fetchFrom('PL-BOX-NEW')), [[`${SUBJECT}.v2`, NEW, 's  p']]);
    assert.deepEqual(eventsOf(await fetchFrom('PL-BOX-OLD')), [[`${SUBJECT}.v1`, OLD, 's  p']]);
    assert.deepEqual(eventsOf(await fetchFrom('PL-BOX-UP')), [[`${SUBJECT}.v2`, { ...shared, outcome: 'REFUSED' }, 's  p']]);
    const again = await eventually('the lease to run out', async () => {
      const lease = await fetchFrom('PL-BOX-OLD');
      return lease.messages.length > 0 ? lease : undefined;
    });
    assert.equal(again.messages.length, 1);
    assert.deepEqual([await uses('PL-BOX-OLD', 1), await uses('PL-BOX-NEW', 2), await uses('PL-BOX-UP', 2)], [1, 1, 1]);
  });

  it('make a dead letter of what the version of a webhook has no word for, with both versions', async () => {
    const id = await submit(bodyOf({ to: 'PL-HOOK-DEAD', data: UNTOLD }));
    await eventually('its death', async () => JSON.stringify(await states(id)) === '[["dead","CODE_UNMAPPED"]]');
    assert.deepEqual(await query('SELECT mapping_version FROM dead_letter WHERE message_id = $1', [id]), [
      { mapping_version: 'cloudevents-1.0/1 v2>v1' },
    ]);
    assert.equal(room.sink.at('/dead').length, 0);
  });

  it('make a dead letter of what no step leads to the version of, with both versions', async () => {
    const id = await submit(bodyOf({ to: 'PL-BOX-LOST', data: NEW }));
    assert.deepEqual(eventsOf(await fetchFrom('PL-BOX-LOST')), []);
    assert.deepEqual(await states(id), [['dead', 'TRANSLATION_FAILED']]);
    assert.deepEqual(await query('SELECT mapping_version FROM dead_letter WHERE message_id = $1', [id]), [
      { mapping_version: 'cloudevents-1.0/1 v2>v9' },
    ]);
  });

  it('make a dead letter in a mailbox too of what its version has no word for, which blocks its lane until an operator lets it go', async () => {
    const dead = await submit(bodyOf({ to: 'PL-BOX-DEAD', data: UNTOLD, key: 'k' }));
    const behind = await submit(bodyOf({ to: 'PL-BOX-DEAD', data: NEW, key: 'k' }));
    const beside = await submit(bodyOf({ to: 'PL-BOX-DEAD', data: NEW, key: 'other' }));
    const ids = (lease: Lease): string[] => lease.messages.map(({ id }) => id);
    assert.deepEqual(ids(await fetchFrom('PL-BOX-DEAD')), [beside]);
    assert.deepEqual(await states(dead), [['dead', 'CODE_UNMAPPED']]);
    const lease = await eventually('the lease to run out', async () => {
      const found = await fetchFrom('PL-BOX-DEAD');
      return found.messages.length > 0 ? found : undefined;
    });
    assert.deepEqual(ids(lease), [beside], 'what is behind the dead letter waits');

    const [letter] = await query<{ id: string }>('SELECT delivery_id::text AS id FROM dead_letter WHERE message_id = $1', [dead]);
    const { reads } = room.running.hub.database;
    await reads.query('SELECT * FROM hub_retry_dead($1, $2, $3)', [randomUUID(), [letter?.id], JSON.stringify({ entries: [] })]);
    await room.administration.setDestination('PL-BOX-DEAD', { settings: {} });
    await room.running.hub.registry.refresh();
    const whole = await eventually('the lane to go on', async () => {
      const found = await fetchFrom('PL-BOX-DEAD');
      return found.messages.length > 1 ? found : undefined;
    });
    assert.deepEqual(
      ids(whole).filter((id) => id !== beside),
      [dead, behind],
    );
  });

  it('leave the books of every mailbox in order', async () => {
    const books = await query(
      `SELECT destination, sum(leased)::int AS leased,
              sum(created - queued - parked - delivering - waiting_retry - delivered - dead - discarded - expired)::int AS gap
         FROM destination_tally WHERE destination LIKE 'PL-BOX-%' GROUP BY destination ORDER BY destination`,
      [],
    );
    const names = ['PL-BOX-DEAD', 'PL-BOX-LOST', 'PL-BOX-NEW', 'PL-BOX-OLD', 'PL-BOX-UP'];
    assert.deepEqual(
      books,
      names.map((destination) => ({ destination, leased: 0, gap: 0 })),
    );
  });
});
