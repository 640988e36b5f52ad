/** A real recipient of notes by webhook that refuses those whose titles the test names, and says what it took, and when. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Taken {
  readonly title: string;
  /** Monotonic milliseconds. */
  readonly at: number;
}

export interface ChoosyRecipient {
  readonly settings: Readonly<Record<string, unknown>>;
  /** Titles answered with 400. */
  readonly refused: Set<string>;
  /** Titles answered with 410. */
  readonly gone: Set<string>;
  readonly taken: Taken[];
  titles(): string[];
  /** How many calls came in all. */
  calls(): number;
  forget(): void;
  close(): Promise<void>;
}

export async function openChoosyRecipient(): Promise<ChoosyRecipient> {
  const refused = new Set<string>();
  const gone = new Set<string>();
  const taken: Taken[] = [];
  let calls = 0;
  const statusOf = (title: string): number => (gone.has(title) ? 410 : refused.has(title) ? 400 : 204);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls += 1;
      const { data } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { data: { title: string } };
      const status = statusOf(data.title);
      if (status === 204) taken.push({ title: data.title, at: performance.now() });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    settings: { url, secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`] },
    refused,
    gone,
    taken,
    titles: () => taken.map(({ title }) => title),
    calls: () => calls,
    forget: () => {
      for (const titles of [refused, gone]) titles.clear();
      taken.length = 0;
      calls = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
