/** A far side that is not SIS: it answers our client as a test tells it, right or spoilt, in words or in bytes. */
import type { IncomingMessage, RequestListener } from 'node:http';
import type { HubError } from '../../broker/contract/errors.ts';
import type { SisAnswer } from '../../adapters/sis2/request.ts';
import type { Sis2Settings } from '../../adapters/sis2/settings.ts';
import { connectTo, personSearch, startPeer, type Asker } from './sis.ts';

export const IHOR = { surname: 'Marchenko-Demo', forename: 'Ihor' };

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

export const spoilt = (spoil: (answer: string) => string | Buffer): RequestListener => {
  return (request, response) => void bodyOf(request).then((text) => response.end(spoil(rightAnswer(text))));
};

export const asking = (listener: RequestListener, changes?: Partial<Sis2Settings>): Promise<SisAnswer> =>
  withPeer(listener, (sis) => sis.ask(personSearch(IHOR)), changes);

export const failing = (listener: RequestListener, changes?: Partial<Sis2Settings>): Promise<HubError> =>
  withPeer(listener, (sis) => sis.failing(personSearch(IHOR), 1000), changes);
