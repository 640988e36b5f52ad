import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';
import { createClientAsync } from 'soap';

type HttpDone = (error: unknown, response: object, body: string) => unknown;

/** What the SIS adapter believes of the SOAP library; if one of these fails, its guards can be simpler or must be stronger. */
describe('the SOAP library', () => {
  const wsdl = fileURLToPath(new URL('../../adapters/sis2/wsdl/sis2.wsdl', import.meta.url));

  async function parse(body: string): Promise<Record<string, Record<string, unknown>>> {
    const client = await createClientAsync(wsdl, { disableCache: true });
    const envelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
    return (client.wsdl.xmlToObject(envelope) as { Body: Record<string, Record<string, unknown>> }).Body;
  }

  it('writes a text in CDATA brackets unescaped, so that it could close its element', async () => {
    const client = await createClientAsync(wsdl, { disableCache: true });
    const evil = '<![CDATA[a]]></Echo><Other/><Echo><![CDATA[b]]>';
    const write = client.wsdl.objectToDocumentXML.bind(client.wsdl) as (...args: unknown[]) => string;
    assert.ok(write('PingRequest', { Echo: evil }, 'tns', 'urn:pobyt-hub:sis:search:v1').includes('<Other/>'));
    assert.ok(!write('PingRequest', { Echo: ' <![CDATA[x' }, 'tns', 'urn:pobyt-hub:sis:search:v1').includes('<![CDATA['));
  });

  it('takes an empty answer as a call that came to its end', async () => {
    const httpClient = { request: (_url: string, _body: string, done: HttpDone) => done(null, { status: 200 }, '') as never };
    const client = await createClientAsync(wsdl, { disableCache: true, httpClient });
    const ping = client['PingAsync'] as (args: object) => Promise<unknown[]>;
    assert.deepEqual((await ping({ Echo: 'x' }))[0], {});
  });

  it('reads answers in ways that ours must not be read, so that it is shown none (docs/adr/0006)', async () => {
    const nil = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"';
    const body = await parse(
      `<SearchPersonsResponse xmlns="urn:pobyt-hub:sis:search:v1"><Alert ${nil}><Score>1</Score></Alert>` +
        '<Alert><HasPhoto>maybe</HasPhoto><Score>many</Score><Reason><![CDATA[<?xml version="1.0"?><a>b</a>]]></Reason></Alert></SearchPersonsResponse>',
    );
    assert.deepEqual(body['SearchPersonsResponse']?.['Alert'], [{ HasPhoto: false, Score: NaN, Reason: { a: 'b' } }]);
  });
});
