/** Explains a SIS search: the categories that its party would search for its purpose, and the document that would go to SIS. */
import type { Explainer } from '../../broker/contract/explain.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { SchemaShelf } from '../../broker/contract/schemas.ts';
import { loadCodeLists } from '../../schemas/code-lists/load.ts';
import { requestOf } from '../../services/sis/ask-sis.ts';
import { createLackOf } from '../../services/sis/query-lack.ts';
import { loadRightsMatrix } from '../../services/sis/rights.ts';
import type { SisSearch } from '../../services/sis/search.ts';
import { NOTHING_MORE, type Explained } from './explained.ts';

const SCHEMA = 'sis-search/v1.schema.json';
const NO_ID = '00000000-0000-4000-8000-000000000000';

export const looksLikeSearch = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'kind' in value && ('person' in value || 'document' in value || 'alert' in value);

interface Question {
  readonly schemas: SchemaShelf;
  readonly explainer: Explainer | undefined;
  readonly party: string | undefined;
  readonly nowMs: number;
}

export async function explainSearch(value: unknown, { schemas, explainer, party, nowMs }: Question): Promise<Explained> {
  const what = 'SIS search';
  const faults = schemas.faults(SCHEMA, value);
  if (faults.length > 0) return { ...NOTHING_MORE, what, faults };
  const search = value as SisSearch;
  const lack = createLackOf(await loadCodeLists())(search);
  if (lack.length > 0) return { ...NOTHING_MORE, what, faults: lack };
  const shown = { ...NOTHING_MORE, what, canonical: search };
  if (party === undefined)
    return { ...shown, faults: [], remarks: ['Whose search? Name the party by --party to see what would go to SIS.'] };
  const rights = await loadRightsMatrix();
  const closed = rights.refusalOf(party, search.purpose, nowMs);
  const categories = rights.categoriesFor(party, search.purpose, nowMs);
  if (closed !== undefined || categories.length === 0)
    return { ...shown, faults: [{ pointer: '/purpose', detail: `PURPOSE_NOT_ALLOWED: ${closed ?? `${party} may not search for it.`}` }] };
  return { ...shown, ...(await formOf(explainer, requestOf({ searchId: NO_ID, party, search, categories }))) };
}

async function formOf(explainer: Explainer | undefined, request: unknown): Promise<Pick<Explained, 'faults' | 'recipients' | 'remarks'>> {
  const sis = { destination: 'SIS', by: 'sis2', type: null, problem: null };
  try {
    const wire = await explainer?.ask?.(request);
    const remarks = ['Officer and grant are judged by a running hub.'];
    return { faults: [], recipients: [{ ...sis, form: wire?.form ?? null, lost: wire?.lost ?? [] }], remarks };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const faults = error.faults.length > 0 ? error.faults : [{ pointer: '', detail: `${error.hubCode}: ${error.message}` }];
    return { faults, recipients: [], remarks: [] };
  }
}
