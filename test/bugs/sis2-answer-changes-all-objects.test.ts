/**
 * The SOAP library kept elements by their attribute `id` in a plain object: an answer with `id="__proto__"` wrote itself into what all
 * objects share, and from then on no answer of SIS could be read until the node was started again.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { personSearch } from '../support/sis.ts';
import { spoilt, withPeer } from '../support/sis-peer.ts';

const SEARCH = { surname: 'Marchenko-Demo', forename: 'Ihor' };

describe('an answer of SIS that calls an element __proto__', () => {
  it('leaves no trace in other objects, and the next answer is read', async () => {
    let answers = 0;
    const first = spoilt((answer) => ((answers += 1) === 1 ? answer.replace('<Outcome>', '<Outcome id="__proto__">') : answer));
    await withPeer(first, async (sis) => {
      await sis.ask(personSearch(SEARCH)).catch(() => undefined);
      const inherited: string[] = [];
      for (const name in {}) inherited.push(name);
      for (const name of inherited) delete (Object.prototype as Record<string, unknown>)[name];
      assert.deepEqual(inherited, []);
      assert.equal((await sis.ask(personSearch(SEARCH))).outcome, 'NO_MATCH');
    });
  });
});
