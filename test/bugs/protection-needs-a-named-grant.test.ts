/** A grant for every purpose once let decisions about international protection reach any receiving party. */
import assert from 'node:assert/strict';
import { isCovered, type Grant } from '../../broker/access/rights.ts';

const grant = (purpose: string | null): Grant => ({
  operation: 'receive',
  messageType: '*',
  purpose,
  validFrom: new Date(0),
  validTo: null,
});
const about = { messageType: 'pl.gov.udsc.decision.issued.v1', purpose: 'PROTECTION', mustBeNamed: true };

describe('content about international protection', () => {
  it('is not covered by a grant for every purpose', () => {
    assert.equal(isCovered([grant(null)], about, 1), false);
  });

  it('is covered by a grant that names it', () => {
    assert.equal(isCovered([grant(null), grant('PROTECTION')], about, 1), true);
  });
});
