/** What an officer says in a body about a match or a hit: who first, then every fault at once. */
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import type { JudgementKind, Said } from './judgements.ts';

const FORMS = { HIT: '_sis/confirmation.schema.json', FALSE_MATCH: '_sis/rejection.schema.json' } as const;
/** Clocks of desks differ; a check in the coming hours does not. */
const SKEW_MS = 5 * 60_000;

/** Throws WHO_AND_WHY_REQUIRED or INVALID_JUDGEMENT. */
export function said(hub: Hub, body: Readonly<Record<string, unknown>>, kind: JudgementKind): Said {
  const valid = checkedBody<Said>(hub, body, FORMS[kind]);
  if (valid.checkedAt === undefined || Date.parse(valid.checkedAt) <= hub.clock.now() + SKEW_MS) return valid;
  throw new HubError('INVALID_JUDGEMENT', { faults: [{ pointer: '/checkedAt', detail: 'lies in the future' }] });
}

/** Throws WHO_AND_WHY_REQUIRED or INVALID_JUDGEMENT. */
export function checkedBody<T>(hub: Hub, body: Readonly<Record<string, unknown>>, schema: string): T {
  requireWho(body);
  const faults = hub.schemas.faults(schema, body);
  if (faults.length > 0) throw new HubError('INVALID_JUDGEMENT', { faults });
  return body as T;
}

function requireWho({ officer }: Readonly<Record<string, unknown>>): void {
  const { id, unit } = (typeof officer === 'object' && officer !== null ? officer : {}) as Readonly<Record<string, unknown>>;
  const missing = Object.entries({ id, unit }).filter(([, value]) => typeof value !== 'string' || value.trim() === '');
  if (missing.length === 0) return;
  const faults = missing.map(([name]) => ({ pointer: `/officer/${name}`, detail: 'is missing' }));
  throw new HubError('WHO_AND_WHY_REQUIRED', { faults, detail: 'The body does not say who: officer {id, unit} is needed.' });
}
