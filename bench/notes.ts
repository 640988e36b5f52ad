/** What the load generator is asked to submit, and how long it may take. */
import { randomBytes } from 'node:crypto';
import { NOTE } from '../test/crash/cargo.ts';
import type { HttpJob, NoteShape } from './load-process.ts';
import type { Pace, Paced } from './pace.ts';
import type { Stage } from './stage.ts';

const SEQUENCE_KEYS = 1000;
const GRACE_MS = 30_000;

export const noteShape = ({ cast }: Pick<Stage, 'cast'>, destination: string): NoteShape => ({
  kind: 'note',
  source: `/parties/${cast.sender.code}`,
  type: NOTE,
  destination,
  sequenceKeys: SEQUENCE_KEYS,
  run: randomBytes(4).toString('hex'),
});

export const patienceFor = (pace: Pace): number => pace.seconds * 1000 + GRACE_MS;

export function submitNotes(stage: Stage, destination: string, pace: Pace): Promise<Paced> {
  const job: HttpJob = {
    kind: 'http',
    pace,
    url: `${stage.hub.url}/api/v1/messages`,
    headers: { authorization: `Bearer ${stage.cast.sender.apiKey}`, 'content-type': 'application/cloudevents+json' },
    body: noteShape(stage, destination),
    expect: 202,
  };
  return stage.load.ask<Paced>(job, patienceFor(pace));
}
