/** Among several sealed chains, one tampering of any kind is found, named by its kind, its chain and its place, and nothing else is blamed. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import type { AuditFault } from '../../broker/audit/fault.ts';
import { createSealer } from '../../broker/audit/sealing.ts';
import { verifyAudit } from '../../broker/audit/verification.ts';
import { createAuditWriter } from '../../broker/audit/writer.ts';
import { isRolledBack, openDatabase, type Database } from '../../broker/store/database.ts';
import { useDatabase } from '../support/suite-database.ts';

const sealKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const law = { rules: [], holds: [] };

/** Entries of each chain before the first seal and between the first and the last. */
const plans = fc.array(fc.tuple(fc.integer({ min: 3, max: 6 }), fc.nat(5)), { minLength: 2, maxLength: 4 });

interface Place {
  readonly chain: string;
  /** Two numbers of entries, the lower first. */
  readonly a: number;
  readonly b: number;
}

interface Tampering {
  readonly sql: (place: Place) => string;
  readonly fault: (place: Place) => Omit<AuditFault, 'words'>;
}

const one = ({ chain }: Place, n: number): string => `chain_id = '${chain}' AND n = ${n}`;
const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'content changed': {
    sql: (at) => `UPDATE audit_entry SET payload = replace(payload, 'PL-SG', 'PL-XX') WHERE ${one(at, at.a)}`,
    fault: ({ chain, a }) => ({ kind: 'changed', chain, n: a }),
  },
  'column changed': {
    sql: (at) => `UPDATE audit_entry SET party = NULL WHERE ${one(at, at.a)}`,
    fault: ({ chain, a }) => ({ kind: 'changed', chain, n: a }),
  },
  'instant changed': {
    sql: (at) => `UPDATE audit_entry SET at = at + interval '1 millisecond' WHERE ${one(at, at.a)}`,
    fault: ({ chain, a }) => ({ kind: 'changed', chain, n: a }),
  },
  removed: {
    sql: (at) => `DELETE FROM audit_entry WHERE ${one(at, at.a)}`,
    fault: ({ chain, a }) => ({ kind: 'removed', chain, n: a }),
  },
  swapped: {
    sql: (at) => `UPDATE audit_entry SET n = n + 1000 WHERE ${one(at, at.a)} OR ${one(at, at.b)};
      UPDATE audit_entry SET n = CASE n WHEN ${at.a + 1000} THEN ${at.b} ELSE ${at.a} END WHERE n > 1000`,
    fault: ({ chain, a }) => ({ kind: 'swapped', chain, n: a }),
  },
  'cut off': {
    sql: (at) => `DELETE FROM audit_entry WHERE chain_id = '${at.chain}' AND n > ${at.a};
      UPDATE audit_chain c SET n = e.n, head = e.hash FROM audit_entry e WHERE c.id = '${at.chain}' AND e.chain_id = c.id AND e.n = ${at.a}`,
    fault: ({ chain, a }) => ({ kind: 'missing-tail', chain, n: a + 1 }),
  },
  vanished: {
    sql: ({ chain }) => `DELETE FROM audit_entry WHERE chain_id = '${chain}'; DELETE FROM audit_chain WHERE id = '${chain}'`,
    fault: ({ chain }) => ({ kind: 'vanished-chain', chain }),
  },
};

describe('audit chains side by side', function () {
  this.timeout(60_000);
  const place = useDatabase();
  let database: Database;
  before(() => {
    database = openDatabase(place.url, { accept: 1, work: 4, reads: 1 }, () => undefined);
  });
  after(() => database.close());

  for (const [name, { sql, fault }] of Object.entries(TAMPERINGS))
    it(`tell which of them was tampered with, where and how: ${name}`, async () => {
      const property = fc.asyncProperty(plans, fc.nat(), fc.nat(), async (plan, first, second) => {
        const at = placeIn(await write(plan), first, second);
        assert.deepEqual(await faults(), [], 'before it');
        await database.work.query(sql(at));
        const found = (await faults()).map(({ words: _, ...rest }) => rest);
        assert.deepEqual(found, [fault(at)]);
      });
      await fc.assert(property, { numRuns: 15 });
    });

  const faults = async (): Promise<readonly AuditFault[]> => (await verifyAudit({ pool: database.work, sealKey, law })).faults;

  /** Writes the chains anew, sealed twice; answers each with its length. */
  async function write(plan: readonly (readonly [number, number])[]): Promise<{ chain: string; length: number }[]> {
    const pool = database.work;
    await pool.query('DELETE FROM audit_entry; DELETE FROM audit_chain; DELETE FROM audit_seal; DELETE FROM audit_sealed_head');
    const sealer = createSealer({ pool, clock, sealKey, everyMs: 60_000, log: quiet });
    const chains = await Promise.all(plan.map(() => begin()));
    for (const part of [0, 1] as const) {
      for (const [index, { append }] of chains.entries()) await append(plan[index]?.[part] ?? 0);
      await sealer.sealNow();
    }
    return chains.map(({ chain }, index) => ({ chain, length: (plan[index]?.[0] ?? 0) + (plan[index]?.[1] ?? 0) }));
  }

  async function begin(): Promise<{ chain: string; append: (count: number) => Promise<void> }> {
    const chain = randomUUID();
    const writer = await createAuditWriter({ pool: database.work, clock, newId: () => chain, node: 'n', name: 'w', isRolledBack });
    const fact = { event: 'message.accepted' as const, party: 'PL-SG', messageId: randomUUID() };
    const append = async (count: number): Promise<void> => {
      const facts = Array.from({ length: count }, (_, index) => ({ ...fact, facts: { index } }));
      await writer.append(facts, (batch) => database.work.query('SELECT hub_append_audit($1)', [JSON.stringify(batch)]));
    };
    return { chain, append };
  }
});

/** A chain, and two places in it, the lower never at its end: there a removed entry is a missing tail. */
function placeIn(chains: readonly { chain: string; length: number }[], first: number, second: number): Place {
  const { chain, length } = chains[first % chains.length] ?? { chain: '', length: 3 };
  const a = 1 + (second % (length - 1));
  const b = a + 1 + (first % (length - a));
  return { chain, a, b };
}
