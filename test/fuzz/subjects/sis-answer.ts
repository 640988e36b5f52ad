/** Answers of SIS: from the bytes of an HTTP answer to findings, by the functions through which the adapter takes every answer. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readAnswer, type Operation } from '../../../adapters/sis2/answer.ts';
import { readCodes } from '../../../adapters/sis2/codes.ts';
import type { SisFindings } from '../../../adapters/sis2/request.ts';
import { fromWire } from '../../../adapters/sis2/translate.ts';
import type { SchemaShelf } from '../../../broker/contract/schemas.ts';
import { loadSchemas } from '../../../broker/routing/schema-shelf.ts';
import { makeAnswer } from '../../support/sis-answers.ts';
import { XML_GRAMMAR } from '../mutators/xml.ts';
import { hostileXml } from '../seeds/hostile-xml.ts';
import type { Subject } from '../subject.ts';

const MAX_BYTES = 2 * 1024 * 1024;
const EXAMPLE = new URL('../../../adapters/sis2/examples/search-persons-response.xml', import.meta.url);

/** The three searches have one form of answer, each under its own name; the name of another is refused. */
export const openSisAnswer =
  (operation: Exclude<Operation, 'Ping'>, translate = fromWire): (() => Promise<Subject>) =>
  () =>
    open(operation, translate);

async function open(operation: Operation, translate: typeof fromWire): Promise<Subject> {
  const [codes, shelf] = await Promise.all([readCodes(), loadSchemas()]);
  const answers = await Promise.all([makeAnswer(0), makeAnswer(1), makeAnswer(2, 8), makeAnswer(5, 9), makeAnswer(12, 10)]);
  const [{ request, body: clear }] = answers;
  return {
    seeds: [...answers.map(({ body }) => body), ...otherAnswers(clear.toString('utf8'))].map((body) => answerTo(operation, body)),
    hostile: hostileAnswers(clear.toString('utf8')).map((body) => answerTo(operation, body)),
    grammar: XML_GRAMMAR,
    maxBytes: MAX_BYTES,
    read: (document) => {
      const status = document.length % 32 === 0 ? 500 : 200;
      const findings = translate(readAnswer({ status, body: document }, operation), request, codes);
      assertWhole(findings, shelf);
      return true;
    },
  };
}

const answerTo = (operation: Operation, body: Buffer): Buffer =>
  Buffer.from(body.toString('latin1').replaceAll('SearchPersonsResponse', `${operation}Response`), 'latin1');

function otherAnswers(clear: string): Buffer[] {
  const searchId = /<SearchId>.*<\/SearchId>/.exec(clear)?.[0] ?? '';
  const example = readFileSync(EXAMPLE, 'utf8').replace(/<SearchId>.*<\/SearchId>/, searchId);
  const withBody = (body: string): string => clear.replace(/<soap:Body>[^]*<\/soap:Body>/, `<soap:Body>${body}</soap:Body>`);
  const soap12 =
    '<soap:Fault><soap:Code><soap:Value>soap:Receiver</soap:Value><soap:Subcode><soap:Value>x:Busy</soap:Value></soap:Subcode></soap:Code></soap:Fault>';
  const texts = [
    example,
    clear.replace('noMatch', 'tooMany'),
    clear.replace('noMatch', 'partial').replace('</SourceAsOf>', '</SourceAsOf><SilentSource>CS-SIS</SilentSource>'),
    clear.replaceAll('SearchPersonsResponse', 'SearchAllResponse'),
    withBody('<soap:Fault><faultcode>soap:Server.Unavailable</faultcode><faultstring>No.</faultstring></soap:Fault>'),
    withBody(soap12).replaceAll('http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'),
    withBody('<PingResponse xmlns="urn:pobyt-hub:sis:search:v1"><Echo>x</Echo></PingResponse>'),
    withBody(''),
    '<html><body>maintenance</body></html>',
  ];
  return texts.map((text) => Buffer.from(text));
}

function hostileAnswers(clear: string): Buffer[] {
  const utf16 = Buffer.from(clear, 'utf16le');
  const withMark = Buffer.concat([Buffer.from('fffe', 'hex'), utf16]);
  const latin1 = Buffer.from(clear.replace('</SearchId>', 'Í</SearchId>'), 'latin1');
  return [...hostileXml(clear).map((text) => Buffer.from(text)), utf16, withMark, latin1];
}

/** What is not refused is what the schema of a match says, so that nothing half-read passes for an alert. */
function assertWhole({ matches, answeredAt, source }: SisFindings, shelf: SchemaShelf): void {
  for (const [index, { links, ...match }] of matches.entries()) {
    const shown = { matchNumber: index + 1, ...match, ...(links.length === 0 ? {} : { links }) };
    assert.deepEqual(shelf.faults('sis-match/v1.schema.json', shown), []);
  }
  assert.ok(Number.isFinite(Date.parse(answeredAt)) && Number.isFinite(Date.parse(source.asOf)));
}
