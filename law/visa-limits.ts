/** The limits of visas as config/law has them. */
import { readLaw } from '../config/law/read-law.ts';
import type { VisaLimit } from './visa-rules.ts';

/** Throws ConfigError that names every fault. */
export async function loadVisaLimits(): Promise<readonly VisaLimit[]> {
  return (await readLaw<{ readonly limits: readonly VisaLimit[] }>('visa-limits')).limits;
}
