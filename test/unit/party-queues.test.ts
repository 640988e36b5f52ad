/** Names, permissions and faults of the queues of parties, without a broker. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { explainer } from '../../adapters/party-queues/explain.ts';
import { codeOf } from '../../adapters/party-queues/faults.ts';
import { commandsFor, loginOf } from '../../adapters/party-queues/login.ts';
import { permissionsOf } from '../../adapters/party-queues/names.ts';
import { HubError } from '../../broker/contract/errors.ts';

describe('the queues of parties', () => {
  it('give a login what bears exactly its name, though codes hold signs of regular expressions', () => {
    const { read, write, configure } = permissionsOf('PL-A');
    assert.ok(new RegExp(read).test('parties.PL-A'));
    for (const name of ['parties.PL-AB', 'partiesxPL-A', 'x.parties.PL-A', 'parties.PL-A.acknowledgements', 'parties.PL-B'])
      assert.ok(!new RegExp(read).test(name), name);
    assert.ok(new RegExp(write).test('parties.PL-A.acknowledgements'));
    for (const name of ['', 'amq.default', 'parties.PL-A', 'parties.PL-B.acknowledgements']) assert.ok(!new RegExp(write).test(name), name);
    assert.ok(!new RegExp(configure).test('parties.PL-A'));
  });

  it('tell commands in which nothing is read by the shell but what was meant', () => {
    const commands = commandsFor(loginOf('PL-A', { password: "it's $HOME", virtualHost: '/' })).join('\n');
    assert.ok(commands.includes(String.raw`printf '%s\n' 'it'\''s $HOME' | rabbitmqctl add_user 'PL-A'`), commands);
    assert.ok(commands.includes(`set_permissions -p '/' 'PL-A' '^$' `), commands);
  });

  it('name every fault by the catalogue, whichever words amqplib has for it', () => {
    const faults: readonly (readonly [unknown, string])[] = [
      [new Error('connect ECONNREFUSED 127.0.0.1:5672'), 'CONNECTION_FAILED'],
      [new Error('Handshake terminated by server: 403 (ACCESS-REFUSED) with message "…"'), 'PARTY_QUEUE_REFUSED'],
      [new Error('Expected ConnectionOpenOk; got <ConnectionClose channel:0>'), 'PARTY_QUEUE_REFUSED'],
      [Object.assign(new Error('Operation failed'), { code: 406 }), 'PARTY_QUEUE_REFUSED'],
      [Object.assign(new Error('Operation failed'), { code: 404 }), 'PARTY_QUEUE_MISSING'],
      [new HubError('PARTY_QUEUE_FULL'), 'PARTY_QUEUE_FULL'],
    ];
    for (const [error, code] of faults) assert.equal(codeOf(error), code, String(error));
  });

  it('explain the message as it would lie in the queue', () => {
    const event = Buffer.from('{"specversion":"1.0","id":"e","source":"/parties/PL-SG","type":"t","data":{"n":1}}');
    const { form } = explainer.deliver?.(event, { mode: 'binary' }) ?? { form: '' };
    assert.match(form, /^message-id: /);
    assert.match(form, /^header cloudEvents_type: t$/m);
    assert.ok(form.endsWith('\n\n{"n":1}'), form);
  });
});
