/** The states whose alerts the simulated SIS holds, those with many alerts first. */
import type { Random } from '../../../generator/random.ts';

/** All that use SIS but Poland, whose own alerts its hub does not ask for here, and Ireland, which enters none on entry and stay. */
export const ISSUING_STATES = [
  ...(['DE', 'FR', 'IT', 'ES', 'NL', 'CZ', 'LT', 'SE', 'AT', 'BE', 'RO', 'LV', 'GR', 'CH', 'HU'] as const),
  ...(['NO', 'DK', 'FI', 'BG', 'SK', 'PT', 'EE', 'HR', 'SI', 'CY', 'MT', 'LU', 'IS', 'LI'] as const),
] as const;

/** So many states, each another one. */
export function drawStates(random: Random, count: number): string[] {
  const first = Math.floor(random.next() * random.next() * ISSUING_STATES.length);
  return Array.from({ length: count }, (_, index) => ISSUING_STATES[(first + index) % ISSUING_STATES.length] ?? 'DE');
}
