/** Every way in which SIS can fail to answer, and the name it gets: faults, silence, answers cut off and answers in a wrong encoding. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { describe, it } from 'mocha';
import type { ErrorCode } from '../../broker/contract/error-catalogue.ts';
import { connectTo, personSearch } from '../support/sis.ts';
import { asking, bodyOf, envelope, failing, IHOR, rightAnswer, spoilt } from '../support/sis-peer.ts';

/** Answers after the request was read, with what `answer` does to the response and the right words. */
const afterReading = (answer: (response: Parameters<RequestListener>[1], right: Buffer) => void): RequestListener => {
  return (request, response) => void bodyOf(request).then((text) => answer(response, Buffer.from(rightAnswer(text))));
};

const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length >> 1);

describe('a SIS that does not answer as it should', () => {
  const silent: [string, RequestListener, ErrorCode][] = [
    ['takes the search and says nothing', () => undefined, 'SIS_TIMEOUT'],
    ['sends the head of an answer and no body', afterReading((response) => response.flushHeaders()), 'SIS_TIMEOUT'],
    ['sends half of the answer and waits', afterReading((response, right) => response.write(half(right))), 'SIS_TIMEOUT'],
    ['hangs up before the first byte', (_request, response) => response.destroy(), 'SIS_UNAVAILABLE'],
    [
      'breaks off in the middle of chunks',
      afterReading((response, right) => response.write(half(right), () => response.destroy())),
      'SIS_UNAVAILABLE',
    ],
    [
      'promises more than it sends and hangs up',
      afterReading((response, right) => {
        response.writeHead(200, { 'content-length': right.length });
        response.write(half(right), () => response.destroy());
      }),
      'SIS_UNAVAILABLE',
    ],
    ['ends half of the answer as if it were whole', afterReading((response, right) => response.end(half(right))), 'SIS_GARBAGE'],
    [
      'ends in the middle of a letter',
      afterReading((response, right) => response.end(Buffer.concat([half(right), Buffer.from('ż').subarray(0, 1)]))),
      'SIS_GARBAGE',
    ],
    ['answers 200 without a body', afterReading((response) => response.end()), 'SIS_GARBAGE'],
    ['answers 404', afterReading((response) => response.writeHead(404).end('no such page')), 'SIS_UNAVAILABLE'],
    ['answers 503', afterReading((response) => response.writeHead(503).end()), 'SIS_UNAVAILABLE'],
  ];
  for (const [what, listener, code] of silent)
    it(`is ${code} when it ${what}`, async () => {
      assert.equal((await failing(listener)).hubCode, code);
    });

  it('is SIS_GARBAGE when it speaks no HTTP at all', async () => {
    const server = createServer(
      (socket) =>
        void socket
          .on('error', () => undefined)
          .resume()
          .end('220 mail.example ready\r\n'),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const sis = await connectTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/sis`);
    assert.equal((await sis.failing(personSearch(IHOR))).hubCode, 'SIS_GARBAGE');
    await sis.connection.close();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('an answer of SIS in a wrong encoding', () => {
  /** An answer that is right in UTF-8, with a name beyond ASCII: only its encoding is wrong. */
  const partial = (answer: string): string =>
    answer.replace('noMatch', 'partial').replace('</SourceAsOf>', '$&<SilentSource>Łódź</SilentSource>');
  const declared = (answer: string, name: string): string => partial(answer).replace('encoding="utf-8"', `encoding="${name}"`);
  const latin2 = (text: string): Buffer =>
    Buffer.from(text.replaceAll('Ł', '\u00a3').replaceAll('ó', '\u00f3').replaceAll('ź', '\u00bc'), 'latin1');
  const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');
  const withBytes = (answer: string, ...bytes: number[]): Buffer =>
    Buffer.from(partial(answer).replace('Łódź', Buffer.from(bytes).toString('latin1')), 'latin1');

  const wrong: [string, (answer: string) => string | Buffer][] = [
    ['Latin-2 that says so', (a) => latin2(declared(a, 'iso-8859-2'))],
    ['Latin-2 that says it is UTF-8', (a) => latin2(partial(a))],
    ['Windows-1250 that says so', (a) => declared(a, 'windows-1250').replace('Łódź', 'Lodz')],
    ['UTF-16 with its mark', (a) => utf16(declared(a, 'utf-16'))],
    ['UTF-16 that says it is UTF-8', (a) => utf16(partial(a))],
    ['UTF-7 by its declaration', (a) => declared(a, 'utf-7').replace('Łódź', 'Lodz')],
    ['UTF-8 with a half of a surrogate pair', (a) => withBytes(a, 0xed, 0xa0, 0x80)],
    ['UTF-8 with an overlong letter', (a) => withBytes(a, 0xc1, 0x8c)],
    ['UTF-8 with a letter cut off', (a) => withBytes(a, 0xc5)],
  ];
  for (const [what, spoil] of wrong)
    it(`is SIS_GARBAGE: ${what}`, async () => {
      assert.equal((await failing(spoilt(spoil))).hubCode, 'SIS_GARBAGE');
    });

  it('is none with the mark of UTF-8 before it, nor with any spelling of its name', async () => {
    const right = [
      partial,
      (a: string) => `\uFEFF${partial(a)}`,
      (a: string) => declared(a, 'UTF-8'),
      (a: string) => partial(a).replace(/ encoding="[^"]*"/, ''),
    ];
    for (const spell of right) assert.deepEqual((await asking(spoilt(spell))).silentSources, ['Łódź']);
  });
});

describe('a SOAP fault of SIS', () => {
  const soap11 = (code: string): string => `<s:Fault><faultcode>${code}</faultcode><faultstring>Jan Kowalski</faultstring></s:Fault>`;
  const soap12 = (code: string, subcode: string): string =>
    `<s:Fault><s:Code><s:Value>${code}</s:Value><s:Subcode><s:Value>${subcode}</s:Value></s:Subcode></s:Code>` +
    '<s:Reason><s:Text>Jan Kowalski</s:Text></s:Reason></s:Fault>';

  const faults: [string, number, string, string][] = [
    ['of the server', 500, soap11('s:Server'), 's:Server'],
    ['of the server, with a code of its own', 500, soap11('s:Server.Unavailable'), 's:Server.Unavailable'],
    ['of the client', 400, soap11('s:Client.User'), 's:Client.User'],
    ['of authentication', 401, soap11('s:Client.Authentication'), 's:Client.Authentication'],
    ['of the version', 500, soap11('s:VersionMismatch'), 's:VersionMismatch'],
    ['of a header that was not understood', 500, soap11('s:MustUnderstand'), 's:MustUnderstand'],
    ['that comes with 200', 200, soap11('s:Server.Overloaded'), 's:Server.Overloaded'],
    ['of SOAP 1.2, by its subcode', 500, soap12('s:Receiver', 'sis:Overloaded'), 'sis:Overloaded'],
    ['whose code is no code', 500, soap11('Jan Kowalski is wanted'), 'UNKNOWN'],
  ];
  for (const [what, status, body, faultCode] of faults)
    it(`${what} is SIS_FAULT with its code alone`, async () => {
      const error = await failing((_request, response) => response.writeHead(status).end(envelope(body)));
      assert.deepEqual([error.hubCode, error.facts['faultCode']], ['SIS_FAULT', faultCode]);
      assert.doesNotMatch(`${JSON.stringify(error)} ${error.stack}`, /Kowalski/);
    });
});
