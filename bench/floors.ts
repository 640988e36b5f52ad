/** The floors: what the same machine does in the same run without the hub. */
import { DEFAULT_CREDENTIALS } from '../adapters/sis2/simulator/simulator.ts';
import type { Floor } from './figures.ts';
import { noteShape, patienceFor } from './notes.ts';
import type { LoadJob } from './load-process.ts';
import type { Pace, Paced } from './pace.ts';
import type { BenchName } from './settings.ts';
import type { Stage } from './stage.ts';

type FloorName = 'moleculer-web' | 'postgresql-commits' | 'quorum-queue' | 'bare-soap';

/** The first is the one that the ratio is of. */
const BESIDE: Record<BenchName, readonly FloorName[]> = {
  accept: ['moleculer-web', 'postgresql-commits'],
  'accept-to-delivered': ['quorum-queue', 'moleculer-web', 'postgresql-commits'],
  'accept-while-draining': ['moleculer-web', 'postgresql-commits'],
  'accept-million-waiting': ['moleculer-web', 'postgresql-commits'],
  'accept-to-delivered-million-waiting': ['quorum-queue', 'moleculer-web', 'postgresql-commits'],
  'sis-search': ['bare-soap', 'moleculer-web', 'postgresql-commits'],
};

export async function measureFloors(stage: Stage, name: BenchName, pace: Pace): Promise<Floor[]> {
  const floors: Floor[] = [];
  for (const floor of BESIDE[name]) {
    const { perSecond } = await stage.load.ask<Paced>(jobOf(stage, floor, pace), patienceFor(pace));
    floors.push({ name: floor, perSecond });
  }
  return floors;
}

function jobOf(stage: Stage, floor: FloorName, pace: Pace): LoadJob {
  const { databaseUrl, amqpUrl, queuePrefix } = stage;
  const jobs: Record<FloorName, LoadJob> = {
    'moleculer-web': {
      kind: 'http',
      pace,
      url: stage.emptyUrl,
      headers: { 'content-type': 'application/cloudevents+json' },
      body: noteShape(stage, 'BENCH-NOBODY'),
      expect: 202,
    },
    'postgresql-commits': { kind: 'commits', pace, databaseUrl },
    'quorum-queue': { kind: 'tickets', pace, amqpUrl, queue: `${queuePrefix}.floor` },
    'bare-soap': { kind: 'soap', pace, url: stage.sisUrl, ...DEFAULT_CREDENTIALS },
  };
  return jobs[floor];
}
