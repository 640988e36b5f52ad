/** Bodies of SIS searches over REST, until they are admitted, with the real schema and rights matrix and a registry that knows the officers. */
import { readFileSync, readdirSync } from 'node:fs';
import type { RestCall } from '../../../broker/contract/endpoint.ts';
import type { Hub } from '../../../broker/contract/hub.ts';
import type { Officer } from '../../../broker/contract/registry.ts';
import { loadSchemas } from '../../../broker/routing/schema-shelf.ts';
import { createGenerator } from '../../../generator/people.ts';
import { admit } from '../../../services/sis/admission.ts';
import { loadCodeLists } from '../../../schemas/code-lists/load.ts';
import { createLackOf } from '../../../services/sis/query-lack.ts';
import { loadRightsMatrix } from '../../../services/sis/rights.ts';
import { JSON_GRAMMAR } from '../mutators/json.ts';
import { hostileJson } from '../seeds/hostile-json.ts';
import type { Subject } from '../subject.ts';

const EXAMPLES = new URL('../../../schemas/sis-search/examples/valid/', import.meta.url);
const MAX_BYTES = 1024 * 1024;
const OFFICER = { id: 'SG-OFF-1', unit: 'PSG Terespol' };

export async function openSisSearch(): Promise<Subject> {
  const [schemas, rights, lists] = await Promise.all([loadSchemas(), loadRightsMatrix(), loadCodeLists()]);
  const lackOf = createLackOf(lists);
  const officer = (party: string, id: string): Officer | undefined => (id === OFFICER.id ? ({ party, ...OFFICER } as Officer) : undefined);
  const hub = {
    schemas,
    registry: { officer, isGranted: () => true },
    clock: { now: () => Date.parse('2026-11-25T08:00:00Z'), monotonicMs: () => 0 },
    audit: { lookup: { record: async () => undefined } },
  } as unknown as Hub;
  const principal = { party: 'PL-SG', roles: ['sis-search'], keyPrefix: 'x' } as const;
  const searches = validSearches();
  return {
    seeds: searches.map((text) => Buffer.from(text)),
    hostile: hostileJson(searches[0] ?? ''),
    grammar: JSON_GRAMMAR,
    maxBytes: MAX_BYTES,
    read: async (body) => {
      const call: RestCall = { principal, who: {}, path: {}, query: {}, headers: {}, body };
      return (await admit({ hub, rights, lackOf, call, searchId: 'search' })).categories.length > 0;
    },
  };
}

/** The examples, asked by our officer, and searches for generated people in their own scripts. */
function validSearches(): string[] {
  const reason = { purpose: 'BORDER', legalBasis: 'Reg. (EU) 2018/1861 Art. 34(1)(a)', caseReference: 'SG-1', officer: OFFICER };
  const examples = readdirSync(EXAMPLES).map((file) => JSON.parse(readFileSync(new URL(file, EXAMPLES), 'utf8')) as object);
  const people = createGenerator(5)
    .people(8)
    .map(({ original: { surname, forename }, dateOfBirth, sex, citizenships: [nationality] }) => {
      return { kind: 'person', person: { surname, ...(forename === undefined ? {} : { forename }), dateOfBirth, sex, nationality } };
    });
  return [...examples, ...people].map((search) => JSON.stringify({ ...search, ...reason }));
}
