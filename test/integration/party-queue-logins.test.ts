/** The login of a party on RabbitMQ, what it may and may not do, and what becomes of messages while RabbitMQ is down or refuses the hub. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { connect, type ConfirmChannel } from 'amqplib';
import { after, before, describe, it } from 'mocha';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { startRabbit, type RabbitServer } from '../../local/rabbitmq.ts';
import { runHub, type CommandResult } from '../support/hub-command.ts';
import { joinQueue, type QueueParty } from '../support/queue-party.ts';
import { addQueueParty, deliveryOf, sendNote } from '../support/queue-room.ts';
import { addParty, eventually, useHub } from '../support/running-hub.ts';

const HUB_MAY_ALL = `rabbitmqctl set_permissions -p parties hub '.*' '.*' '.*'`;

describe('the queue of a party on a RabbitMQ of its own', function () {
  this.timeout(120_000);
  const folder = temporaryFolder('party-queues');
  let rabbit: RabbitServer;
  const parties: QueueParty[] = [];
  // Hooks run in the order they are made: the hub ends before its server goes.
  before('a RabbitMQ with a management API', async () => {
    rabbit = await startRabbit({ dir: join(folder, 'rabbitmq'), persistent: false, management: true });
    await rabbit.administer(`rabbitmqctl add_vhost parties; rabbitmqctl add_user hub secret; ${HUB_MAY_ALL}`);
  });
  const room = useHub(
    async (given) => {
      await addParty(given, 'PL-SG');
      for (const code of ['PL-ONE', 'PL-TWO', 'PL-LATE']) await addQueueParty(given, code, { settings: { acknowledgeWithinMs: 3000 } });
    },
    (config) => ({ ...config, adapters: { 'party-queues': { url: `amqp://hub:secret@127.0.0.1:${rabbit.port}/parties` } } }),
  );
  after(async () => {
    for (const party of parties) await party.leave().catch(() => undefined);
    await rabbit.stop();
    removeFolder(folder);
  });

  const hub = (...args: string[]): Promise<CommandResult> =>
    runHub(['parties', 'amqp', ...args, '--virtual-host', 'parties', '--json'], { DATABASE_URL: room.running.hub.config.databaseUrl });
  const made = async (party: string): Promise<string> => {
    const { code, stdout, stderr } = await hub(party, '--management', rabbit.managementUrl ?? '');
    assert.equal(code, 0, stderr);
    const { user, password, made: isMade } = JSON.parse(stdout) as { user: string; password: string; made: boolean };
    assert.equal(isMade, true);
    return urlOf(user, password);
  };
  const urlOf = (user: string, password: string): string => `amqp://${user}:${password}@127.0.0.1:${rabbit.port}/parties`;
  const consume = async (party: string, url: string): Promise<QueueParty> => {
    const joined = await eventually('the queue is there', () => joinQueue({ url, party, eager: true }).catch(() => undefined), 20_000);
    parties.push(joined);
    return joined;
  };
  const reaches = (id: string, state: string): Promise<unknown> =>
    eventually(`it is ${state}`, async () => (await deliveryOf(room, id)).state === state || undefined, 20_000);
  const failsBy = (id: string, code: string): Promise<unknown> =>
    eventually(
      `it fails by ${code}`,
      async () => (await deliveryOf(room, id)).failedAttempts.some((one) => one.errorCode === code) || undefined,
      20_000,
    );

  it('is read and acknowledged with the login that the management API made, and with no earlier password', async () => {
    const [first, url] = [await made('PL-ONE'), await made('PL-ONE')];
    await assert.rejects(connect(first), /ACCESS_REFUSED/);
    const party = await consume('PL-ONE', url);
    const id = await sendNote(room, 'PL-ONE');
    await reaches(id, 'delivered');
    const { body } = await party.say((await deliveryOf(room, id)).id);
    assert.equal(body['result'], 'acknowledged');
  });

  it('is all that the login of a party reaches', async () => {
    const connection = await connect(await made('PL-ONE'));
    const refused = async (act: (channel: ConfirmChannel) => Promise<unknown>): Promise<number> => {
      const channel = await connection.createConfirmChannel();
      const closed = new Promise<number>((resolve) => channel.once('error', (error: { code: number }) => resolve(error.code)));
      await act(channel).catch(() => undefined);
      return closed;
    };
    const publish = (exchange: string, key: string) => async (channel: ConfirmChannel) => {
      channel.publish(exchange, key, Buffer.alloc(0));
      await channel.waitForConfirms();
    };
    const acts: Readonly<Record<string, (channel: ConfirmChannel) => Promise<unknown>>> = {
      'read the queue of another': (channel) => channel.consume('parties.PL-TWO', () => undefined),
      'read acknowledgements': (channel) => channel.consume('parties.PL-ONE.acknowledgements', () => undefined),
      'acknowledge as another': publish('parties.PL-TWO.acknowledgements', ''),
      'write into a queue': publish('', 'parties.PL-TWO'),
      'make a queue': (channel) => channel.assertQueue('mine'),
      'delete its queue': (channel) => channel.deleteQueue('parties.PL-ONE'),
      'bind its exchange elsewhere': (channel) => channel.bindQueue('parties.PL-ONE', 'parties.PL-TWO.acknowledgements', ''),
    };
    for (const [what, act] of Object.entries(acts)) assert.equal(await refused(act), 403, what);
    await connection.close();
  });

  it('has a login by the commands that are told where no management API answers', async () => {
    const { stdout } = await hub('PL-TWO', '--management', `http://guest:guest@127.0.0.1:1`);
    const told = JSON.parse(stdout) as { made: boolean; user: string; password: string; commands: string[] };
    assert.equal(told.made, false);
    for (const time of ['once', 'again']) await rabbit.administer([`: ${time}`, ...told.commands].join('\n'));
    await consume('PL-TWO', urlOf(told.user, told.password));
    await reaches(await sendNote(room, 'PL-TWO'), 'delivered');
  });

  it('has no login for a party without a queue, without a destination, or in a virtual host that is not there', async () => {
    const code = async (result: Promise<CommandResult>): Promise<unknown> => (JSON.parse((await result).stderr) as { code: string }).code;
    assert.equal(await code(hub('PL-SG')), 'INVALID_STATE');
    assert.equal(await code(hub('PL-NOBODY')), 'NOT_FOUND');
    const elsewhere = ['parties', 'amqp', 'PL-ONE', '--json', '--virtual-host', 'nowhere', '--management', rabbit.managementUrl ?? ''];
    assert.equal(await code(runHub(elsewhere, { DATABASE_URL: room.running.hub.config.databaseUrl })), 'PARTY_QUEUE_REFUSED');
  });

  it('gets what was sent while RabbitMQ was down, after it came back', async () => {
    const url = await made('PL-ONE');
    await rabbit.kill();
    const id = await sendNote(room, 'PL-ONE');
    await failsBy(id, 'CONNECTION_FAILED');
    await rabbit.start();
    await consume('PL-ONE', url);
    await reaches(id, 'delivered');
  });

  it('gets what was sent while the hub had no permissions, after it has them again', async () => {
    await rabbit.administer('rabbitmqctl clear_permissions -p parties hub');
    await rabbit.forceCloseConnections();
    const id = await sendNote(room, 'PL-LATE');
    await failsBy(id, 'PARTY_QUEUE_REFUSED');
    await rabbit.administer(HUB_MAY_ALL);
    await consume('PL-LATE', await made('PL-LATE'));
    await reaches(id, 'delivered');
  });

  it('gets what lay in it when the virtual host was deleted, and what was sent while there was none', async () => {
    for (const party of parties) await party.leave().catch(() => undefined);
    const lost = await sendNote(room, 'PL-LATE');
    await eventually('it was published', async () => (await deliveryOf(room, lost)).attempts > 0 || undefined);
    await rabbit.administer('rabbitmqctl delete_vhost parties');
    const id = await sendNote(room, 'PL-LATE');
    await failsBy(id, 'PARTY_QUEUE_REFUSED');
    await rabbit.administer(`rabbitmqctl add_vhost parties; ${HUB_MAY_ALL}`);
    await consume('PL-LATE', await made('PL-LATE'));
    for (const each of [lost, id]) await reaches(each, 'delivered');
  });
});
