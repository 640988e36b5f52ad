/** What a queued registration would look like at the register, and what a document of its interface says. Sends nothing. */
import { HubError } from '../../broker/contract/errors.ts';
import type { Explainer, Explanation } from '../../broker/contract/explain.ts';
import { readCodes, type Codes } from './codes.ts';
import { fromNode, type Form } from './form.ts';
import { EVENT, REFUSAL, VISA } from './forms.ts';
import { REGISTRATION, requestIn } from './registration.ts';
import type { RegisterWrite } from './request.ts';
import { toWire } from './translate.ts';
import { createXmlReader, NAMESPACE, writeXml, type XmlNode } from './xml.ts';

const MOST = 8 * 1024 * 1024;

export const explainer: Explainer = {
  deliver: (body) => {
    const { type } = JSON.parse(body.toString('utf8')) as { type?: string };
    const asked = requestIn({ type: type ?? '', deliveryId: 'delivery-id', body });
    if (asked === undefined)
      throw new HubError('TRANSLATION_FAILED', { detail: `The visa register takes messages of the type ${REGISTRATION} and no others.` });
    const { document, lost } = toWire(asked as RegisterWrite, readCodes());
    return { form: writeXml(document), lost };
  },
  read: async (document) => {
    if (!document.includes(`"${NAMESPACE}"`)) return undefined;
    const reader = createXmlReader();
    const reading = reader.read(document, MOST);
    reader.close();
    if ('faults' in reading) {
      return { what: 'a document of the visa register', faults: reading.faults.map((detail) => ({ pointer: '', detail })) };
    }
    return explained(reading.node);
  },
};

const RECORDS: Readonly<Record<string, Form>> = { Visa: VISA, Refusal: REFUSAL, Event: EVENT };

function explained(node: XmlNode): Explanation {
  const what = `${node.name} of the visa register`;
  try {
    return { what, faults: [], canonical: recordsIn(node, readCodes()) };
  } catch (error) {
    if (error instanceof HubError) return { what, faults: [{ pointer: '', detail: `${error.hubCode}: ${error.message}` }] };
    throw error;
  }
}

/** The outermost records, wherever they stand. */
function recordsIn({ children }: XmlNode, codes: Codes): readonly unknown[] {
  return children.flatMap((child) => {
    const form = RECORDS[child.name];
    return form === undefined ? recordsIn(child, codes) : [fromNode(form, child, codes)];
  });
}
