/** The limits of visas as config/law has them. */
import { readFile } from 'node:fs/promises';
import type { VisaLimit } from '../../law/visa-rules.ts';

export async function loadVisaLimits(): Promise<readonly VisaLimit[]> {
  const file = await readFile(new URL('../../config/law/visa-limits.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { readonly limits: readonly VisaLimit[] }).limits;
}
