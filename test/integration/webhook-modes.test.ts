/** What a party gets by webhook, in both content modes, judged by the reference libraries of Standard Webhooks and CloudEvents. */
import assert from 'node:assert/strict';
import { HTTP, type CloudEvent } from 'cloudevents';
import { describe, it } from 'mocha';
import { Webhook } from 'standardwebhooks';
import { judgeOf, messageIn, type AsyncApi } from '../support/asyncapi.ts';
import { addParty, eventually, mayReceive, NOTE, useHub } from '../support/running-hub.ts';
import type { Received } from '../support/webhook-sink.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const DATA = { title: 'Zmiana adresu', text: 'Ulica „Żółta” 5, ăâ' };

describe('a message by webhook', () => {
  const room = useHub(async (given) => {
    await addParty(given, 'PL-SG');
    for (const [code, mode] of [
      ['PL-STRUCTURED', 'structured'],
      ['PL-BINARY', 'binary'],
    ] as const) {
      const settings = { url: `${given.sink.url}/${code}`, secrets: [SECRET], mode };
      await given.administration.createParty({
        code,
        name: code,
        roles: ['receive'],
        destination: { adapter: 'rest-consumers', settings },
      });
      await mayReceive(given, code);
    }
  });
  const received = async (code: string, id: string): Promise<Received> => {
    const event = {
      specversion: '1.0',
      id,
      source: '/parties/PL-SG',
      type: NOTE,
      destination: code,
      subject: 'sprawa 7 „ż”',
      sequencekey: 'k',
      data: DATA,
    };
    await room.call('exchange.submit', 'PL-SG', { body: Buffer.from(JSON.stringify(event)) });
    return eventually('it is received', () => room.sink.at(`/${code}`).at(-1));
  };
  const asEvent = ({ headers, body }: Received): CloudEvent<unknown> =>
    HTTP.toEvent({ headers, body: body.toString('utf8') }) as CloudEvent<unknown>;

  for (const code of ['PL-STRUCTURED', 'PL-BINARY'])
    it(`to ${code} bears a signature that the reference library accepts, and is an event to the other`, async () => {
      const one = await received(code, code);
      assert.doesNotThrow(() => new Webhook(SECRET).verify(one.body.toString('utf8'), one.headers));
      const { id, type, source, data, sequence } = asEvent(one);
      assert.deepEqual({ id, type, source, data }, { id: code, type: NOTE, source: '/parties/PL-SG', data: DATA });
      assert.equal(Number(sequence), 1);
    });

  it('is in both modes as the AsyncAPI document of the hub describes it', async () => {
    const document = (await (await fetch(`${room.url}/api/v1/asyncapi.json`)).json()) as AsyncApi;
    const judge = judgeOf(document);
    for (const mode of ['structured', 'binary']) {
      const { headers, body } = await received(`PL-${mode.toUpperCase()}`, `described-${mode}`);
      const described = messageIn(document, 'webhook', `${NOTE}.${mode}`);
      assert.ok(judge(described.headers, headers) && judge(described.payload, JSON.parse(body.toString('utf8'))), mode);
      assert.ok(!judge(described.headers, {}) && !judge(described.payload, {}), mode);
    }
  });
  it('has in binary mode the data alone as its body, and the subject encoded in its header', async () => {
    const { headers, body } = await received('PL-BINARY', 'b-2');
    assert.deepEqual(JSON.parse(body.toString('utf8')), DATA);
    assert.equal(decodeURIComponent(headers['ce-subject'] ?? ''), 'sprawa 7 „ż”');
  });
});
