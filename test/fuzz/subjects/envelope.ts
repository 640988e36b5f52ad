/** The receive pipeline: the bytes of a submission until they are handed to the store, with the real schemas, routes and router. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Submission } from '../../../broker/contract/message.ts';
import type { Destination, Registry } from '../../../broker/contract/registry.ts';
import type { Receive } from '../../../broker/contract/hub.ts';
import { createReceivePipeline } from '../../../broker/pipeline/receive.ts';
import { createRouter, type RoutingTable } from '../../../broker/routing/router.ts';
import { loadSchemas } from '../../../broker/routing/schema-shelf.ts';
import { createGenerator } from '../../../generator/people.ts';
import { JSON_GRAMMAR } from '../mutators/json.ts';
import { hostileJson } from '../seeds/hostile-json.ts';
import type { Subject } from '../subject.ts';

const root = new URL('../../../', import.meta.url);
const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const PARTY = 'PL-UDSC';
const RETURNS = { messageType: 'pl.gov.udsc.decision.issued.v1', condition: { properties: { caseKind: { const: 'RETURN' } } } };

export async function openEnvelope(): Promise<Subject> {
  const accepted: Submission[] = [];
  const receive = await openPipeline(accepted);
  const { http } = json('config/default.json') as { http: { maxBodyBytes: number } };
  const [valid = ''] = validEnvelopes();
  return {
    seeds: validEnvelopes().map((text) => Buffer.from(text)),
    hostile: hostileJson(valid),
    grammar: JSON_GRAMMAR,
    maxBytes: http.maxBodyBytes,
    read: async (document) => {
      accepted.length = 0;
      await receive(PARTY, document);
      assert.deepEqual(
        accepted.map(({ body }) => body === document),
        [true],
        'it is accepted once, as the bytes that came',
      );
      return true;
    },
  };
}

async function openPipeline(accepted: Submission[]): Promise<Receive> {
  const schemas = await loadSchemas();
  const { http } = json('config/default.json') as { http: { maxDepth: number } };
  const destination = (name: string): Destination | undefined =>
    name === 'PL-NONE' ? undefined : ({ name, adapter: 'mailbox' } as Destination);
  const registry = {
    destination,
    ownsSource: (_party, source) => source.startsWith('/'),
    isGranted: () => true,
    subscriptions: () => [{ ...{ party: 'PL-SG', name: 'returns', createdAt: new Date(0) }, ...RETURNS }],
  } as Partial<Registry> as Registry;
  return createReceivePipeline({
    ...{ registry, schemas, router: createRouter(json('config/routing.json') as RoutingTable, schemas.ajv), maxDepth: http.maxDepth },
    ...{ newId: () => 'NEW', onSubmitted: () => undefined, checkReferences: async () => undefined },
    deliveries: {
      accept: async (submission) => {
        accepted.push(submission);
        const receipt = { id: submission.id, state: 'accepted', acceptedAt: '', sha256: submission.sha256, links: { self: '' } } as const;
        return { repeated: false, receipt };
      },
    },
    audit: { record: async () => undefined, append: () => assert.fail('nothing is appended') },
    problems: { raise: async () => undefined, resolve: async () => undefined },
  });
}

/** Every valid example of a message type, and notes about generated people in their own scripts. */
function validEnvelopes(): string[] {
  const event = {
    specversion: '1.0',
    source: `/parties/${PARTY}`,
    time: '2026-11-25T08:00:00Z',
    sequencekey: 'case-1',
    expirytime: '2026-12-01T00:00:00+01:00',
  };
  const decision = {
    ...event,
    id: 'decision-1',
    type: 'pl.gov.udsc.decision.issued.v1',
    data: json('schemas/decision-issued/examples/valid/refusal.json'),
  };
  const note = { ...event, id: 'note-1', type: 'pl.gov.udsc.exchange.note.v1', destination: 'PL-SG, PL-KGP' };
  const notes = createGenerator(3)
    .people(6)
    .map(({ original, dateOfBirth }) => ({ ...note, subject: original.surname, data: { title: original.full, text: dateOfBirth } }));
  const address = { ...note, correlationid: 'c-1', purpose: 'BORDER', data: json('schemas/exchange-note/examples/valid/address.json') };
  return [address, decision, ...notes].map((envelope) => JSON.stringify(envelope));
}
