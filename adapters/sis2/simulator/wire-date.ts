/** Dates as the simulated SIS writes them: YYYYMMDD, zeros for what is unknown. Doubt has no place there. */

export function wireDate(edtf: string): string {
  const [year = '', month = '00', day = '00'] = edtf.replace(/[?~]/, '').replaceAll('XX', '00').split('-');
  return year + month + day;
}

/** The day in UTC. */
export const wireDay = (instant: Date): string =>
  String(instant.getUTCFullYear() * 10_000 + (instant.getUTCMonth() + 1) * 100 + instant.getUTCDate());
