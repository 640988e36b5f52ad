/** Forms to and from another state over real SMTP: sent, confirmed, answered, once each, also across a restart and a silent peer. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { visionMail, type From } from '../../adapters/visa-consultation-network/simulator/written-forms.ts';
import { consultationData, OURS, THEIRS } from '../support/network.ts';
import { openNetworkRoom, type Arrived, type NetworkRoom } from '../support/network-room.ts';
import { eventually } from '../support/running-hub.ts';
import { useDatabase } from '../support/suite-database.ts';

const FROM: From = { state: 'DEU', address: THEIRS, to: OURS };
const RECEIVED = 'pl.gov.udsc.visa.form-received.v1';
const ANSWER = 'pl.gov.udsc.visa.consultation-answer.v1';

describe('the visa consultation network', function () {
  this.timeout(60_000);
  const database = useDatabase();
  let room: NetworkRoom;
  before(async () => {
    room = await openNetworkRoom(database.url, { settings: { receiptWithinMs: 1000 } });
  });
  after(() => room.close());

  const arrivals = async (type: string, reference: string): Promise<readonly Arrived[]> =>
    (await room.mailbox()).filter((one) => one.type === type && [one.data['reference'], one.data['consultationId']].includes(reference));
  const arrival = (type: string, reference: string): Promise<Arrived> =>
    eventually(`${type} for ${reference}`, async () => (await arrivals(type, reference))[0]);
  const problemsOf = async (kind: string): Promise<readonly string[]> =>
    (await room.problems()).filter((one) => one.kind === kind).map(({ subject }) => subject);
  const formsOf = (reference: string): typeof room.state.received =>
    room.state.received.filter(({ headings }) => headings.get('001') === reference);

  it('sends a consultation as form A and tells the sender when the other state has confirmed it by form R', async () => {
    const reference = 'POL0000000000000101';
    await room.submit('K-1', consultationData(reference));
    const told = await arrival(RECEIVED, reference);
    assert.deepEqual(told.data, { state: 'DEU', eventId: 'K-1', kind: 'CONSULTATION_REQUEST', reference });
    assert.equal(told.source, '/parties/DEU-VISION');
    const [form] = formsOf(reference);
    assert.equal(form?.subject, `${reference}.A`);
    assert.match(form.head, /^Content-Type: text\/plain; charset=iso-8859-15$/m);
    assert.match(form.head, /^Content-Transfer-Encoding: quoted-printable$/m);
    assert.equal(form.headings.get('005'), 'DEMCHENKO-PRYKLAD');
    assert.equal(form.headings.get('011'), '19830512');
    assert.match(form.headings.get('000') ?? '', /^POL[0-9A-F]{32}\d+$/);
  });

  it('hands the answer to the party that asked, and confirms it by form R', async () => {
    const reference = 'POL0000000000000102';
    room.state.behave({ answer: { code: '1', afterMs: 20 } });
    await room.submit('K-2', consultationData(reference));
    const answer = await arrival(ANSWER, reference);
    assert.equal(answer.data['answer'], 'OBJECTION');
    assert.deepEqual(answer.data['answeringAuthority'], { country: 'DEU', name: 'Zentrale Behörde' });
    room.state.behave({ answer: undefined as never });
    const receipt = await eventually('our form R', () => room.state.received.find(({ subject }) => subject === `${reference}.R`));
    assert.equal(receipt.headings.get('000'), answer.id.replace('DEU-', ''));
  });

  it('tells operators of a form that stays without form R, and ends that when it comes late', async () => {
    const reference = 'POL0000000000000103';
    room.state.behave({ confirms: false });
    await room.submit('K-3', consultationData(reference));
    const [subject = ''] = await eventually('a problem', async () => {
      const found = await problemsOf('NETWORK_FORM_UNCONFIRMED');
      return found.length > 0 ? found : undefined;
    });
    assert.match(subject, new RegExp(`^DEU CONSULTATION_REQUEST ${reference} `));
    assert.deepEqual(await arrivals(RECEIVED, reference), []);
    room.state.behave({ confirms: true });
    await room.state.send(visionMail(FROM, `${reference}.R`, [`000:${formsOf(reference)[0]?.headings.get('000')}`, `001:${reference}`]));
    await arrival(RECEIVED, reference);
    assert.deepEqual(await problemsOf('NETWORK_FORM_UNCONFIRMED'), []);
  });

  it('takes the same form twice once, and confirms it twice', async () => {
    const mail = visionMail(FROM, 'DEU0000000000000201.M', [
      '000:DEUTWICE1',
      '001:DEU0000000000000201',
      '002:20260204',
      '003:DEU;Sample',
      '070:Hours',
      '071:Closed.',
    ]);
    await room.state.send(mail);
    await eventually('a notice', () => room.state.received.find(({ subject }) => subject === 'DEU0000000000000201.R'));
    await room.state.send(mail);
    await eventually(
      'two notices',
      () => room.state.received.filter(({ subject }) => subject === 'DEU0000000000000201.R').length >= 2 || undefined,
    );
    await arrival('pl.gov.udsc.visa.consular-message.v1', 'DEU0000000000000201');
    assert.equal((await arrivals('pl.gov.udsc.visa.consular-message.v1', 'DEU0000000000000201')).length, 1);
  });

  it('takes an answer that comes before form R, and then form R', async () => {
    const reference = 'POL0000000000000104';
    room.state.behave({ confirms: false });
    await room.submit('K-4', consultationData(reference));
    const form = await eventually('the form', () => formsOf(reference)[0]);
    await room.state.send(
      visionMail(FROM, `${reference}.B`, ['000:DEUEARLY', `001:${reference}`, '003:DEU;Sample', '040:DEUEARLY', '041:0', '042:20260203']),
    );
    assert.equal((await arrival(ANSWER, reference)).data['answer'], 'NO_OBJECTION');
    await room.state.send(visionMail(FROM, `${reference}.R`, [`000:${form.headings.get('000')}`, `001:${reference}`]));
    await arrival(RECEIVED, reference);
    room.state.behave({ confirms: true });
  });

  it('sends a form again, with the same identifier, when the other server hangs up before it has answered', async () => {
    const reference = 'POL0000000000000105';
    room.state.behave({ server: 'hangs-up-after-data', confirms: false });
    await room.submit('K-5', consultationData(reference));
    await eventually('the form', () => formsOf(reference)[0]);
    room.state.behave({ server: 'takes', confirms: true });
    await arrival(RECEIVED, reference);
    assert.ok(formsOf(reference).length >= 2);
    assert.equal(new Set(formsOf(reference).map(({ headings }) => headings.get('000'))).size, 1);
  });

  for (const [server, code] of [
    ['keeps-silent', 'SEND_TIMEOUT'],
    ['talks-garbage', 'RECIPIENT_GARBAGE'],
    ['refuses-for-now', 'RECIPIENT_ERROR'],
  ] as const)
    it(`tries again until a server that ${server} is well, and records ${code}`, async () => {
      const reference = `POLX${server.replaceAll('-', '').slice(0, 12).toUpperCase()}`;
      room.state.behave({ server });
      const id = await room.submit(`K-${server}`, consultationData(reference));
      const failed = async (): Promise<true | undefined> => {
        const rows = await room.query<{ error_code: string }>('SELECT error_code FROM attempt WHERE message_id = $1', [id]);

        return rows.some(({ error_code }) => error_code === code) || undefined;
      };
      await eventually(code, failed);
      room.state.behave({ server: 'takes' });
      await eventually('form R', async () => (await arrivals(RECEIVED, reference))[0], 20_000);
    });

  it('makes a dead letter of a form that the other server refuses for good', async () => {
    room.state.behave({ server: 'refuses' });
    await room.submit('K-dead', consultationData('POL0000000000000109'));
    await eventually('a dead letter', async () => (await problemsOf('DEAD_LETTERS'))[0]);
    room.state.behave({ server: 'takes' });
  });

  it('knows after a restart what it awaits: form R of before the stop is matched after it', async () => {
    const reference = 'POL0000000000000106';
    room.state.behave({ confirms: false });
    await room.submit('K-6', consultationData(reference));
    const form = await eventually('the form', () => formsOf(reference)[0]);
    await room.stopHub();
    const receipt = visionMail(FROM, `${reference}.R`, [`000:${form.headings.get('000')}`, `001:${reference}`]);
    await assert.rejects(room.state.send(receipt), /ECONNREFUSED/);
    await room.startHub();
    room.state.behave({ confirms: true });
    await room.state.send(receipt);
    await arrival(RECEIVED, reference);
  });
});
