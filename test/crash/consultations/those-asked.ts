/** Who takes part: whom the law has asked about a citizen of Vietnam, and how long each may take. */
export const SYSTEM = 'PL-KSK';
export const OFFICE = 'PL-UDSC';
export const CONSULATE = 'PL-MSZ-CONS-1';
export const OPERATOR = 'PL-OPERATORS';
export const NATIONAL = ['PL-SG', 'PL-KGP', 'PL-ABW', 'PL-AW', 'PL-MSZ'] as const;
export const STATES = [
  { state: 'AUT', party: 'AUT-VISION', address: 'operat@at.visionmail.eu' },
  { state: 'FRA', party: 'FRA-VISION', address: 'operfr@fr.visionmail.eu' },
] as const;
export const OURS = 'operpl@pl.visionmail.eu';
export const ASKED: readonly string[] = [...NATIONAL, ...STATES.map(({ party }) => party)];

export const PARENT_TERM = { days: 10, country: 'POL' } as const;

export function termOfAuthority(authority: string): { readonly days: number; readonly country: string } {
  const abroad = STATES.find(({ party }) => party === authority);
  return abroad === undefined ? { days: 5, country: 'POL' } : { days: 7, country: abroad.state };
}
