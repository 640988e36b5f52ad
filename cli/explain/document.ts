/** Decides what a document is and has it explained. Nothing is sent and nothing is stored. */
import type { Explainer } from '../../broker/contract/explain.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { readBody } from '../../broker/contract/read-body.ts';
import { explainEvent, type EventDoors } from './event.ts';
import { NOTHING_MORE, type Explained } from './explained.ts';
import { explainRecord } from './record.ts';
import { explainSearch, looksLikeSearch } from './search.ts';
import { explainZone } from './zone.ts';

export interface DocumentDoors extends EventDoors {
  readonly nowMs: number;
}

export interface Asked {
  /** A schema to hold the document to. */
  readonly as?: string;
  /** Whose look-up it would be. */
  readonly party?: string;
}

export async function explainDocument(doors: DocumentDoors, document: Buffer, { as, party }: Asked): Promise<Explained> {
  const text = document.toString('utf8');
  if (/^\s*</.test(text)) return explainForeign(doors.explainers, document);
  const zone = explainZone(text, new Date(doors.nowMs).toISOString().slice(0, 10));
  if (zone !== undefined) return zone;
  const value = jsonOf(document, doors.maxDepth);
  if (value instanceof HubError) return { ...NOTHING_MORE, what: 'no document the hub knows', faults: faultsOf(value) };
  if (as !== undefined) return explainRecord(doors.schemas, value, as);
  if (isObject(value) && 'specversion' in value) return explainEvent(doors, document);
  if (looksLikeSearch(value)) return explainSearch(value, { ...doors, party, explainer: doors.explainers.get('sis2') });
  return explainRecord(doors.schemas, value, undefined);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function jsonOf(document: Buffer, maxDepth: number): unknown {
  try {
    return readBody(document, maxDepth);
  } catch (error) {
    if (error instanceof HubError) return error;
    throw error;
  }
}

const faultsOf = (error: HubError): Explained['faults'] =>
  error.faults.length > 0 ? error.faults : [{ pointer: '', detail: `${error.hubCode}: ${error.message}` }];

/** The first system that knows the document explains it. */
async function explainForeign(explainers: ReadonlyMap<string, Explainer>, document: Buffer): Promise<Explained> {
  for (const [name, explainer] of explainers) {
    const explanation = await explainer.read?.(document);
    if (explanation === undefined) continue;
    const { what, faults, canonical = null } = explanation;
    return { ...NOTHING_MORE, what: `${what} (adapters/${name})`, faults, canonical };
  }
  return { ...NOTHING_MORE, what: 'XML of no system the hub knows', faults: [{ pointer: '', detail: 'no adapter reads it' }] };
}
