/** A hub with SIS and three parties for one suite: one at the border, one in the office, one without a grant. */
import { after, afterEach, before } from 'mocha';
import { startSisSimulator, type SisSimulator } from '../../adapters/sis2/simulator/simulator.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { startSisHub, type SisHub } from './sis-hub.ts';
import { useDatabase, type SuiteDatabase } from './suite-database.ts';

export const IHOR = { surname: 'Marchenko-Demo', forename: 'Ihor', dateOfBirth: '1983-05-12' };
export const NOBODY = { surname: 'Bezwpisowa-Demo', forename: 'Jagoda', dateOfBirth: '1990-04-12' };
export const BORDER = {
  purpose: 'BORDER',
  legalBasis: 'Reg. (EU) 2018/1861 Art. 34(1)(a)',
  caseReference: 'SG-2026-000123',
  officer: { id: 'SG-OFF-1', unit: 'PSG Terespol' },
};
export const OFFICE = {
  purpose: 'ENTRY_STAY_PERMIT',
  legalBasis: 'Reg. (EU) 2018/1861 Art. 34(1)(d)',
  caseReference: 'DL.410.1.2026',
  officer: { id: 'UDSC-OFF-1', unit: 'DL' },
};
export const READER = { officer: 'SG-OFF-1', purpose: 'BORDER', legalBasis: 'Art. 34(1)(a)', caseReference: 'SG-2026-000123' };

export interface SearchBody {
  readonly searchId: string;
  readonly outcome: string;
  readonly matches: readonly {
    readonly schengenId: string;
    readonly issuingState: string;
    readonly alertCategory: string;
    readonly actionToBeTaken: string;
    readonly notice?: string;
    readonly doNotReveal?: true;
    readonly flaggedBy: readonly string[];
    readonly matchedFields: readonly string[];
    readonly links?: readonly { readonly schengenId: string; readonly alertCategory: string }[];
  }[];
  readonly categoriesSearched: readonly string[];
  readonly silentSources?: readonly string[];
  readonly nextStep: string;
}

export const bodyOf = (answer: RestAnswer): SearchBody => answer.body as SearchBody;

interface LogEntry {
  readonly event: string;
  readonly party: string;
  readonly officer: string;
  readonly purpose: string;
  readonly payload: string;
}

export interface SisSuite {
  readonly database: SuiteDatabase;
  /** Only in tests and hooks. */
  readonly simulator: SisSimulator;
  readonly hub: SisHub;
  post(party: string, body: unknown, headers?: RestCall['headers']): Promise<RestAnswer>;
  border(person: object, headers?: RestCall['headers']): Promise<RestAnswer>;
  office(person: object): Promise<RestAnswer>;
  rows<T extends object>(text: string, values?: unknown[]): Promise<T[]>;
  /** The audit entries of one search in their order. */
  entriesOf(searchId: string): Promise<LogEntry[]>;
}

const ENTRIES = `SELECT event, party, officer, purpose, payload FROM audit_entry WHERE payload::json ->> 'searchId' = $1 ORDER BY at, n`;

/** To be called inside describe(). */
export function useSisSuite(): SisSuite {
  const database = useDatabase();
  let simulator: SisSimulator;
  let hub: SisHub;
  before('a hub with SIS', async () => {
    simulator = await startSisSimulator({ alerts: 3000, slowMs: 20_000 });
    hub = await startSisHub({ databaseUrl: database.url, sisUrl: simulator.url, sis: { defaultDeadlineMs: 1500 } });
    await addParties(hub);
  });
  after(async () => {
    await hub.stop();
    await simulator.close();
  });
  afterEach(() => simulator.setScenario('NORMAL'));
  const post: SisSuite['post'] = (party, body, headers = {}) =>
    hub.call('sis.search', party, { body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), headers });
  const rows: SisSuite['rows'] = async <T extends object>(text: string, values: unknown[] = []) =>
    (await hub.running.hub.database.reads.query<T>(text, values)).rows;
  return {
    database,
    get simulator() {
      return simulator;
    },
    get hub() {
      return hub;
    },
    post,
    border: (person, headers) => post('PL-SG', { kind: 'person', person, ...BORDER }, headers),
    office: (person) => post('PL-UDSC', { kind: 'person', person, ...OFFICE }),
    rows,
    entriesOf: (searchId) => rows<LogEntry>(ENTRIES, [searchId]),
  };
}

async function addParties(hub: SisHub): Promise<void> {
  const { administration } = hub;
  for (const [code, officer, purpose] of [
    ['PL-SG', BORDER.officer, null],
    ['PL-UDSC', OFFICE.officer, 'ENTRY_STAY_PERMIT'],
    ['PL-NONE', { id: 'N-1', unit: 'N' }, undefined],
  ] as const) {
    await administration.createParty({ code, name: code, roles: ['sis-search'], destination: null });
    await administration.addOfficer({ party: code, ...officer, name: 'Test Officer' });
    if (purpose !== undefined)
      await administration.grant({ party: code, operation: 'sis-search', messageType: '*', purpose, legalBasis: 'test' });
  }
  await administration.addOfficer({
    party: 'PL-SG',
    id: 'SG-GONE',
    name: 'Gone',
    unit: 'PSG Terespol',
    validFrom: '2020-01-01T00:00:00Z',
    validTo: '2021-01-01T00:00:00Z',
  });
  await hub.running.hub.registry.refresh();
}
