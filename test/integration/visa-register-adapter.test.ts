/** The adapter of the visa register against its simulator, and against peers that are slow, broken, hostile or gone. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Scenario } from '../../adapters/visa-register/simulator/scenario.ts';
import { startRegisterSimulator, type RegisterSimulator } from '../../adapters/visa-register/simulator/simulator.ts';
import type { VisaRegisterSettings } from '../../adapters/visa-register/settings.ts';
import type { HubError } from '../../broker/contract/errors.ts';
import { eventually } from '../support/running-hub.ts';
import { startPeer } from '../support/sis.ts';
import { BY_STICKER, connectRegister, type RegisterAsker } from '../support/visa-peer.ts';
import { REQUESTER, visaOf } from '../support/visas.ts';

const asked = { requestId: 'r-1', requester: REQUESTER };
const REQUESTED_BY = { officer: 'MSZ-OFF-1', purpose: 'VISA_C', legalBasis: 'Reg. (EC) 767/2008 Art. 10', caseReference: 'KL.2026.12' };

describe('the adapter of the visa register', () => {
  let simulator: RegisterSimulator;
  const opened: RegisterAsker[] = [];
  const connect = async (url: string, changes: Partial<VisaRegisterSettings> = {}): Promise<RegisterAsker> => {
    const register = await connectRegister(url, changes);
    opened.push(register);
    return register;
  };
  before(async () => {
    simulator = await startRegisterSimulator({ visas: 50, slowMs: 60_000 });
  });
  after(() => simulator.close());
  afterEach(async () => {
    simulator.setScenario('NORMAL');
    await Promise.all(opened.splice(0).map(({ connection }) => connection.close()));
  });

  it('records a visa, finds it, and says of a repeat that it is one', async () => {
    const register = await connect(simulator.url);
    const visa = visaOf(1);
    const first = await register.ask({ ...asked, operation: 'ISSUE', visa });
    const again = await register.ask({ ...asked, operation: 'ISSUE', visa });
    assert.ok(first.kind === 'REGISTERED' && again.kind === 'REGISTERED');
    assert.deepEqual([first.isNew, again.isNew, again.registeredAt], [true, false, first.registeredAt]);
    const found = await register.ask({ ...asked, operation: 'FIND_BY_APPLICATION', applicationNumber: visa.applicationNumber });
    assert.ok(found.kind === 'FOUND');
    assert.deepEqual(found.entries, [{ visa: { ...visa, status: 'EXPIRED' } }]);
    await register.connection.check(AbortSignal.timeout(1000));
  });

  it('answers that nothing is there only when the register says so', async () => {
    const found = await (await connect(simulator.url)).ask({ ...BY_STICKER, visaNumber: 'NOSUCH' });
    assert.ok(found.kind === 'FOUND');
    assert.deepEqual([found.total, found.entries], [0, []]);
  });

  it('refuses what is not canonical before anything leaves', async () => {
    const register = await connect(simulator.url);
    const before = simulator.answered('RegisterIssued');
    const error = await register.failing({ ...asked, operation: 'ISSUE', visa: { ...visaOf(2), type: 'E' } });
    assert.equal(error.hubCode, 'INVALID_VISA');
    assert.ok(error.faults.some(({ pointer }) => pointer === '/visa/type'));
    assert.equal(simulator.answered('RegisterIssued'), before);
  });

  const faults: readonly (readonly [Scenario, string])[] = [
    ['SLOW', 'VISA_REGISTER_TIMEOUT'],
    ['FAULT', 'VISA_REGISTER_FAULT'],
    ['GARBAGE', 'VISA_REGISTER_GARBAGE'],
    ['EMPTY', 'VISA_REGISTER_GARBAGE'],
    ['CUT', 'VISA_REGISTER_UNAVAILABLE'],
    ['HUGE', 'VISA_REGISTER_GARBAGE'],
    ['ENTITIES', 'VISA_REGISTER_GARBAGE'],
    ['LATIN2', 'VISA_REGISTER_GARBAGE'],
    ['DOWN', 'VISA_REGISTER_UNAVAILABLE'],
  ];
  for (const [scenario, code] of faults)
    it(`never takes a register that is ${scenario} for one that knows of no visa: ${code}`, async () => {
      const register = await connect(simulator.url);
      simulator.setScenario(scenario);
      assert.equal((await register.failing(BY_STICKER, 500)).hubCode, code);
      simulator.setScenario('NORMAL');
      assert.equal((await register.ask(BY_STICKER)).kind, 'FOUND');
    });

  it('records once what it tells again after the answer was cut off', async () => {
    const register = await connect(simulator.url);
    const data = { operation: 'ISSUE', requestedBy: REQUESTED_BY, visa: visaOf(3) };
    simulator.setScenario('CUT');
    const lost = await register.deliver(data, 'd-3');
    assert.deepEqual(lost, { kind: 'transient', code: 'CONNECTION_FAILED', connection: true });
    const last = simulator.feed.last;
    simulator.setScenario('NORMAL');
    assert.deepEqual(await register.deliver(data, 'd-3'), { kind: 'delivered' });
    assert.equal(simulator.feed.last, last);
  });

  it('says in a word why the register does not record a delivery, and holds no personal data of it', async () => {
    const register = await connect(simulator.url);
    const visa = visaOf(4);
    await register.deliver({ operation: 'ISSUE', requestedBy: REQUESTED_BY, visa });
    const result = await register.deliver({ operation: 'ISSUE', requestedBy: REQUESTED_BY, visa: { ...visa, stayDays: 7 } });
    assert.deepEqual(result, { kind: 'permanent', code: 'RECIPIENT_REJECTED', wire: { received: Buffer.from('APPLICATION_DIFFERS') } });
    assert.deepEqual(await register.deliver({ operation: 'ISSUE' }), { kind: 'permanent', code: 'TRANSLATION_FAILED' });
  });

  it('refuses at once after failures in a row, tells operators, and goes on once the register answers', async () => {
    const register = await connect(simulator.url, { breaker: { openAfter: 2, probeEveryMs: 100 } });
    simulator.setScenario('DOWN');
    await register.failing();
    await register.failing();
    assert.equal((await register.failing()).facts['breaker'], 'open');
    assert.deepEqual(
      register.open.map(({ kind }) => kind),
      ['BREAKER_OPEN'],
    );
    simulator.setScenario('NORMAL');
    await eventually('the probe', () =>
      register.ask(BY_STICKER).then(
        ({ kind }) => kind === 'FOUND' || undefined,
        () => undefined,
      ),
    );
    assert.deepEqual(register.open, []);
  });

  it('lets so many wait and refuses the rest', async () => {
    const register = await connect(simulator.url, { maxConcurrent: 1, maxWaiting: 1 });
    simulator.setScenario('SLOW');
    const codes = await Promise.all(
      [600, 100, 100].map((timeoutMs) => register.failing(BY_STICKER, timeoutMs).then(({ hubCode }) => hubCode)),
    );
    assert.deepEqual(codes.sort(), ['VISA_REGISTER_BUSY', 'VISA_REGISTER_BUSY', 'VISA_REGISTER_TIMEOUT']);
  });

  describe('against a peer that answers wrongly', () => {
    const failing = async (listener: RequestListener): Promise<HubError> => {
      const peer = await startPeer(listener);
      const register = await connect(peer.url, { maxAnswerBytes: 64 * 1024 });
      const error = await register.failing();
      await register.connection.close();
      await peer.close();
      return error;
    };
    const answering = (content: string, status = 200): RequestListener => {
      const body = `<?xml version="1.0"?><Found xmlns="urn:pobyt-hub:visa-register:v1">${content}</Found>`;
      return (_request, response) => void response.writeHead(status).end(body);
    };
    const head = '<RequestId>r-1</RequestId><AnsweredAt>2026-11-25T10:00:00Z</AnsweredAt>';

    it('takes no answer to another request, no wrong count, and nothing beyond the XSD', async () => {
      for (const content of [
        head.replace('r-1', 'r-2') + '<Total>0</Total>',
        `${head}<Total>0</Total><Total>0</Total>`,
        `${head}<Total>none</Total>`,
        `${head}<Total>0</Total><Visa/>`,
        '<a>'.repeat(20) + '</a>'.repeat(20),
      ]) {
        assert.equal((await failing(answering(content))).hubCode, 'VISA_REGISTER_GARBAGE', content);
      }
    });

    it('names a fault of the answer by line and place, and never its content', async () => {
      const { message } = await failing(answering(`${head}<Total>SECRET-KOWALSKI</Total>`));
      assert.match(message, /line 1/);
      assert.doesNotMatch(message, /KOWALSKI/);
    });

    it('follows no redirect and takes an error status for no answer', async () => {
      for (const status of [302, 404, 503]) {
        const error = await failing(answering(`${head}<Total>0</Total>`, status));
        assert.deepEqual([error.hubCode, error.facts['connectionCode']], ['VISA_REGISTER_UNAVAILABLE', `HTTP_${status}`]);
      }
    });

    it('is not fooled by a small answer that is large: nesting and floods end before the parser', async () => {
      const flood = await failing((_request, response) => void response.end(`<Found>${'<a/>'.repeat(40_000)}</Found>`));
      assert.equal(flood.hubCode, 'VISA_REGISTER_GARBAGE');
    });
  });

  describe('over TLS', () => {
    const file = (name: string): string => fileURLToPath(new URL(`../support/sis-tls/${name}`, import.meta.url));
    const pem = (name: string): string => readFileSync(file(name), 'utf8');

    it('shows its client certificate, and is refused without one', async () => {
      const tls = { key: pem('server.key.pem'), cert: pem('server.cert.pem'), ca: pem('ca.cert.pem') };
      const secure = await startRegisterSimulator({ visas: 1, tls });
      const ca = file('ca.cert.pem');
      const known = await connect(secure.url, { clientCertificate: { cert: file('client.cert.pem'), key: file('client.key.pem'), ca } });
      assert.equal((await known.ask(BY_STICKER)).kind, 'FOUND');
      const stranger = await connect(secure.url, { clientCertificate: { ca } });
      assert.equal((await stranger.failing()).hubCode, 'VISA_REGISTER_UNAVAILABLE');
      const suspicious = await connect(secure.url, { clientCertificate: { cert: file('client.cert.pem'), key: file('client.key.pem') } });
      assert.equal((await suspicious.failing()).hubCode, 'VISA_REGISTER_UNAVAILABLE');
      await Promise.all(opened.splice(0).map(({ connection }) => connection.close()));
      await secure.close();
    });
  });
});
