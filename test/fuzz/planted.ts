/** Parsers that are wrong on purpose, by which test/integration/fuzz.test.ts proves that the fuzzer finds what it must. */
import { HubError } from '../../broker/contract/errors.ts';
import { LINES_GRAMMAR } from './mutators/lines.ts';
import type { Subject, Subjects } from './subject.ts';

/** The document at which they are wrong; one of the seeds. */
export const WRONG = 'wrong';
const SEEDS = ['1983', '1984', '1985', WRONG].map((text) => Buffer.from(text));
const HOSTILE = [Buffer.from('hostile')];

const planted = (read: Subject['read']) => async (): Promise<Subject> => ({
  seeds: SEEDS,
  hostile: HOSTILE,
  grammar: LINES_GRAMMAR,
  maxBytes: 1000,
  read,
});
const atWrong = (act: () => unknown): (() => Promise<Subject>) =>
  planted(async (document) => {
    if (document.toString() === WRONG) await act();
    return true;
  });

const kept: Uint8Array[] = [];

export const SUBJECTS: Subjects = {
  right: planted((document) => {
    if (document.length % 2 === 1) throw new HubError('MALFORMED_JSON');
    return true;
  }),
  throwing: atWrong(() => {
    throw new RangeError('planted');
  }),
  internal: atWrong(() => {
    throw new HubError('INTERNAL');
  }),
  hanging: atWrong(() => {
    for (;;);
  }),
  slow: atWrong(() => {
    for (const until = performance.now() + 1500; performance.now() < until;);
  }),
  waiting: atWrong(() => new Promise(() => undefined)),
  rejecting: atWrong(() => void Promise.reject(new RangeError('planted, and nobody waits for it'))),
  dying: atWrong(() => process.kill(process.pid, 'SIGKILL')),
  meddling: atWrong(() => {
    (Object.prototype as Record<string, unknown>)['polluted'] = true;
  }),
  leaking: planted(() => kept.push(new Uint8Array(64 * 1024).fill(1)) > 0),
};
