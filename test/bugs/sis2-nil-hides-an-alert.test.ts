/** The SOAP library dropped elements marked `xsi:nil` with all that stood in them: an alert could vanish from an answer that looked whole. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { personSearch } from '../support/sis.ts';
import { withPeer } from '../support/sis-peer.ts';

const ANSWER = readFileSync(new URL('../../adapters/sis2/examples/search-persons-response.xml', import.meta.url), 'utf8');
const SEARCH = { ...personSearch({ surname: 'Marchenko-Demo', forename: 'Ihor' }), searchId: '6f1c8f2e-0000-4000-8000-000000000001' };
const NIL = '<Alert xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true">';

describe('an alert of SIS that is marked as nil', () => {
  it('is shown all the same', async () => {
    await withPeer(
      (_request, response) => response.end(ANSWER.replace('<Alert>', NIL)),
      async (sis) => {
        const { matches } = await sis.ask(SEARCH);
        assert.deepEqual(
          matches.map(({ schengenId }) => schengenId),
          ['DEDEMO0000001', 'FRDEMO0000002'],
        );
      },
    );
  });

  it('makes the answer unusable when there is nothing in it', async () => {
    await withPeer(
      (_request, response) => response.end(ANSWER.replace('<Alert>', `${NIL}</Alert><Alert>`)),
      async (sis) => assert.equal((await sis.failing(SEARCH)).hubCode, 'SIS_GARBAGE'),
    );
  });
});
