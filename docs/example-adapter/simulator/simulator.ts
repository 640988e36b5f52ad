/** A stand-in for the archive: keeps the first record of each id and can be told to be closed. Shares nothing with translate.ts. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ArchiveSimulator {
  readonly url: string;
  /** Record by id; what came again was not kept a second time. */
  readonly records: ReadonlyMap<string, string>;
  /** How often each id came. */
  readonly calls: ReadonlyMap<string, number>;
  setClosed(isClosed: boolean): void;
  close(): Promise<void>;
}

const RECORD = /^(?:[a-zA-Z]+: .*\n)+$/;

export async function startArchive(port = 0): Promise<ArchiveSimulator> {
  const records = new Map<string, string>();
  const calls = new Map<string, number>();
  let isClosed = false;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const id = /^\/records\/([\w-]+)$/.exec(request.url ?? '')?.[1];
      const record = Buffer.concat(parts).toString('utf8');
      if (isClosed) return response.writeHead(503).end();
      if (id === undefined || request.method !== 'PUT') return response.writeHead(404).end();
      calls.set(id, (calls.get(id) ?? 0) + 1);
      if (!RECORD.test(record)) return response.writeHead(422).end();
      const isKnown = records.has(id);
      if (!isKnown) records.set(id, record);
      return response.writeHead(isKnown ? 200 : 201).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    records,
    calls,
    setClosed: (closed) => void (isClosed = closed),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
