/** Searches in SIS, which is asked and never delivered to, beside the SOAP library with the same search. */
import { adapter } from '../../adapters/sis2/adapter.ts';
import { DEFAULT_CREDENTIALS } from '../../adapters/sis2/simulator/simulator.ts';
import { personSearch, TOKEN } from '../../test/support/sis.ts';
import { openBareSoap } from '../bare.ts';
import { doorsTo, type Surroundings, type Trial } from './trial.ts';

const PERSON = { surname: 'Benchmark', forename: 'Synthetic', dateOfBirth: '1983-05-17' };
const CONNECTIONS = 16;
const SEND_TIMEOUT_MS = 10_000;

export async function openSis({ sisUrl: url, store }: Surroundings): Promise<Trial> {
  const connection = await adapter.connect({ url, security: TOKEN }, doorsTo(store));
  const bare = await openBareSoap({ url, ...DEFAULT_CREDENTIALS, connections: CONNECTIONS });
  return {
    name: 'sis2',
    adapter: async () => {
      const context = { timeoutMs: SEND_TIMEOUT_MS, signal: AbortSignal.timeout(SEND_TIMEOUT_MS) };
      return (await connection.request?.(personSearch(PERSON), context)) !== undefined;
    },
    bare: new Map([['soap', bare.search]]),
    close: async () => {
      bare.close();
      await connection.close();
    },
  };
}
