/**
 * The simulated technical centre of the Police (COT KSI): keeps the alerts it was asked to enter, one a person (Art. 23), and tells what
 * it did. A request taken twice has the first result.
 */
import { TECHNICAL_CENTRE } from './cast.ts';
import type { Client } from './client.ts';
import { senderOf, type ReceivedEvent } from './mailbox-reader.ts';

interface Request {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'REPLACE';
  readonly schengenId?: string;
  readonly person?: unknown;
  readonly document?: unknown;
}

interface Result {
  readonly result: 'DONE' | 'REFUSED';
  readonly schengenId?: string;
  readonly refusal?: { readonly ground: string; readonly words: string };
}

export function technicalCentreTakes(client: Client, now: () => Date): (event: ReceivedEvent) => Promise<void> {
  /** Schengen ID to whom or what the alert is on. */
  const alerts = new Map<string, string>();
  const answers = new Map<string, Record<string, unknown>>();
  return async (event) => {
    if (event.type !== 'pl.gov.udsc.sis.alert-request.v1') return;
    const request = event.data as unknown as Request;
    const key = `${event.source} ${event.id}`;
    const answer = answers.get(key) ?? {
      requestId: event.id,
      operation: request.operation,
      doneAt: now().toISOString(),
      ...carryOut(alerts, event.id, request),
    };
    answers.set(key, answer);
    await client({ party: TECHNICAL_CENTRE, method: 'POST', path: '/messages', body: resultEvent(event, answer) });
  };
}

function carryOut(alerts: Map<string, string>, id: string, { operation, schengenId, ...request }: Request): Result {
  const about = JSON.stringify(request.person ?? request.document ?? null);
  if (operation === 'CREATE') {
    if ([...alerts.values()].includes(about)) return refused('ALERT_EXISTS', 'Wpis Polski o tej osobie lub rzeczy już istnieje.');
    const entered = `PL.${id.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 40)}`;
    alerts.set(entered, about);
    return { result: 'DONE', schengenId: entered };
  }
  if (schengenId === undefined || !alerts.has(schengenId)) return refused('ALERT_UNKNOWN', 'Nie ma takiego wpisu Polski.');
  if (operation === 'DELETE') alerts.delete(schengenId);
  if (operation === 'REPLACE') alerts.set(schengenId, about);
  return { result: 'DONE', schengenId };
}

const refused = (ground: string, words: string): Result => ({ result: 'REFUSED', refusal: { ground, words } });

const resultEvent = (event: ReceivedEvent, data: Record<string, unknown>): Record<string, unknown> => ({
  specversion: '1.0',
  // The same id may come from several: an id is unique by source.
  id: `result-${senderOf(event)}-${event.id}`,
  source: `/parties/${TECHNICAL_CENTRE}`,
  type: 'pl.gov.udsc.sis.alert-result.v1',
  destination: senderOf(event),
  causationid: event.id,
  data,
});
