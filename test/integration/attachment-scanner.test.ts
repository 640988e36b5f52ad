/** The scanner of attachments: what it refuses is not kept, and without its answer nothing passes. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'mocha';
import { scan, type ScannerSettings } from '../../broker/attachments/scanner.ts';
import { pdf, useAttachments } from '../support/attachment-room.ts';

const command = (script: string, timeoutMs = 5000): ScannerSettings => ({
  kind: 'command',
  command: process.execPath,
  arguments: ['-e', script],
  timeoutMs,
});
/** Reads all, then ends: 1 when it saw the word. */
const LOOKS = `let seen='';process.stdin.on('data',(d)=>seen+=d).on('end',()=>process.exit(seen.includes('VIRUS')?1:0))`;

const bytes = (...parts: readonly Buffer[]) =>
  async function* (): AsyncGenerator<Buffer> {
    yield* parts;
  };
const code = (work: Promise<void>): Promise<string> =>
  work.then(
    () => 'clean',
    (error: unknown) => (error as { hubCode: string }).hubCode,
  );

describe('the scanner of attachments', () => {
  let server: Server;
  let url = '';
  let got = '';
  let status = 204;
  before(async () => {
    server = createServer((req, res) => {
      got = '';
      req.on('data', (part: Buffer) => (got += part.toString())).on('end', () => res.writeHead(status).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  after(() => server.close());

  it('is a command that gets the bytes on its standard input: 0 is clean, 1 refused, and nothing else passes', async () => {
    assert.equal(await code(scan(command(LOOKS), bytes(pdf('a'), pdf('b')))), 'clean');
    assert.equal(await code(scan(command(LOOKS), bytes(pdf('a'), pdf('VIRUS')))), 'ATTACHMENT_REFUSED');
    assert.equal(await code(scan(command('process.exit(2)'), bytes(pdf('a')))), 'SCANNER_UNAVAILABLE');
    assert.equal(await code(scan(command('setInterval(() => 0, 1000)', 300), bytes(pdf('a')))), 'SCANNER_UNAVAILABLE');
    assert.equal(
      await code(scan({ ...command(''), command: '/no/such/scanner' } as ScannerSettings, bytes(pdf('a')))),
      'SCANNER_UNAVAILABLE',
    );
  });

  it('may refuse before it has read all, but not let pass what it did not read', async () => {
    const long = bytes(...Array.from({ length: 100 }, () => Buffer.alloc(100_000)));
    assert.equal(await code(scan(command('process.exit(1)'), long)), 'ATTACHMENT_REFUSED');
    assert.equal(await code(scan(command('process.exit(0)'), long)), 'SCANNER_UNAVAILABLE');
  });

  it('is an HTTP endpoint: 2xx is clean, 422 refused, and nothing else passes', async () => {
    const answers = new Map<number, string>();
    for (status of [200, 204, 422, 404, 500, 301])
      answers.set(status, await code(scan({ kind: 'http', url, timeoutMs: 2000 }, bytes(pdf('a'), pdf('b')))));
    const clean = [200, 204].map((one) => [one, 'clean']);
    const none = [404, 500, 301].map((one) => [one, 'SCANNER_UNAVAILABLE']);
    assert.deepEqual([...answers].sort(), [...clean, [422, 'ATTACHMENT_REFUSED'], ...none].sort() as [number, string][]);
    assert.equal(got, `${pdf('a').toString()}${pdf('b').toString()}`);
    assert.equal(await code(scan({ kind: 'http', url: 'http://127.0.0.1:1/', timeoutMs: 2000 }, bytes(pdf('a')))), 'SCANNER_UNAVAILABLE');
  });

  it('is asked for nothing where there is none', async () => {
    assert.equal(await code(scan({ kind: 'none' }, () => assert.fail('nobody reads'))), 'clean');
  });
});

describe('an upload past a scanner', () => {
  const room = useAttachments((settings) => ({ ...settings, scanner: command(LOOKS) }));

  it('is kept when it is clean, and leaves nothing when it is refused', async () => {
    assert.equal((await room.upload('ASKER', pdf('fine'))).status, 201);
    const { status, json } = await room.upload('ASKER', pdf('VIRUS'));
    assert.deepEqual([status, json['code']], [422, 'ATTACHMENT_REFUSED']);
    assert.equal((await room.rows('SELECT FROM attachment')).length, 1);
  });
});

describe('an upload when the scanner is away', () => {
  const room = useAttachments((settings) => ({ ...settings, scanner: command('process.exit(2)') }));

  it('is not let through, and leaves nothing', async () => {
    const { status, json, headers } = await room.upload('ASKER', pdf('fine'));
    assert.deepEqual([status, json['code'], headers.get('retry-after')], [503, 'SCANNER_UNAVAILABLE', '30']);
    assert.equal((await room.rows('SELECT FROM attachment')).length, 0);
  });
});
