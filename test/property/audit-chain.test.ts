import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createChainCheck } from '../../broker/audit/chain-check.ts';
import type { StoredEntry } from '../../broker/audit/stored-entry.ts';
import { chainStart, linkEntries } from '../../broker/audit/chain.ts';
import type { AuditFault } from '../../broker/audit/fault.ts';

const CHAIN = '00000000-0000-4000-8000-000000000001';
const AT = '2026-01-02T03:04:05.678Z';
const parties = fc.array(fc.string({ minLength: 1 }), { minLength: 3, maxLength: 20 });
const place = fc.nat();

function entriesOf(names: readonly string[]): StoredEntry[] {
  const facts = names.map((party) => ({ event: 'message.accepted' as const, party }));
  const { entries } = linkEntries({ chainId: CHAIN, n: 0, head: chainStart(CHAIN) }, facts, AT);
  return entries.map(({ person_ref, message_id, ...entry }) => ({
    ...entry,
    chain: CHAIN,
    personRef: person_ref,
    messageId: message_id,
    deletedUnder: null,
  }));
}

function faultsOf(entries: readonly StoredEntry[]): AuditFault[] {
  const check = createChainCheck(CHAIN, () => undefined);
  for (const entry of entries) check.step(entry, []);
  return check.faults();
}

describe('the check of an audit chain', () => {
  it('finds no fault in any chain as it was written', () => {
    fc.assert(fc.property(parties, (names) => assert.deepEqual(faultsOf(entriesOf(names)), [])));
  });
  it('finds any changed party, whether in the column or in the payload', () => {
    const changes = fc.constantFrom<(entry: StoredEntry) => StoredEntry>(
      (entry) => ({ ...entry, party: `${entry.party ?? ''}x` }),
      (entry) => ({ ...entry, payload: `${entry.payload ?? ''} ` }),
      (entry) => ({ ...entry, event: 'message.read' }),
    );
    fc.assert(
      fc.property(parties, place, changes, (names, where, change) => {
        const entries = entriesOf(names);
        const faults = faultsOf(entries.map((entry, index) => (index === where % entries.length ? change(entry) : entry)));
        assert.deepEqual(
          faults.map(({ kind, n }) => [kind, n]),
          [['changed', (where % entries.length) + 1]],
        );
      }),
    );
  });
  it('finds any removed entry before the last', () => {
    fc.assert(
      fc.property(parties, place, (names, where) => {
        const n = (where % (names.length - 1)) + 1;
        const faults = faultsOf(entriesOf(names).filter((entry) => entry.n !== n));
        assert.deepEqual(
          faults.map((fault) => [fault.kind, fault.n]),
          [['removed', n]],
        );
      }),
    );
  });
  it('finds any two swapped entries and names both', () => {
    fc.assert(
      fc.property(parties, place, place, (names, first, second) => {
        const [a, b] = [(first % names.length) + 1, (second % names.length) + 1];
        fc.pre(a !== b);
        const moved = entriesOf(names).map((entry) => ({ ...entry, n: entry.n === a ? b : entry.n === b ? a : entry.n }));
        const faults = faultsOf(moved.sort((one, other) => one.n - other.n));
        assert.deepEqual(
          faults.map(({ kind, n }) => [kind, n]),
          [['swapped', Math.min(a, b)]],
        );
      }),
    );
  });
});
