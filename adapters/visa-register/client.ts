/**
 * One document out, one document back, over kept connections: both valid by the XSD, the answer bounded before it is parsed. No redirects,
 * no unpacking; certificates are read once.
 */
import { readFile } from 'node:fs/promises';
import { Agent, request, type Dispatcher } from 'undici';
import { HubError } from '../../broker/contract/errors.ts';
import { faulted, garbage, toRegisterError, unavailable } from './faults.ts';
import type { ClientCertificate, FullSettings } from './settings.ts';
import { createXmlReader, writeXml, type XmlNode, type XmlReader } from './xml.ts';

export interface RegisterClient {
  /** `signal` ends it. Throws HubError of the VISA_REGISTER_ family, INVALID_VISA for what the XSD does not admit. */
  call(document: XmlNode, signal: AbortSignal): Promise<XmlNode>;
  close(): Promise<void>;
}

/** Larger than any request of ours. */
const MOST_SENT = 1024 * 1024;

export async function createRegisterClient(settings: FullSettings): Promise<RegisterClient> {
  const certificates = await readCertificates(settings.clientCertificate);
  const reader = createXmlReader();
  const agent = new Agent({
    connect: { timeout: settings.connectTimeoutMs, ...certificates },
    connections: settings.maxConcurrent + 1,
    pipelining: 1,
    keepAliveTimeout: 4000,
  });
  let isClosed = false;
  return {
    call: async (document, signal) => {
      if (isClosed) throw unavailable('CLOSED');
      const body = validBody(document, reader);
      try {
        const answer = await post({ url: settings.url, agent, body, signal });
        return readAnswer(answer.status, await readBounded(answer.body, settings.maxAnswerBytes), { reader, settings });
      } catch (error) {
        throw toRegisterError(error, signal.aborted);
      }
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await agent.destroy();
      reader.close();
    },
  };
}

/** What the register would refuse as no document of its interface must not leave. */
function validBody(document: XmlNode, reader: XmlReader): string {
  const text = writeXml(document);
  const reading = reader.read(Buffer.from(text), MOST_SENT);
  if ('node' in reading) return text;
  const detail = `The visa register has no place for this: ${reading.faults.join('; ')}.`;
  throw new HubError('INVALID_VISA', { detail, faults: reading.faults.map((fault) => ({ pointer: '', detail: fault })) });
}

interface Post {
  readonly url: string;
  readonly agent: Agent;
  readonly body: string;
  readonly signal: AbortSignal;
}

async function post({ url, agent, body, signal }: Post): Promise<{ status: number; body: Dispatcher.ResponseData['body'] }> {
  const answer = await request(url, {
    method: 'POST',
    dispatcher: agent,
    headers: { 'content-type': 'application/xml; charset=utf-8', accept: 'application/xml' },
    body,
    signal,
    // The signal bounds the whole call.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return { status: answer.statusCode, body: answer.body };
}

async function readBounded(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw garbage('it is larger than allowed'); // leaving the loop ends the connection
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function readAnswer(status: number, bytes: Buffer, { reader, settings }: { reader: XmlReader; settings: FullSettings }): XmlNode {
  const reading = reader.read(bytes, settings.maxAnswerBytes);
  const isFault = 'node' in reading && reading.node.name === 'Fault';
  if (isFault) throw faulted(reading.node.children[0]?.text ?? 'UNKNOWN');
  if (status !== 200) throw unavailable(`HTTP_${status}`);
  if ('faults' in reading) throw garbage(reading.faults.slice(0, 3).join('; '));
  return reading.node;
}

async function readCertificates({ passphrase, ...paths }: ClientCertificate): Promise<Record<string, Buffer | string>> {
  const options: Record<string, Buffer | string> = passphrase === undefined ? {} : { passphrase };
  for (const [name, path] of Object.entries(paths)) {
    options[name] = await readFile(path).catch(() => {
      throw new HubError('CONFIG_INVALID', { detail: `The file for "${name}" of the connection to the visa register cannot be read.` });
    });
  }
  return options;
}
