import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { personSearch, startPeer } from '../support/sis.ts';
import { asking, bodyOf, envelope, failing, IHOR, rightAnswer, spoilt, withPeer } from '../support/sis-peer.ts';

const many = (piece: (number: number) => string, count = 50_000): string => Array.from({ length: count }, (_, n) => piece(n)).join(' ');

/** Within twenty elements that declare five hundred prefixes each. */
const inScopes = (part: string): string =>
  Array.from({ length: 20 }, (_, depth) => `<x ${many((n) => `xmlns:a${depth}-${n}="urn:${n}"`, 500)}>`).join('') +
  part +
  '</x>'.repeat(20);

describe('the SIS client before a hostile or broken peer', () => {
  it('takes a right answer', async () => {
    assert.equal((await asking(spoilt((answer) => answer))).outcome, 'NO_MATCH');
  });

  const garbage: [string, (answer: string) => string][] = [
    ['declares entities that multiply', (a) => a.replace('?>', '?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>')],
    ['declares an external entity', (a) => a.replace('?>', '?><!DOCTYPE x SYSTEM "file:///etc/passwd">')],
    ['nests a million levels', () => '<a>'.repeat(500_000)],
    ['consists of a flood of elements', (a) => a.replace('</s:Body>', `${'<x/>'.repeat(50_000)}</s:Body>`)],
    ['is 200 KB of <', () => '<'.repeat(200_000)],
    ['holds a processing instruction', (a) => a.replace('<Outcome>', '<?php x?><Outcome>')],
    ['hides its markup in UTF-16 without saying so', (a) => Buffer.from(a, 'utf16le').toString('latin1')],
    [
      'uses ten thousand prefixes of which it declares none',
      (a) => a.replace('<Outcome>', `${many((n) => `<p${n}:x/>`, 10_000)}<Outcome>`),
    ],
    ['mixes texts and elements', (a) => a.replace('<Outcome>noMatch', '<Outcome>noMatch<x/>')],
    ['has its parts in another namespace', (a) => a.replace('<Outcome>', '<Outcome xmlns="urn:other">')],
    ['has two elements in its body', (a) => a.replace('</s:Body>', '<x/></s:Body>')],
    ['says an outcome that every object has', (a) => a.replace('noMatch', '__proto__')],
    ['is in another encoding', (a) => a.replace('utf-8', 'iso-8859-2')],
    ['is JSON', () => '{"outcome":"NO_MATCH"}'],
    ['is an HTML page', () => '<html><body>maintenance</body></html>'],
    ['is cut off in the middle', (a) => a.slice(0, a.length / 2)],
    ['is empty', () => ''],
    ['has an empty envelope', () => envelope('')],
    ['has two bodies', (a) => a.replace('</s:Body>', '</s:Body><s:Body><x/></s:Body>')],
    ['has another element in its body', () => envelope('<Other xmlns="urn:pobyt-hub:sis:search:v1"/>')],
    ['answers another search', (a) => a.replace(/<SearchId>.*<\/SearchId>/, '<SearchId>other</SearchId>')],
    ['has no outcome', (a) => a.replace('<Outcome>noMatch</Outcome>', '')],
    ['has two outcomes', (a) => a.replace('<Outcome>', '<Outcome>noMatch</Outcome><Outcome>')],
    ['has an unknown outcome', (a) => a.replace('noMatch', 'allClear')],
    ['covers fewer categories than asked for', (a) => a.replace(/<Searched>[^<]*<\/Searched>/, '')],
    ['gives a time that is none', (a) => a.replace('2026-11-01T10:00:00Z', 'yesterday')],
    ['says that alerts match and lists none', (a) => a.replace('noMatch', 'matches')],
    ['says that nothing matches and lists an alert', (a) => a.replace('<Searched>', '<Alert><SchengenId>X</SchengenId></Alert><Searched>')],
    ['is partial and names no silent source', (a) => a.replace('noMatch', 'partial')],
  ];
  for (const [what, spoil] of garbage) {
    it(`refuses, quickly, an answer that ${what}`, async () => {
      const from = performance.now();
      const error = await failing(spoilt(spoil));
      assert.equal(error.hubCode, 'SIS_GARBAGE');
      assert.ok(performance.now() - from < 900);
    });
  }

  const strange: [string, string][] = [
    [
      'names and references that mean something to others',
      '<__proto__>x</__proto__><constructor id="1"/><x id="__proto__"/><x href="#1"/>',
    ],
    ['another namespace', '<o:Alert xmlns:o="urn:other"/><Alert xmlns=""/>'],
    ['fifty thousand attributes', `<x ${many((n) => `a${n}="1"`)}/>`],
    ['fifty thousand namespaces', `<x ${many((n) => `xmlns:a${n}="urn:${n}"`)}/>`],
    ['namespaces at every depth above five thousand others', inScopes('<c xmlns="urn:c"/>'.repeat(5000))],
  ];
  for (const [what, part] of strange) {
    it(`reads over elements that it does not know, quickly, with ${what}`, async () => {
      const from = performance.now();
      assert.equal((await asking(spoilt((a) => a.replace('<Outcome>', `${part}<Outcome>`)))).outcome, 'NO_MATCH');
      assert.ok(performance.now() - from < 900);
    });
  }

  it('stops reading an answer that is larger than allowed', async () => {
    let written = 0;
    const flood: RequestListener = (_request, response) => {
      const more = (): void => {
        if (response.destroyed || written > 50e6) return;
        written += 65536;
        if (response.write('<a>'.padEnd(65536, ' '))) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    };
    assert.equal((await failing(flood, { maxAnswerBytes: 100_000 })).hubCode, 'SIS_GARBAGE');
    assert.ok(written < 20e6);
  });

  it('does not unpack a compressed answer', async () => {
    const bomb: RequestListener = (_request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(Buffer.alloc(20e6, '<a>')));
    };
    assert.equal((await failing(bomb)).hubCode, 'SIS_GARBAGE');
  });

  it('ends at the deadline though an answer trickles in', async () => {
    const trickle: RequestListener = (_request, response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    };
    const from = performance.now();
    assert.equal((await failing(trickle)).hubCode, 'SIS_TIMEOUT');
    assert.ok(performance.now() - from < 1500);
  });

  it('follows no redirect', async () => {
    let elsewhere = 0;
    const other = await startPeer((_request, response) => {
      elsewhere += 1;
      response.end();
    });
    const error = await failing((_request, response) => response.writeHead(307, { location: other.url }).end());
    assert.equal(error.hubCode, 'SIS_UNAVAILABLE');
    assert.equal(error.facts['connectionCode'], 'HTTP_307');
    assert.equal(elsewhere, 0);
    await other.close();
  });

  it('reads a gateway in between that says 502 as SIS not reached', async () => {
    const error = await failing((_request, response) => response.writeHead(502).end('<html>bad gateway</html>'));
    assert.deepEqual([error.hubCode, error.facts['connectionCode']], ['SIS_UNAVAILABLE', 'HTTP_502']);
  });

  it('keeps no word of a fault, not even in its code', async () => {
    const words = 'Jan Kowalski is wanted';
    const fault =
      (body: string): RequestListener =>
      (_request, response) =>
        response.writeHead(500).end(envelope(`<s:Fault>${body}</s:Fault>`));
    for (const body of [
      `<faultcode>${words}</faultcode><faultstring>${words}</faultstring><detail>${words}</detail>`,
      '',
      `<faultstring>${words}</faultstring>`,
    ]) {
      const error = await failing(fault(body));
      assert.ok(['SIS_FAULT', 'SIS_GARBAGE'].includes(error.hubCode));
      assert.doesNotMatch(`${JSON.stringify(error)} ${error.stack}`, /Kowalski/);
    }
    const soap12 = await failing(fault('<s:Code><s:Value>s:Receiver</s:Value></s:Code><s:Reason><s:Text>x</s:Text></s:Reason>'));
    assert.deepEqual([soap12.hubCode, soap12.facts['faultCode']], ['SIS_FAULT', 's:Receiver']);
  });

  it('asks once more on a new connection when a kept one turns out to be closed', async () => {
    const seen = new WeakSet<object>();
    const closesSecond: RequestListener = (request, response) => {
      if (seen.has(request.socket)) request.socket.destroy();
      else void bodyOf(request).then((text) => response.end(rightAnswer(text)));
      seen.add(request.socket);
    };
    await withPeer(closesSecond, async (sis) => {
      await sis.ask(personSearch(IHOR));
      assert.equal((await sis.ask(personSearch(IHOR))).outcome, 'NO_MATCH');
    });
  });

  it('settles with an error of the catalogue whatever comes back', async () => {
    let body = '';
    await withPeer(
      (_request, response) => response.end(body),
      async (sis) => {
        const piece = fc.constantFrom(
          '<',
          '>',
          '</',
          '/>',
          '"',
          '&',
          '&amp;',
          's:Envelope',
          's:Body',
          'Outcome',
          ' ',
          'x',
          '<![CDATA[',
          ']]>',
          '<!--',
          '-->',
          '<?xml',
          '?>',
        );
        const shapes = fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
        );
        await fc.assert(
          fc.asyncProperty(shapes, fc.boolean(), async (text, wrapped) => {
            body = wrapped ? envelope(text) : text;
            const error = await sis.failing(personSearch(IHOR), 2000);
            assert.ok(['SIS_GARBAGE', 'SIS_FAULT'].includes(error.hubCode), error.hubCode);
          }),
          { numRuns: 300 },
        );
      },
    );
  });
});
