/** Before anybody is asked: what Poland lawfully knows, from the sources that are installed. */
import { stepEach } from './ledger.ts';
import type { Parts } from './parts.ts';
import { ask } from './process/asking.ts';

export function createGatherer({ hub }: Parts): () => Promise<void> {
  return async () => {
    await stepEach(
      hub,
      { text: 'WHERE gathered_at IS NULL AND cancelled_at IS NULL ORDER BY submitted_at LIMIT 50 FOR UPDATE SKIP LOCKED', values: [] },
      ({ consultation, now }) => ask(consultation, now),
    );
  };
}
