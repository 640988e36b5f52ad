/** The judge of the crash runs is judged first: each kind of fault must be found, and a clean run must stay clean. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { compare, digestOf, type Accepted, type Receipt } from '../crash/ledger.ts';

const message = (position: number, change: Partial<Accepted> = {}): Accepted => ({
  eventId: `e${position}`,
  sender: 'S',
  owes: { D: `digest ${position}` },
  sequenceKey: 'k',
  position,
  ...change,
});

const receipt = (position: number, change: Partial<Receipt> = {}): Receipt => ({
  destination: 'D',
  key: `w${position}`,
  eventId: `e${position}`,
  sequence: String(position).padStart(20, '0'),
  digest: `digest ${position}`,
  answer: 'ok',
  ...change,
});

describe('the ledger of the crash run', () => {
  const accepted = [message(1), message(2), message(3)];
  const all = [receipt(1), receipt(2), receipt(3)];

  it('finds nothing where everything arrived once and in order', () => {
    const { owed, delivered, examples, duplicates } = compare(accepted, all);
    assert.deepEqual({ owed, delivered, duplicates, examples }, { owed: 3, delivered: 3, duplicates: 0, examples: [] });
  });

  it('counts as lost what never arrived, and what the sink stored but did not confirm', () => {
    assert.equal(compare(accepted, [receipt(1), receipt(2), receipt(3, { answer: 'cut' })]).lost, 1);
    assert.equal(compare(accepted, []).lost, 3);
    assert.equal(compare([message(1, { owes: { D: 'digest 1', E: 'digest 1' } })], [receipt(1)]).lost, 1);
  });

  it('counts as invented what was not submitted, went elsewhere or has another content', () => {
    assert.equal(compare(accepted, [...all, receipt(4)]).invented, 1);
    assert.equal(compare(accepted, [...all, receipt(1, { destination: 'E' })]).invented, 1);
    assert.equal(compare(accepted, [...all, receipt(1, { digest: 'another' })]).invented, 1);
  });

  it('counts repeats, and those under another key', () => {
    const found = compare(accepted, [...all, receipt(2), receipt(3, { key: 'another' })]);
    assert.deepEqual([found.duplicates, found.changedIds, found.outOfOrder], [2, 1, 0]);
  });

  it('tells repeats that the sink asked for from those it did not', () => {
    const cut = receipt(3, { answer: 'cut' });
    assert.equal(compare(accepted, [receipt(1), receipt(2), cut, receipt(3)]).repeatsAfterOk, 0);
    assert.equal(compare(accepted, [...all, receipt(2), cut]).repeatsAfterOk, 2);
  });

  it('counts first receipts behind a later position of the lane, confirmed or not', () => {
    assert.equal(compare(accepted, [receipt(2), receipt(1), receipt(3)]).outOfOrder, 1);
    assert.equal(compare(accepted, [receipt(3, { answer: 'cut' }), receipt(1), receipt(2), receipt(3)]).outOfOrder, 2);
  });

  it('expects no order without a key and between lanes', () => {
    const keyless = accepted.map((one) => ({ ...one, sequenceKey: null, position: 0 }));
    const unordered = [3, 1, 2].map((position) => receipt(position, { sequence: null }));
    assert.deepEqual(compare(keyless, unordered).examples, []);
    const lanes = [message(1, { sequenceKey: 'a' }), message(2, { sequenceKey: 'b' })];
    assert.equal(compare(lanes, [receipt(2), receipt(1)]).outOfOrder, 0);
  });

  it('compares the sequence that the hub wrote with the position', () => {
    assert.equal(compare(accepted, [receipt(1), receipt(2, { sequence: '7' }), receipt(3)]).wrongSequence, 1);
  });

  it('asks for no sequence where the road carries none', () => {
    const { sequence: _none, ...mail } = receipt(2);
    assert.equal(compare(accepted, [receipt(1), mail, receipt(3)]).wrongSequence, 0);
    assert.equal(compare(accepted, [receipt(1), receipt(2, { sequence: null }), receipt(3)]).wrongSequence, 1);
  });

  it('knows what each road must carry, and on which one something was lost', () => {
    const both = [message(1, { owes: { D: 'event', E: 'form' } })];
    const came = [receipt(1, { digest: 'event' }), receipt(1, { destination: 'E', digest: 'form' }), receipt(1, { digest: 'event' })];
    const { invented, byDestination } = compare(both, came);
    assert.equal(invented, 0);
    assert.deepEqual(byDestination, { D: { owed: 1, lost: 0, duplicates: 1 }, E: { owed: 1, lost: 0, duplicates: 0 } });
    assert.equal(
      compare(
        both,
        came.map((one) => ({ ...one, digest: 'event' })),
      ).invented,
      1,
    );
    assert.equal(compare(both, [receipt(1, { digest: 'event' })]).byDestination['E']?.lost, 1);
  });

  it('leaves the sequence out of the content', () => {
    assert.equal(digestOf({ sequence: '1', id: 'e1' }), digestOf({ id: 'e1' }));
    assert.notEqual(digestOf({ id: 'e1' }), digestOf({ id: 'e2' }));
  });
});
