/** Who takes part in the demo: the authorities, their roles, and two synthetic officers each. */
import type { Role } from '../broker/contract/endpoint.ts';
import { createGenerator } from '../generator/people.ts';

interface CastParty {
  readonly code: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly receivesBy: 'mailbox' | 'webhook' | 'visa-register' | 'consultations' | 'network' | 'nothing';
  readonly unit: string;
  /** May be shown what concerns international protection. */
  readonly seesProtection?: true;
}

export interface CastOfficer {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
}

const EXCHANGE: readonly Role[] = ['submit', 'receive'];
const SEARCH: readonly Role[] = [...EXCHANGE, 'sis-search'];

export const WEBHOOK_PARTY = 'PL-ABW';
/** These two answer by themselves. */
export const SIRENE = 'PL-SIRENE';
export const TECHNICAL_CENTRE = 'PL-KGP-COT';
/** Behind the adapter of the same name: takes registrations, tells of changes. */
export const VISA_REGISTER = 'PL-CRW';

export const CAST: readonly CastParty[] = [
  { code: 'PL-SG', name: 'Border Guard', roles: [...SEARCH, 'registers'], receivesBy: 'mailbox', unit: 'PSG Terespol' },
  { code: WEBHOOK_PARTY, name: 'Internal Security Agency', roles: [...SEARCH, 'registers'], receivesBy: 'webhook', unit: 'Departament I' },
  { code: 'PL-KGP', name: 'Police Headquarters', roles: [...EXCHANGE, 'registers'], receivesBy: 'mailbox', unit: 'Biuro Kryminalne' },
  {
    code: 'PL-UDSC',
    name: 'Office for Foreigners',
    roles: [...SEARCH, 'registers'],
    receivesBy: 'mailbox',
    unit: 'DL',
    seesProtection: true,
  },
  { code: 'PL-MSZ-CONS-1', name: 'Consulate', roles: [...SEARCH, 'registers'], receivesBy: 'mailbox', unit: 'Wydział Wizowy' },
  { code: 'PL-RDU', name: 'Refugee Board', roles: EXCHANGE, receivesBy: 'mailbox', unit: 'Biuro Rady', seesProtection: true },
  { code: 'PL-WOJ-14', name: 'Voivode', roles: EXCHANGE, receivesBy: 'mailbox', unit: 'Wydział Spraw Cudzoziemców' },
  { code: 'OPERATOR', name: 'Operators of the hub', roles: ['operate'], receivesBy: 'nothing', unit: 'Hub' },
  { code: 'AUDITOR', name: 'Audit', roles: ['audit'], receivesBy: 'nothing', unit: 'Audyt' },
  { code: 'DPO', name: 'Data protection officer', roles: ['audit', 'data-protection'], receivesBy: 'nothing', unit: 'IOD' },
  { code: SIRENE, name: 'SIRENE bureau', roles: EXCHANGE, receivesBy: 'mailbox', unit: 'Biuro SIRENE' },
  { code: TECHNICAL_CENTRE, name: 'Technical centre of the Police', roles: EXCHANGE, receivesBy: 'mailbox', unit: 'COT KSI' },
  { code: VISA_REGISTER, name: 'Central Visa Register', roles: EXCHANGE, receivesBy: 'visa-register', unit: 'Rejestr' },
  { code: 'PL-KSK', name: 'National visa consultation system', roles: EXCHANGE, receivesBy: 'consultations', unit: 'KSK' },
  { code: 'PL-AW', name: 'Foreign Intelligence Agency', roles: [...EXCHANGE, 'registers'], receivesBy: 'mailbox', unit: 'Biuro I' },
  {
    code: 'PL-MSZ',
    name: 'Ministry of Foreign Affairs',
    roles: [...EXCHANGE, 'registers'],
    receivesBy: 'mailbox',
    unit: 'Departament Konsularny',
  },
  { code: 'AUT-VISION', name: 'Visa authority of Austria', roles: EXCHANGE, receivesBy: 'network', unit: 'VISION' },
  { code: 'FRA-VISION', name: 'Visa authority of France', roles: EXCHANGE, receivesBy: 'network', unit: 'VISION' },
  { code: 'DEU-VISION', name: 'Visa authority of Germany', roles: EXCHANGE, receivesBy: 'network', unit: 'VISION' },
];

const SEED = 2026;

/** The same two officers of each party on every machine: by its place in the cast, so new parties come last. */
export function officersOf(code: string): CastOfficer[] {
  const index = CAST.findIndex((party) => party.code === code);
  const people = createGenerator(SEED + index).people(2);
  const unit = CAST[index]?.unit ?? '';
  return people.map(({ latin }, n) => ({ id: `${code.replace(/^PL-/, '')}-OFF-${n + 1}`, name: latin.full, unit }));
}
