/** A cursor with a day that no calendar has, or an hour that no clock has, reached the database and was answered with INTERNAL. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { HubError } from '../../broker/contract/errors.ts';
import { readEntries } from '../../services/audit-log/entries.ts';
import { searchMessages } from '../../services/exchange/message-search.ts';
import { callOf, openRestHub } from '../fuzz/subjects/rest-hub.ts';

const ID = '00000000-0000-4000-8000-000000000001';
const NO_INSTANTS = ['2026-02-31T08:00:00.000Z', '2026-11-25T:::Z', '0000-01-01T00:00:00.000Z', '2026-11-25T24:00:00.000Z', ''];

const isRefusal = (error: unknown): boolean => error instanceof HubError && error.hubCode === 'INVALID_PARAMETER';

describe('the cursor of a list', () => {
  it('is refused with an instant that the hub never wrote', async () => {
    const hub = await openRestHub();
    for (const instant of NO_INSTANTS) {
      await assert.rejects(searchMessages(hub, callOf({ query: { after: `${instant}_${ID}` } })), isRefusal, instant);
      await assert.rejects(readEntries(hub, callOf({ query: { party: 'PL-SG', after: `${instant}_${ID}_1` } })), isRefusal, instant);
    }
  });

  it('is taken as the hub wrote it', async () => {
    const hub = await openRestHub();
    assert.equal((await searchMessages(hub, callOf({ query: { after: `2028-02-29T23:59:59.999Z_${ID}` } }))).status, 200);
    const entries = await readEntries(hub, callOf({ query: { party: 'PL-SG', after: `2026-11-25T08:00:00.123456Z_${ID}_1` } }));
    assert.equal(entries.status, 200);
  });
});
