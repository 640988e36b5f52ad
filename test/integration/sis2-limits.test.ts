import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { startSisSimulator, type SisSimulator } from '../../adapters/sis2/simulator/simulator.ts';
import type { Sis2Settings } from '../../adapters/sis2/settings.ts';
import { connectTo, personSearch, type Asker } from '../support/sis.ts';

const IHOR = { surname: 'Marchenko-Demo', forename: 'Ihor' };
const SLOW = { surname: 'SLOW', forename: 'X' };

async function withSis(changes: Partial<Sis2Settings>, use: (sis: Asker, simulator: SisSimulator) => Promise<void>): Promise<void> {
  const simulator = await startSisSimulator({ alerts: 0, slowMs: 300 });
  const sis = await connectTo(simulator.url, changes);
  try {
    await use(sis, simulator);
  } finally {
    await sis.connection.close();
    await simulator.close();
  }
}

describe('the limits of the SIS adapter', () => {
  it('a slow SIS takes only the places of the bulkhead; one search more is SIS_BUSY at once', async () => {
    await withSis({ maxConcurrent: 2, maxWaiting: 0 }, async (sis) => {
      const slow = [sis.ask(personSearch(SLOW)), sis.ask(personSearch(SLOW))];
      const from = performance.now();
      const busy = await sis.failing(personSearch(IHOR));
      assert.equal(busy.hubCode, 'SIS_BUSY');
      assert.ok(performance.now() - from < 100);
      await Promise.all(slow);
      assert.equal((await sis.ask(personSearch(IHOR))).outcome, 'MATCHES');
    });
  });

  it('a search waits in line for a place and says how long', async () => {
    await withSis({ maxConcurrent: 1 }, async (sis) => {
      const [, second] = await Promise.all([sis.ask(personSearch(SLOW)), sis.ask(personSearch(IHOR))]);
      assert.equal(second.outcome, 'MATCHES');
      assert.ok(second.waitMs > 200, String(second.waitMs));
    });
  });

  it('a search whose time ends in line is SIS_BUSY', async () => {
    await withSis({ maxConcurrent: 1 }, async (sis) => {
      const slow = sis.ask(personSearch(SLOW));
      assert.equal((await sis.failing(personSearch(IHOR), 50)).hubCode, 'SIS_BUSY');
      await slow;
    });
  });

  it('the breaker opens after five failures, raises a problem, refuses without asking, and closes by a probe', async () => {
    await withSis({ breaker: { probeEveryMs: 200 } }, async (sis, simulator) => {
      simulator.setScenario('DOWN');
      for (let i = 0; i < 5; i += 1) await sis.failing(personSearch(IHOR));
      assert.deepEqual(
        sis.doors.open.map(({ kind, subject }) => [kind, subject]),
        [['BREAKER_OPEN', 'sis2']],
      );
      simulator.setScenario('NORMAL');
      const refused = await sis.failing(personSearch(IHOR));
      assert.deepEqual([refused.hubCode, refused.facts['breaker']], ['SIS_UNAVAILABLE', 'open']);
      assert.equal(simulator.searches(), 0);
      await new Promise((resolve) => setTimeout(resolve, 220));
      assert.equal((await sis.ask(personSearch(IHOR))).outcome, 'MATCHES');
      assert.deepEqual(sis.doors.open, []);
    });
  });

  it('time-outs open the breaker; faults and garbage do not, for then SIS is there', async () => {
    await withSis({ breaker: { openAfter: 2, probeEveryMs: 60_000 } }, async (sis) => {
      for (const surname of ['FAULT', 'GARBAGE', 'EMPTY', 'FAULT']) await sis.failing(personSearch({ surname, forename: 'X' }));
      assert.equal((await sis.ask(personSearch(IHOR))).outcome, 'MATCHES');
      for (let i = 0; i < 2; i += 1) assert.equal((await sis.failing(personSearch(SLOW), 50)).hubCode, 'SIS_TIMEOUT');
      assert.equal((await sis.failing(personSearch(IHOR))).facts['breaker'], 'open');
    });
  });

  it('a hundred searches at once are each answered with their own person', async () => {
    await withSis({ maxConcurrent: 8 }, async (sis) => {
      const people = Array.from({ length: 100 }, (_, index) =>
        index % 2 === 0 ? IHOR : { surname: 'Bezwpisowa-Demo', forename: 'Jagoda' },
      );
      const outcomes = await Promise.all(people.map(async (person) => (await sis.ask(personSearch(person))).outcome));
      assert.deepEqual(
        outcomes,
        people.map((person) => (person === IHOR ? 'MATCHES' : 'NO_MATCH')),
      );
    });
  });
});
