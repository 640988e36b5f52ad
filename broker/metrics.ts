/** Prometheus figures of a node: its process, and per destination what was created, waits, was delivered or died. */
import type pg from 'pg';
import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';

const STATES = ['created', 'queued', 'parked', 'delivering', 'waiting_retry', 'delivered', 'dead', 'discarded', 'expired'] as const;

const TALLY = `SELECT destination, ${STATES.map((state) => `sum(${state}) AS ${state}`).join(', ')} FROM destination_tally GROUP BY destination`;
/** From the front of the two indexes a destination's unfinished deliveries stand in: bounded, however many wait. */
const OLDEST = `SELECT q.name, extract(epoch FROM hub_now() - (SELECT min(f.accepted_at) FROM (
    (SELECT o.accepted_at FROM delivery_open o WHERE o.destination = q.name AND NOT o.parked AND NOT o.leased ORDER BY o.due_at, o.id LIMIT 100)
    UNION ALL
    (SELECT o.accepted_at FROM delivery_open o WHERE o.destination = q.name AND o.leased ORDER BY o.due_at, o.id LIMIT 1000)) f)) AS age
  FROM destination q`;

export function createNodeMetrics({ pool, registry }: { pool: pg.Pool; registry: Registry }): () => Promise<string> {
  collectDefaultMetrics({ register: registry });
  const deliveries = new Gauge({
    name: 'hub_deliveries',
    help: 'Deliveries of a destination by state; created is the sum of all others.',
    labelNames: ['destination', 'state'],
    registers: [registry],
  });
  const oldest = new Gauge({
    name: 'hub_oldest_open_seconds',
    help: 'Age of the oldest unfinished delivery of a destination.',
    labelNames: ['destination'],
    registers: [registry],
  });
  return async () => {
    const [tallies, ages] = await Promise.all([
      pool.query<Record<(typeof STATES)[number] | 'destination', string>>(TALLY),
      pool.query<{ name: string; age: string | null }>(OLDEST),
    ]);
    for (const row of tallies.rows) for (const state of STATES) deliveries.set({ destination: row.destination, state }, Number(row[state]));
    for (const { name, age } of ages.rows) oldest.set({ destination: name }, Number(age ?? 0));
    return registry.metrics();
  };
}
