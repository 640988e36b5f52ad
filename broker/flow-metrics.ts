/**
 * What this node did, per flow: submissions by party and message type, attempts by destination and message type, versions in use.
 * Counted in memory; Prometheus adds the nodes up. All labels come from the registry and the schemas, so a caller cannot make new ones.
 */
import { Counter, Histogram, type Registry } from 'prom-client';
import type { VersionChange } from './pipeline/steps/cast-version.ts';
import { versionOf } from './routing/message-version.ts';

export interface Attempted {
  readonly destination: string;
  readonly type: string;
  /** What the attempt came to: delivered, awaiting (an acknowledgement), retry, dead. */
  readonly outcome: string;
  readonly durationMs: number;
}

export interface FlowMetrics {
  /** `result` is accepted, repeated, or the code of the refusal; `type` is undefined where it is not a known one. */
  submitted(party: string, type: string | undefined, result: string): void;
  attempted(attempt: Attempted): void;
  /** A recipient got a message of the type, in another version where one is given: by webhook, or from its mailbox or queue the first time. */
  handedOver(party: string, type: string, change?: VersionChange): void;
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
  const versions = createVersionMetrics(registers);
  return {
    submitted: (party, type, result) => {
      submissions.inc({ party, type: type ?? 'unknown', result });
      if (type !== undefined && result === 'accepted') versions.used({ party, type, direction: 'in' });
    },
    handedOver: (party, type, change) => {
      versions.used({ party, type, direction: 'out', ...(change === undefined ? {} : { version: change.to }) });
      for (const pointer of change?.lost ?? []) versions.lost({ party, type, pointer });
    },
    attempted: ({ destination, type, outcome, durationMs }) => attempts.observe({ destination, type, outcome }, durationMs / 1000),
  };
}

interface Use {
  readonly party: string;
  readonly type: string;
  readonly direction: 'in' | 'out';
  /** Where it is not that of the type. */
  readonly version?: number;
}

interface VersionMetrics {
  used(use: Use): void;
  lost(loss: { readonly party: string; readonly type: string; readonly pointer: string }): void;
}

function createVersionMetrics(registers: Registry[]): VersionMetrics {
  const uses = new Counter({
    name: 'hub_message_version_total',
    help: 'Messages by party and version; direction in: accepted from the party, out: handed over to it.',
    labelNames: ['party', 'type', 'version', 'direction'],
    registers,
  });
  const losses = new Counter({
    name: 'hub_message_version_lost_total',
    help: 'What recipients did not get because their version cannot carry it: pointers into the data, * for any place in a list.',
    labelNames: ['party', 'type', 'pointer'],
    registers,
  });
  return {
    used: ({ party, type, direction, version }) => {
      const own = versionOf(type);
      if (own !== undefined) uses.inc({ party, type: own.subject, version: version ?? own.version, direction });
    },
    lost: ({ party, type, pointer }) => losses.inc({ party, type, pointer: pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*') }),
  };
}
