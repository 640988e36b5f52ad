/** Steps of tests about hits: search, judge, report; and the parties that take part beside the searcher. */
import type { RestAnswer } from '../../broker/contract/endpoint.ts';
import { whyOf, type Seat } from './sis-officers.ts';
import { bodyOf, type SearchBody, type SisSuite } from './sis-suite.ts';

const KOVALENKO = { surname: 'KOVALENKO', forename: 'OLEKSANDR', dateOfBirth: '1983-05-12' };
export const AT_BORDER: Seat = { party: 'PL-SG', purpose: 'BORDER' };
export const SIRENE = 'PL-SIRENE';

export const officerOf = (party: string): { id: string; unit: string } => ({ id: `${party}-1`, unit: 'Unit 1' });
const READ = { purpose: 'BORDER', legalBasis: 'Art. 8', caseReference: 'TEST.1.2026' };

export const CHECK = {
  officer: officerOf('PL-SG'),
  differentiators: [{ field: 'photograph', seen: 'zgodny z wizerunkiem, blizna nad lewą brwią' }],
  checkedAt: '2026-01-02T10:00:00Z',
  place: 'PSG Terespol, pas 3',
  actionTaken: 'Zatrzymano do czasu wykonania czynności.',
};

const ADDITION = {
  officer: officerOf('PL-SG'),
  identityShown: 'KOVALENKO OLEKSANDR',
  documentsShown: [{ kind: 'PASSPORT_ORDINARY', number: 'XX0000001', country: 'UKR' }],
  callbackPhone: '+48 00 000 00 00',
};

export interface Hit {
  readonly hitId: string;
  readonly confirmedAt: string;
  readonly hitReport: {
    readonly id: string;
    readonly state: string;
    readonly dueAt: string;
    readonly mustCollect: readonly { readonly field: string }[];
  };
}

export interface HitSteps {
  search(seat?: Seat): Promise<SearchBody>;
  /** The number of the match on the alert of a state. */
  numberOf(search: SearchBody, state: string): string;
  confirm(search: SearchBody, n: string, change?: object): Promise<RestAnswer>;
  reject(search: SearchBody, n: string, change?: object): Promise<RestAnswer>;
  /** A confirmed match on the alert of a state, in a search of its own. */
  hitOn(state: string, change?: object): Promise<Hit>;
  send(reportId: string, change?: object): Promise<RestAnswer>;
  step(step: 'acknowledge' | 'close', reportId: string, party?: string): Promise<RestAnswer>;
  show(party: string, reportId: string): Promise<RestAnswer>;
}

export function hitSteps(sis: SisSuite): HitSteps {
  const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
  const search: HitSteps['search'] = async (seat = AT_BORDER) =>
    bodyOf(await sis.post(seat.party, { kind: 'person', person: KOVALENKO, ...whyOf(seat) }));
  const judge = (action: 'confirm' | 'reject', path: { id: string; n: string }, body: object): Promise<RestAnswer> =>
    sis.hub.call(`sis.${action}`, 'PL-SG', { path, body: json(body) });
  const numberOf: HitSteps['numberOf'] = ({ matches }, state) =>
    String(matches.findIndex(({ issuingState }) => issuingState === state) + 1);
  const confirm: HitSteps['confirm'] = (found, n, change = {}) => judge('confirm', { id: found.searchId, n }, { ...CHECK, ...change });
  return {
    search,
    numberOf,
    confirm,
    reject: (found, n, change = {}) =>
      judge('reject', { id: found.searchId, n }, { officer: CHECK.officer, reason: 'inna osoba', ...change }),
    hitOn: async (state, change) => {
      const found = await search();
      return (await confirm(found, numberOf(found, state), change)).body as Hit;
    },
    send: (id, change = {}) => sis.hub.call('sis.sendReport', 'PL-SG', { path: { id }, body: json({ ...ADDITION, ...change }) }),
    step: (step, id, party = SIRENE) =>
      sis.hub.call(`sis.${step}Report`, party, { path: { id }, body: json({ officer: officerOf(party), reference: 'SIR-1' }) }),
    show: (party, id) => sis.hub.call('sis.showReport', party, { path: { id }, who: { ...READ, officer: officerOf(party).id } }),
  };
}

/** The SIRENE bureau, which receives; to be called after seatParties. */
export async function seatSirene({ hub }: SisSuite): Promise<void> {
  const { administration } = hub;
  await administration.createParty({ code: SIRENE, name: SIRENE, roles: ['receive'], destination: { adapter: 'mailbox' } });
  await administration.addOfficer({ party: SIRENE, ...officerOf(SIRENE), name: 'Test Officer' });
  await administration.grant({ party: SIRENE, operation: 'receive', messageType: 'pl.gov.udsc.sis.*', purpose: null, legalBasis: 'test' });
  await hub.running.hub.registry.refresh();
}
