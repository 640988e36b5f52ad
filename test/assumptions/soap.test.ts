import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';
import { createClientAsync } from 'soap';

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

  it('turns a flag and a number it cannot read into false and NaN', async () => {
    const body = await parse(
      '<SearchPersonsResponse xmlns="urn:pobyt-hub:sis:search:v1"><Alert><HasPhoto>maybe</HasPhoto><Score>many</Score></Alert></SearchPersonsResponse>',
    );
    const [alert] = body['SearchPersonsResponse']?.['Alert'] as { HasPhoto: unknown; Score: unknown }[];
    assert.deepEqual([alert?.HasPhoto, alert?.Score], [false, NaN]);
  });

  it('has no limit on depth', async () => {
    const deep = '<x>'.repeat(5000) + '</x>'.repeat(5000);
    await parse(`<PingResponse xmlns="urn:pobyt-hub:sis:search:v1">${deep}</PingResponse>`);
  });
});
