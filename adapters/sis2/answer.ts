/**
 * From the bytes of an HTTP answer to the content of the element that the operation is answered with. Whatever else comes back is an
 * error of the SIS_ family; nothing of the bytes gets into its words.
 */
import { garbage, soapFault, unavailable } from './faults.ts';
import { readXml, type XmlContent, type XmlElements } from './xml-document.ts';
import { ANSWER_LIMITS, findXmlDanger } from './xml-gate.ts';

export type Operation = 'SearchPersons' | 'SearchDocuments' | 'FetchAlert' | 'Ping';

export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

const SIS = 'urn:pobyt-hub:sis:search:v1';
/** SOAP 1.1, and 1.2 for the faults of gateways in between. */
const SOAP = ['http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'];

/** Throws SIS_UNAVAILABLE for another HTTP status than 200 without a fault, SIS_FAULT for a fault, SIS_GARBAGE for all that is no answer. */
export function readAnswer({ status, body }: HttpAnswer, operation: Operation): XmlElements {
  const text = body.toString('utf8');
  if (status !== 200 && !/[:<]Fault[\s>]/.test(text.slice(0, 4096))) throw unavailable(`HTTP_${status}`);
  const danger = findXmlDanger(text, ANSWER_LIMITS);
  if (danger !== undefined) throw garbage(danger);
  const { soap, content } = openEnvelope(readXml(body, SIS));
  const [fault] = content[`{${soap}}Fault`] ?? [];
  if (fault !== undefined) throw soapFault(faultCodes(fault, soap));
  if (status !== 200) throw unavailable(`HTTP_${status}`);
  return onlyElement(content, `${operation}Response`);
}

/** What stands in the one body of the one envelope, which is one element. */
function openEnvelope(document: XmlElements): { soap: string; content: XmlElements } {
  const soap = SOAP.find((uri) => document[`{${uri}}Envelope`] !== undefined);
  if (soap === undefined) throw garbage('it has no SOAP envelope');
  const content = onlyElement(onlyElement(document, `{${soap}}Envelope`), `{${soap}}Body`);
  if (Object.values(content).flat().length !== 1) throw garbage('its body is not one element');
  return { soap, content };
}

function onlyElement(elements: XmlElements, name: string): XmlElements {
  const [content, ...more] = elements[name] ?? [];
  if (content === undefined || typeof content === 'string' || more.length > 0) throw garbage('its envelope is not that of an answer');
  return content;
}

/** Where SOAP 1.1 and 1.2 have the code, the most telling first. */
function faultCodes(fault: XmlContent, soap: string): string[] {
  const at = (...names: string[]): XmlContent | undefined =>
    names.reduce<XmlContent | undefined>((content, name) => (typeof content === 'object' ? content[name]?.[0] : undefined), fault);
  const [code, subcode, value] = ['Code', 'Subcode', 'Value'].map((name) => `{${soap}}${name}`) as [string, string, string];
  return [at('{}faultcode'), at(`{${soap}}faultcode`), at(code, subcode, value), at(code, value)].filter((one) => typeof one === 'string');
}
