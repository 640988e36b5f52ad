/** A party whose settings list fields gets these and no others, by mailbox and by webhook, on every attempt the same. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { addParty, eventually, mayReceive, NOTE, useHub } from '../support/running-hub.ts';

const FIELDS = { 'pl.gov.udsc.exchange.note': ['/title'] };
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

interface Lease {
  readonly messages: readonly { readonly event: { readonly data: unknown; readonly type: string } }[];
}

describe('a party that is to get fewer fields', () => {
  const room = useHub(async (given) => {
    await addParty(given, 'PL-SG');
    const settings = { fields: FIELDS };
    const hook = { url: `${given.sink.url}/HOOK`, secrets: [SECRET], ...settings };
    await given.administration.createParty({ code: 'BOX', name: 'BOX', roles: ['receive'], destination: { adapter: 'mailbox', settings } });
    await given.administration.createParty({
      ...{ code: 'HOOK', name: 'HOOK', roles: ['receive'] },
      destination: { adapter: 'rest-consumers', settings: hook },
    });
    for (const code of ['BOX', 'HOOK', 'PL-SG']) await mayReceive(given, code);
  });
  const submit = (id: string, destination: string): Promise<unknown> => {
    const data = { title: 'visible', text: 'hidden', caseReference: 'DL-1' };
    const event = { specversion: '1.0', id, source: '/parties/PL-SG', type: NOTE, destination, data };
    return room.call('exchange.submit', 'PL-SG', { body: Buffer.from(JSON.stringify(event)) });
  };
  const mailbox = async (party: string): Promise<unknown[]> =>
    ((await room.call('exchange.fetch', party)).body as Lease).messages.map(({ event }) => event.data);

  it('finds them in its mailbox, while another party gets all of the same message', async () => {
    await submit('f-1', 'BOX,PL-SG');
    assert.deepEqual(await mailbox('BOX'), [{ title: 'visible' }]);
    assert.deepEqual(await mailbox('PL-SG'), [{ title: 'visible', text: 'hidden', caseReference: 'DL-1' }]);
  });

  it('gets them by webhook, the same bytes on every attempt', async () => {
    room.sink.answer('/HOOK', { status: 500 });
    await submit('f-2', 'HOOK');
    await eventually('it was tried twice', () => room.sink.at('/HOOK').length >= 2);
    room.sink.answer('/HOOK', { status: 200 });
    const bodies = room.sink.at('/HOOK').map(({ body }) => body.toString('utf8'));
    assert.equal(new Set(bodies).size, 1);
    assert.deepEqual((JSON.parse(bodies[0] ?? '{}') as { data: unknown }).data, { title: 'visible' });
  });

  it('never sees the rest among the bytes that are kept with a failed attempt', async () => {
    const { rows } = await room.running.hub.database.reads.query<{ sent: Buffer | null }>(
      'SELECT sent FROM attempt WHERE sent IS NOT NULL',
    );
    assert.ok(rows.length > 0);
    for (const { sent } of rows) assert.doesNotMatch(sent?.toString('utf8') ?? '', /hidden/);
  });
});
