import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { after, before, describe, it } from 'mocha';
import { generateAlerts } from '../../adapters/sis2/simulator/alerts.ts';
import { nameKey } from '../../adapters/sis2/simulator/name-key.ts';
import { startSisSimulator, type SisSimulator } from '../../adapters/sis2/simulator/simulator.ts';

const adapterFolder = new URL('../../adapters/sis2/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, adapterFolder), 'utf8');

describe('the folder of the SIS simulator', () => {
  const files = readdirSync(new URL('simulator/', adapterFolder)).filter((file) => file.endsWith('.ts'));

  it('shares no code with the adapter: a simulator that does proves nothing', () => {
    for (const file of files) {
      const imports = [...read(`simulator/${file}`).matchAll(/from '(\.[^']+)'/g)].map(([, path]) => path ?? '');
      const foreign = imports.filter((path) => !/^\.\/[\w-]+\.ts$/.test(path) && !path.startsWith('../../../generator/'));
      assert.deepEqual(foreign, [], file);
    }
  });
});

describe('names in the SIS simulator', () => {
  it('are one name in every usual spelling and script', () => {
    for (const spellings of [
      ['Шевченко', 'SHEVCHENKO', 'Shevchenko'],
      ['Юлія', 'Yuliia', 'Iuliia', 'Julija'],
      ['Müller', 'MUELLER'],
      ['Łukasz', 'LUKASZ'],
      ['გიორგი', 'Giorgi'],
      ['Марченко-Демо', 'MARCHENKO DEMO', 'Marchenko<Demo'],
      ['Nguyễn', 'NGUYEN'],
    ]) {
      assert.equal(new Set(spellings.map(nameKey)).size, 1, `${spellings.join()}: ${spellings.map(nameKey).join()}`);
    }
  });

  it('keep different names apart', () => {
    assert.notEqual(nameKey('Kowalski'), nameKey('Kowalczyk'));
    assert.notEqual(nameKey('Ivanov'), nameKey('Ivanova'));
  });
});

interface RawReply {
  readonly status: number;
  readonly body: string;
}

describe('the SIS simulator as a SOAP server', () => {
  let simulator: SisSimulator;
  before(async () => {
    simulator = await startSisSimulator({ alerts: 0 });
  });
  after(() => simulator.close());

  const post = (body: string | Buffer, headers: Record<string, string> = {}): Promise<RawReply> =>
    new Promise((resolve, reject) => {
      const request = httpRequest(
        simulator.url,
        { method: 'POST', agent: false, headers: { 'content-type': 'text/xml', ...headers } },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        },
      );
      request.on('error', reject);
      request.end(body);
    });

  const example = read('examples/search-persons-request.xml');

  it('answers the example request, and its answer fits the schema of the WSDL', async () => {
    const { status, body } = await post(example);
    assert.equal(status, 200);
    assert.match(body, /matches/);
    assertFitsWsdl(body);
  });

  it('gives answers that fit the schema for every kind of alert it generates', async () => {
    const full = await startSisSimulator({ alerts: 150, seed: 9 });
    const all = (JSON.parse(read('codes.json')) as { alertCategories: Record<string, string> }).alertCategories;
    const categories = Object.values(all).map((wire) => `<Category>${wire}</Category>`);
    const anyone = example.replace(/(<Category>.*<\/Category>\s*)+/s, categories.join(''));
    for (const alert of generateAlerts({ seed: 9, count: 150, today: new Date() }).filter((one) => one.Identity.length > 0)) {
      const surname = alert.Identity[0]?.Surname ?? '';
      const person = `<Person><Surname>${surname}</Surname><DateOfBirth>${alert.Identity[0]?.DateOfBirth ?? ''}</DateOfBirth></Person>`;
      const reply = await fetch(full.url, {
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        body: anyone.replace(/<Person>.*<\/Person>/s, person),
      });
      const body = await reply.text();
      assert.match(body, new RegExp(alert.SchengenId));
      assertFitsWsdl(body);
    }
    await full.close();
  });

  it('answers nothing without the right username token', async () => {
    for (const spoilt of [example.replace('sis-simulator', 'guessed'), example.replace(/<soap:Header>.*<\/soap:Header>/s, '')]) {
      const { status, body } = await post(spoilt);
      assert.equal(status, 401);
      assert.doesNotMatch(body, /MARCHENKO/);
    }
  });

  it('refuses a technical account without a person, a purpose and a case', async () => {
    const { status, body } = await post(example.replace(/<EndUserId>.*<\/EndUserId>/, ''));
    assert.equal(status, 500);
    assert.match(body, /soap:Client\.User/);
  });

  it('leaks neither stack nor message, whatever is wrong with the request', async () => {
    const wrong = [
      '',
      'x',
      '<a/>',
      '<a><b></a>',
      example.replace('SearchPersonsRequest', 'Other'),
      example.replaceAll('Surname', 'Other'),
      '<!DOCTYPE a><a/>',
    ];
    for (const body of [...wrong, '<a>'.repeat(1000), `${'<a>'.repeat(15)}<!ENTITY`]) {
      const reply = await post(body);
      assert.ok(reply.status >= 400, body.slice(0, 40));
      assert.doesNotMatch(reply.body, /\.js|\.ts|node_modules|TypeError|at \w+ \(/);
    }
  });

  it('refuses bodies that are too large or compressed', async () => {
    assert.equal((await post(Buffer.alloc(1000), { 'content-encoding': 'gzip' })).status, 415);
    const large = await post(' '.repeat(70_000)).catch(() => ({ status: 413 }));
    assert.equal(large.status, 413);
  });

  it('is reached by a control call on its own port, which knows its scenarios', async () => {
    const wrong = await fetch(simulator.controlUrl, { method: 'POST', body: '{"scenario":"EXPLODE"}' });
    assert.equal(wrong.status, 422);
    const state = (await (await fetch(simulator.controlUrl)).json()) as { scenario: string };
    assert.equal(state.scenario, 'NORMAL');
  });
});

describe('the documents beside the SIS adapter', () => {
  for (const file of readdirSync(new URL('examples/', adapterFolder)).filter((name) => name.endsWith('.xml'))) {
    it(`${file} fits the schema of the WSDL`, () => assertFitsWsdl(read(`examples/${file}`)));
  }

  it('the settings schema accepts what the page of SIS shows and refuses what it forbids', () => {
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(read('settings.schema.json')) as object);
    const url = 'https://sis.example/sis';
    assert.ok(validate({ url, security: { kind: 'username-token', username: 'a', password: 'b' } }));
    assert.ok(validate({ url, security: { kind: 'client-certificate', pfx: '/run/secrets/sis.pfx', passphrase: 'x' }, maxConcurrent: 8 }));
    assert.ok(!validate({ url, security: { kind: 'client-certificate', cert: '/only/half' } }));
    assert.ok(!validate({ url, security: { kind: 'none' } }));
    assert.ok(!validate({ url: 'ftp://sis.example', security: { kind: 'username-token', username: 'a', password: 'b' } }));
  });
});

/** Takes the schema out of the WSDL and the payload out of the envelope, and validates one by the other. */
function assertFitsWsdl(envelope: string): void {
  const schema = XmlDocument.fromString(/<xs:schema[\s\S]*<\/xs:schema>/.exec(read('wsdl/sis2.wsdl'))?.[0] ?? '');
  const validator = XsdValidator.fromDoc(schema);
  const payload = XmlDocument.fromString(/<soap:Body>([\s\S]*)<\/soap:Body>/.exec(envelope)?.[1]?.trim() ?? '');
  try {
    validator.validate(payload);
  } finally {
    for (const one of [payload, validator, schema]) one.dispose();
  }
}
