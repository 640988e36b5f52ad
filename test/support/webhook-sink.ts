/** A real HTTP server that plays the webhooks of parties: it keeps what came, and answers each path as the test says. */
import { createServer } from 'node:http';
import { freePort } from '../../local/ports.ts';

export interface Received {
  readonly path: string;
  readonly webhookId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Monotonic milliseconds. */
  readonly at: number;
}

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
}

export interface Sink {
  readonly url: string;
  /** What came to a path, in order. */
  at(path: string): readonly Received[];
  /** From now on the path answers this; 200 until told otherwise. */
  answer(path: string, answer: Answer): void;
  close(): Promise<void>;
}

export async function openSink(): Promise<Sink> {
  const received: Received[] = [];
  const answers = new Map<string, Answer>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const path = request.url ?? '';
      const sent = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      received.push({ path, webhookId: sent['webhook-id'] ?? '', headers: sent, body: Buffer.concat(parts), at: performance.now() });
      const { status, headers } = answers.get(path) ?? { status: 200 };
      response.writeHead(status, headers).end();
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    at: (path) => received.filter((one) => one.path === path),
    answer: (path, answer) => void answers.set(path, answer),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
