/** What operators do about mails that could not be used: they see, open, have read again or are done with them, by REST and by command. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { after, before, describe, it } from 'mocha';
import { visionMail, type From } from '../../adapters/visa-consultation-network/simulator/written-forms.ts';
import type { OperationsNetworkMail, OperationsNetworkMailContent, OperationsNetworkMails } from '../../schemas/types.generated.ts';
import { freePort } from '../../local/ports.ts';
import { runHub, type CommandResult } from '../support/hub-command.ts';
import { OURS, THEIRS } from '../support/network.ts';
import { openNetworkRoom, type NetworkRoom } from '../support/network-room.ts';
import { eventually } from '../support/running-hub.ts';
import { useDatabase } from '../support/suite-database.ts';

const FROM: From = { state: 'DEU', address: THEIRS, to: OURS };
/** In order, but under a letter that is not in use here. */
const strange = (unifier: string): ReturnType<typeof visionMail> =>
  visionMail(FROM, 'DEU0000000000000501.Z', [`000:${unifier}`, '001:DEU0000000000000501', '002:20260204', '003:DEU;S', '070:H', '071:T']);
const broken = (unifier: string): ReturnType<typeof visionMail> =>
  visionMail(FROM, 'DEU0000000000000502.M', [`000:${unifier}`, '001:DEU0000000000000502', '083:?']);

describe('operators and mails that could not be used', function () {
  this.timeout(120_000);
  const database = useDatabase();
  let room: NetworkRoom;
  let url = '';
  let apiKey = '';
  before(async () => {
    const httpPort = await freePort();
    url = `http://127.0.0.1:${httpPort}`;
    room = await openNetworkRoom(database.url, { httpPort, listen: { maxBytes: 20_000 } });
    const { administration, hub } = room.hub;
    await administration.createParty({ code: 'OPERATOR', name: 'Operator', roles: ['operate'], destination: null });
    await administration.addOfficer({ party: 'OPERATOR', id: 'OP-1', name: 'Operator One', unit: 'Operations' });
    apiKey = (await administration.issueKey('OPERATOR')).apiKey;
    await hub.registry.refresh();
  });
  after(() => room.close());

  const list = async (query: Readonly<Record<string, string>> = {}): Promise<OperationsNetworkMails> => {
    const { body } = await room.hub.call<OperationsNetworkMails>('network-mail.list', { query });
    assert.deepEqual(room.hub.hub.schemas.faults('_operations/network-mails.schema.json', body), []);
    return body;
  };
  const act = async <T>(action: 'open' | 'handled' | 'reread', id: string, body: unknown = { reason: 'a test' }): Promise<T> =>
    (await room.hub.call<T>(`network-mail.${action}`, { path: { id }, body })).body;
  const kept = async (unifier: string, mail = broken(unifier)): Promise<OperationsNetworkMail> => {
    const known = new Set((await list()).mails.map(({ id }) => id));
    await room.state.send(mail);
    return (await list()).mails.find(({ id }) => !known.has(id)) ?? assert.fail('it is not kept');
  };
  const recorded = async (event: string, id: string): Promise<readonly { officer: string; payload: string }[]> =>
    room.query("SELECT officer, payload FROM audit_entry WHERE event = $1 AND payload LIKE '%' || $2 || '%'", [event, id]);
  const complaints = (): number => room.state.received.filter(({ subject }) => subject.endsWith('.T')).length;
  const hasProblem = async (): Promise<boolean> => (await room.problems()).some(({ kind }) => kind === 'NETWORK_UNREADABLE');

  it('see them without their contents, the latest first, by page, state and what became of them', async () => {
    const [first, second] = [await kept('DEUP1'), await kept('DEUP2')];
    const { next, mails } = await list({ limit: '1', state: 'DEU', handling: 'OPEN' });
    assert.deepEqual([mails[0]?.id, mails.length], [second.id, 1]);
    assert.deepEqual(
      (await list({ after: next ?? '' })).mails.map(({ id }) => id),
      [first.id],
    );
    assert.match(first.reason, /heading 083 does not belong/);
    assert.ok(!JSON.stringify(await list()).includes('DEUP1'));
    assert.deepEqual((await list({ state: 'FRA' })).mails, []);
    await assert.rejects(list({ handling: 'LOST' }), { hubCode: 'INVALID_PARAMETER' });
  });

  it('open one with a reason, byte by byte, and that is recorded before', async () => {
    const mail = await kept('DEUO1');
    for (const body of [{}, { reason: ' ' }]) await assert.rejects(act('open', mail.id, body), { hubCode: 'REASON_REQUIRED' });
    assert.deepEqual(await recorded('network-mail.opened', mail.id), []);
    const opened = await act<OperationsNetworkMailContent>('open', mail.id, { reason: 'DEU asked by phone' });
    assert.ok(Buffer.from(opened.contentBase64, 'base64').toString('latin1').includes('000:DEUO1\r\n'));
    const [entry, ...more] = await recorded('network-mail.opened', mail.id);
    assert.deepEqual([entry?.officer, entry?.payload.includes('DEU asked by phone'), more.length], ['OFF-1', true, 0]);
    await assert.rejects(act('open', '00000000-0000-4000-8000-000000000000'), { hubCode: 'NOT_FOUND' });
  });

  it('open none when that cannot be recorded', async () => {
    const mail = await kept('DEUO2');
    await room.query('ALTER FUNCTION hub_append_audit(json) RENAME TO hub_append_audit_away');
    try {
      await assert.rejects(act('open', mail.id), { hubCode: 'AUDIT_UNAVAILABLE' });
    } finally {
      await room.query('ALTER FUNCTION hub_append_audit_away(json) RENAME TO hub_append_audit');
    }
  });

  it('have one read again that is still broken: it waits again, and the other state is not told twice', async () => {
    const mail = await kept('DEUR1');
    await eventually('a technical error', () => room.state.received.some(({ headings }) => headings.get('095') === 'DEUR1') || undefined);
    const told = complaints();
    assert.equal((await act<OperationsNetworkMail>('reread', mail.id)).handling, 'REREAD');
    const again = await eventually('it was read', async () =>
      (await list()).mails.find(({ id, rereadAt, handling }) => id === mail.id && rereadAt !== null && handling === 'OPEN'),
    );
    assert.equal(again.reason, mail.reason);
    assert.equal(complaints(), told);
    assert.equal((await recorded('network-mail.reread', mail.id)).length, 1);
  });

  it('have one read again after a setting was mended: it is a message, and the other state gets its form R', async () => {
    const mail = await kept('DEUR2', strange('DEUR2'));
    assert.match(mail.reason, /letter Z is not in use/);
    await room.stopHub();
    await room.startHub({ letters: { CONSULAR_MESSAGE: 'Z' } });
    await act('reread', mail.id, { reason: 'letter Z entered' });
    await eventually('the message', async () => (await room.mailbox()).find(({ id }) => id === 'DEU-DEUR2'));
    await eventually('form R', () => room.state.received.find(({ subject }) => subject === 'DEU0000000000000501.R'));
    const taken = await eventually('it is taken', async () => (await list({ handling: 'TAKEN' })).mails[0]);
    assert.deepEqual([taken.id, taken.handledWhy, taken.handledBy], [mail.id, 'letter Z entered', 'OPERATOR OFF-1']);
    for (const action of ['reread', 'handled'] as const) await assert.rejects(act(action, mail.id), { hubCode: 'INVALID_STATE' });
  });

  it('cannot have one read again of which only the beginning is kept', async () => {
    const large = visionMail(FROM, 'DEU9.M', ['000:DEUBIG', ...Array.from({ length: 500 }, () => `071:${'x'.repeat(60)}`)]);
    // A stream is sent without its size.
    const hand = createTransport({ host: '127.0.0.1', port: room.hubPort, ignoreTLS: true });
    await assert.rejects(hand.sendMail({ envelope: { from: THEIRS, to: [OURS] }, raw: Readable.from([large.raw]) }), /552/);
    const [mail] = (await list()).mails;
    assert.deepEqual([mail?.isWhole, mail?.handling], [false, 'OPEN']);
    await assert.rejects(act('reread', mail?.id ?? ''), { hubCode: 'INVALID_STATE', message: /only its beginning/ });
  });

  it('are done with them, with a reason, and with the last one the problem ends; one that comes again waits again', async () => {
    assert.ok(await hasProblem());
    for (const { id } of (await list({ handling: 'OPEN' })).mails)
      assert.equal((await act<OperationsNetworkMail>('handled', id, { reason: 'DEU sends it anew' })).handling, 'HANDLED');
    await room.stopHub();
    await room.startHub();
    await eventually('the problem ends', async () => !(await hasProblem()) || undefined);
    const mail = broken('DEUH1');
    const again = await kept('DEUH1', mail);
    await act('handled', again.id);
    await room.state.send(mail);
    assert.equal((await list({ handling: 'OPEN' })).mails[0]?.id, again.id);
    assert.ok(await hasProblem());
  });

  it('do all of it by command, and nobody without the role does', async () => {
    const mail = await kept('DEUC1');
    const folder = mkdtempSync(join(tmpdir(), 'network-mail-'));
    const hub = (...args: string[]): Promise<CommandResult> =>
      runHub(['network', ...args], { HUB_URL: url, HUB_API_KEY: apiKey, HUB_OFFICER: 'OP-1' });
    try {
      const listed = await hub('list', '--state', 'DEU', '--limit', '1');
      assert.match(listed.stdout, new RegExp(`^${mail.id} +DEU .* OPEN .*heading 083`, 'm'), listed.stderr);
      const shown = await hub('open', mail.id, '--reason', 'look');
      assert.match(shown.stdout, /^000:DEUC1$/m);
      const save = join(folder, 'mail.eml');
      assert.equal((await hub('open', mail.id, '--reason', 'look', '--save', save)).code, 0);
      assert.ok(readFileSync(save, 'latin1').includes('000:DEUC1\r\n'));
      assert.match((await hub('open', mail.id, '--reason', 'look', '--save', save)).stderr, /INVALID_PARAMETER/);
      assert.equal((await recorded('network-mail.opened', mail.id)).length, 3);
      assert.match((await hub('handled', mail.id, '--reason', 'done')).stdout, /is HANDLED/);
      assert.match((await hub('reread', mail.id, '--reason', 'again')).stdout, /is REREAD/);
      const { administration } = room.hub;
      const key = (await administration.issueKey('PL-UDSC')).apiKey;
      await room.hub.hub.registry.refresh();
      const refused = await runHub(['network', 'list'], { HUB_URL: url, HUB_API_KEY: key, HUB_OFFICER: 'OP-1' });
      assert.match(refused.stderr, /^FORBIDDEN/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
