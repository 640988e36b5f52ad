/** What `hub explain` says of a registration for the visa register and of a document that came from there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { explainer } from '../../adapters/visa-register/explain.ts';
import { REGISTRATION, SHORT_STAY } from '../support/visas.ts';

const example = (name: string): Buffer => readFileSync(new URL(`../../adapters/visa-register/examples/${name}`, import.meta.url));
const messageOf = (type: string, data: unknown): Buffer =>
  Buffer.from(JSON.stringify({ specversion: '1.0', id: '1', source: '/parties/PL-MSZ/desk', type, data }));

describe('the explanation of the visa register', () => {
  it('shows the document that a registration becomes, with the party as the institution that asks', () => {
    const wire = explainer.deliver?.(messageOf('pl.gov.udsc.visa.registration.v1', REGISTRATION), {});
    assert.match(
      wire?.form ?? '',
      /<RegisterIssued [^>]*><RequestId>delivery-id<\/RequestId><Requester><Institution>PL-MSZ<\/Institution>/,
    );
    assert.deepEqual(wire?.lost, []);
  });

  it('refuses a message that the register does not take', () => {
    assert.throws(() => explainer.deliver?.(messageOf('pl.gov.udsc.exchange.note.v1', {}), {}), { hubCode: 'TRANSLATION_FAILED' });
  });

  it('reads a document of the register into its canonical records', async () => {
    const explained = await explainer.read?.(example('register-issued.xml'));
    assert.deepEqual(explained, { what: 'RegisterIssued of the visa register', faults: [], canonical: [SHORT_STAY] });
  });

  it('names by line and place what is wrong with one, and nothing of another system', async () => {
    const spoilt = example('register-issued.xml').toString().replace('<Type>C</Type>', '<Type>Z</Type>');
    const [fault] = (await explainer.read?.(Buffer.from(spoilt)))?.faults ?? [];
    assert.match(fault?.detail ?? '', /^line 14, \/\S+ Type: breaks its enumeration$/);
    assert.equal(await explainer.read?.(Buffer.from('<Envelope xmlns="urn:other"/>')), undefined);
  });
});
