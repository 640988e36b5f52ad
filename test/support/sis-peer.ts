/** Peers of the SIS adapter that answer with whatever a test makes of a right answer. */
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Sis2Settings } from '../../adapters/sis2/settings.ts';
import { connectTo, startPeer, type Asker } from './sis.ts';

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A right and complete negative answer to the request, to be spoilt by a test. */
export function rightAnswer(request: string): string {
  const searchId = /SearchId>([^<]+)</.exec(request)?.[1] ?? '';
  const searched = [...request.matchAll(/Category>([^<]+)</g)].map(([, code]) => `<Searched>${code}</Searched>`).join('');
  return envelope(
    `<SearchPersonsResponse xmlns="urn:pobyt-hub:sis:search:v1"><SearchId>${searchId}</SearchId><Outcome>noMatch</Outcome>${searched}` +
      '<AnsweredAt>2026-11-01T10:00:00Z</AnsweredAt><SourceKind>csSis</SourceKind><SourceAsOf>2026-11-01T10:00:00Z</SourceAsOf></SearchPersonsResponse>',
  );
}

export const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;

export async function withPeer<T>(
  listener: RequestListener,
  use: (sis: Asker) => Promise<T>,
  changes: Partial<Sis2Settings> = {},
): Promise<T> {
  const peer = await startPeer(listener);
  const sis = await connectTo(peer.url, changes);
  try {
    return await use(sis);
  } finally {
    await sis.connection.close();
    await peer.close();
  }
}

export const spoilt = (spoil: (answer: string) => string): RequestListener => {
  return (request, response) => void bodyOf(request).then((text) => response.end(spoil(rightAnswer(text))));
};
