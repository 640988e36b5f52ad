/**
 * What this node did, per flow: submissions by party and message type, attempts by destination and message type. Counted in
 * memory; Prometheus adds the nodes up. All labels come from the registry and the schemas, so a caller cannot make new ones.
 */
import { Counter, Histogram, type Registry } from 'prom-client';

export interface Attempted {
  readonly destination: string;
  readonly type: string;
  /** What the attempt came to: delivered, retry, dead. */
  readonly outcome: string;
  readonly durationMs: number;
}

export interface FlowMetrics {
  /** `result` is accepted, repeated, or the code of the refusal; `type` is undefined where it is not a known one. */
  submitted(party: string, type: string | undefined, result: string): void;
  attempted(attempt: Attempted): void;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createFlowMetrics(registry: Registry): FlowMetrics {
  const registers = [registry];
  const submissions = new Counter({
    name: 'hub_submissions_total',
    help: 'Submissions by party and message type; result is accepted, repeated, or the error code of the refusal.',
    labelNames: ['party', 'type', 'result'],
    registers,
  });
  const attempts = new Histogram({
    name: 'hub_attempt_seconds',
    help: 'How long attempts to deliver took, by destination, message type and what they came to.',
    labelNames: ['destination', 'type', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  return {
    submitted: (party, type, result) => submissions.inc({ party, type: type ?? 'unknown', result }),
    attempted: ({ destination, type, outcome, durationMs }) => attempts.observe({ destination, type, outcome }, durationMs / 1000),
  };
}
