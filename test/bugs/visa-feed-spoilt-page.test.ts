/** One change that no reader can make a document of held up every change after it, in silence; so did a register that answered nothing usable. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventually } from '../support/running-hub.ts';
import { CONSULS, useVisaHub } from '../support/visa-hub.ts';
import { visaOf } from '../support/visas.ts';

const FEED = { party: CONSULS, everyMs: 30, timeoutMs: 2000, limit: 5, gapPatienceMs: 300 };

describe('a page of the change feed that is no document', () => {
  const visas = useVisaHub({ visas: 5, settings: { feed: FEED } });
  const query = async <Row extends object>(text: string): Promise<Row[]> =>
    (await visas.room.running.hub.database.reads.query<Row>(text)).rows;
  const numbers = async (): Promise<number[]> => {
    const rows = await query<{ body: Buffer }>("SELECT body FROM message WHERE type = 'pl.gov.udsc.visa.changed.v1'");
    const told = rows.map(({ body }) => (JSON.parse(body.toString('utf8')) as { data: { number: number } }).data.number);
    return told.sort((a, b) => a - b);
  };
  const hasProblem = async (kind: string): Promise<boolean> =>
    (await query<{ kind: string }>('SELECT kind FROM problem')).some((problem) => problem.kind === kind);
  const issue = (seed: number): Promise<unknown> =>
    visas.call('register', { body: { kind: 'ISSUED', applicationNumber: visaOf(seed).applicationNumber, visa: visaOf(seed) } });

  it('holds up none of its other changes; the spoilt one is told to operators and comes when it is mended', async () => {
    await issue(1);
    visas.simulator.feed.spoilNext(1);
    for (const seed of [2, 3, 4, 5, 6, 7, 8]) await issue(seed);
    await eventually('the others', async () => (await numbers()).length === 7 || undefined);
    assert.deepEqual(await numbers(), [1, 3, 4, 5, 6, 7, 8]);
    await eventually('the problem', () => hasProblem('VISA_CHANGES_MISSING'));
    visas.simulator.feed.mend();
    await eventually('the spoilt one', async () => (await numbers()).includes(2) || undefined);
    await eventually('the end of the problem', async () => !(await hasProblem('VISA_CHANGES_MISSING')) || undefined);
  });

  for (const scenario of ['GARBAGE', 'FAULT'] as const)
    it(`is a problem of operators when the register answers nothing but ${scenario} for long`, async () => {
      visas.simulator.setScenario(scenario);
      await eventually('the problem', () => hasProblem('VISA_FEED_STOPPED'));
      visas.simulator.setScenario('NORMAL');
      await eventually('the end of the problem', async () => !(await hasProblem('VISA_FEED_STOPPED')) || undefined);
    });
});
