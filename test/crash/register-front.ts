/**
 * A Central Visa Register that admits only who shows a certificate. It reads documents by itself and keeps its own list of what it
 * recorded, by number of application: the same again is a repeat, other content is not recorded.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { parseStringPromise } from 'xml2js';
import { certificateFile, type CertificateFile } from './certificates.ts';
import { digestOf } from './ledger.ts';
import { closeWebServer, listenOn, readAll } from './listening.ts';
import type { OpenFront } from './visit.ts';

export const openRegisterFront: OpenFront = async (receive) => {
  const register = createRegister();
  const file = (name: CertificateFile): Buffer => readFileSync(certificateFile(name));
  const tls = { cert: file('server.cert.pem'), key: file('server.key.pem'), ca: file('ca.cert.pem') };
  const server = createServer({ ...tls, requestCert: true, rejectUnauthorized: true }, (request, response) => {
    const send = (status: number, body: string): void => void response.writeHead(status, HEADERS).end(body);
    const receiveIt = async (body: Buffer): Promise<void> => {
      const { requestId, entry } = await readDocument(body.toString('utf8'));
      const digest = digestOf({ ...entry });
      let answer = '';
      receive({
        came: { key: requestId, eventId: entry.application, digest },
        takeDown: () => (answer = register.record(requestId, entry.application, digest)),
        confirm: () => send(200, answer),
        refuse: () => send(500, document('Fault', '<Code>Server.Unavailable</Code>')),
        cut: () => void response.writeHead(200, { ...HEADERS, 'content-length': 512 }).write('<Reg', () => response.destroy()),
      });
    };
    void readAll(request)
      .then(receiveIt)
      .catch(() => response.destroy());
  });
  const url = `https://127.0.0.1:${await listenOn(server)}/register`;
  const [cert, key, ca] = (['client.cert.pem', 'client.key.pem', 'ca.cert.pem'] as const).map(certificateFile);
  const node = { url, clientCertificate: { cert, key, ca }, connectTimeoutMs: 500, breaker: { probeEveryMs: 500 } };
  return { destination: { adapter: 'visa-register', settings: {} }, node, close: () => closeWebServer(server) };
};

const HEADERS = { 'content-type': 'application/xml; charset=utf-8' };

const document = (name: string, content: string): string => `<${name} xmlns="urn:pobyt-hub:visa-register:v1">${content}</${name}>`;

interface Register {
  /** Answers what is said about it. */
  record(requestId: string, application: string, digest: string): string;
}

function createRegister(): Register {
  const recorded = new Map<string, { readonly digest: string; readonly at: string }>();
  return {
    record: (requestId, application, digest) => {
      const id = `<RequestId>${requestId}</RequestId>`;
      const known = recorded.get(application);
      if (known !== undefined && known.digest !== digest) return document('NotRegistered', `${id}<Reason>applicationDiffers</Reason>`);
      const { at } = known ?? { at: new Date().toISOString() };
      recorded.set(application, { digest, at });
      return document('Registered', `${id}<IsNew>${known === undefined}</IsNew><RegisteredAt>${at}</RegisteredAt>`);
    },
  };
}

/** What a registration says, as far as it differs from one to the next. */
export interface Entry {
  readonly operation: string;
  readonly institution: string;
  readonly officer: string;
  readonly caseReference: string;
  readonly application: string;
  readonly sticker: string;
  readonly surname: string;
  readonly validTo: string;
  readonly remarks: string;
}

interface Node {
  readonly [name: string]: Node | string | undefined;
}

async function readDocument(xml: string): Promise<{ requestId: string; entry: Entry }> {
  const parsed = (await parseStringPromise(xml, { explicitArray: false, ignoreAttrs: true })) as Node;
  const [operation = ''] = Object.keys(parsed);
  const said = (...path: readonly string[]): string => textAt(parsed, [operation, ...path]);
  const entry: Entry = {
    operation,
    institution: said('Requester', 'Institution'),
    officer: said('Requester', 'Officer'),
    caseReference: said('Requester', 'CaseReference'),
    application: said('Visa', 'ApplicationNumber'),
    sticker: said('Visa', 'StickerNumber'),
    surname: said('Visa', 'Holder', 'Name', 'Surname', 'Original'),
    validTo: said('Visa', 'ValidTo'),
    remarks: said('Visa', 'Remarks'),
  };
  return { requestId: said('RequestId'), entry };
}

function textAt(node: Node, path: readonly string[]): string {
  const found = path.reduce<Node | string | undefined>((at, name) => (typeof at === 'object' ? at[name] : undefined), node);
  return typeof found === 'string' ? found : '';
}
