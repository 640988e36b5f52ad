/** How a search would go to SIS, and what an answer of SIS says, for `hub explain`. Sends nothing. */
import type { Explainer, Explanation } from '../../broker/contract/explain.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { readAnswer, type Operation } from './answer.ts';
import { renderRequest } from './client.ts';
import { readCodes } from './codes.ts';
import type { SisFindings } from './request.ts';
import { fromWire, toWire } from './translate.ts';
import { createRequestValidator } from './validate-request.ts';
import { WireNode } from './wire-reader.ts';

export const explainer: Explainer = {
  ask: async (asked) => {
    const validate = await createRequestValidator();
    const { operation, body, notCarried } = toWire(validate(asked), await readCodes());
    return { form: await renderRequest(operation, body), lost: notCarried };
  },
  read: async (document) => {
    const text = document.toString('utf8');
    if (!/[:<]Envelope[\s>]/.test(text)) return undefined;
    const asked = /[:<](SearchPersons|SearchDocuments|FetchAlert)Request[\s>/]/.exec(text)?.[1];
    if (asked !== undefined) return { what: `request to SIS (${asked}), as the hub sends it`, faults: [] };
    const operation = /[:<](SearchPersons|SearchDocuments|FetchAlert)Response[\s>/]/.exec(text)?.[1] as Operation | undefined;
    return operation === undefined && !/[:<]Fault[\s>]/.test(text) ? undefined : readFindings(document, operation ?? 'SearchPersons');
  },
};

async function readFindings(document: Buffer, operation: Operation): Promise<Explanation> {
  const what = `answer of SIS to ${operation}`;
  try {
    return { what, faults: [], canonical: await findingsIn(document, operation) };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    return { what, faults: [{ pointer: '', detail: `${error.hubCode}: ${error.message}` }] };
  }
}

/** The search is not known here: the answer is taken as one to a search for what it says it searched. */
async function findingsIn(document: Buffer, operation: Operation): Promise<SisFindings> {
  const codes = await readCodes();
  const answer = readAnswer({ status: 200, body: document }, operation);
  const said = new WireNode(answer, '');
  const request = { searchId: said.text('SearchId'), categories: said.words('Searched', codes.alertCategories) };
  return fromWire(answer, request, codes);
}
