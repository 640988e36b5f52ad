/** Signatures of webhooks, judged by the reference library of Standard Webhooks. */
import assert from 'node:assert/strict';
import { Webhook } from 'standardwebhooks';
import { signatureOf } from '../../adapters/rest-consumers/signature.ts';

const secret = (fill: number): string => `whsec_${Buffer.alloc(24, fill).toString('base64')}`;
const body = Buffer.from('{"specversion":"1.0","data":{"title":"Zażółć gęślą jaźń"}}');

const headersOf = (secrets: readonly string[]): Record<string, string> => {
  const seconds = Math.floor(Date.now() / 1000);
  const signature = signatureOf({ id: '42', seconds, body }, secrets);
  return { 'webhook-id': '42', 'webhook-timestamp': String(seconds), 'webhook-signature': signature };
};

describe('the signature of a webhook', () => {
  it('is accepted by the reference library', () => {
    assert.deepEqual(new Webhook(secret(1)).verify(body.toString(), headersOf([secret(1)])), JSON.parse(body.toString()));
  });

  it('is accepted with either secret during a rotation', () => {
    for (const one of [secret(1), secret(2)]) assert.ok(new Webhook(one).verify(body.toString(), headersOf([secret(1), secret(2)])));
  });

  it('is refused with another secret and for other bytes', () => {
    assert.throws(() => new Webhook(secret(3)).verify(body.toString(), headersOf([secret(1), secret(2)])));
    assert.throws(() => new Webhook(secret(1)).verify(`${body.toString()} `, headersOf([secret(1)])));
  });
});
