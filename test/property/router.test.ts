import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { before, describe, it } from 'mocha';
import { HubError } from '../../broker/contract/errors.ts';
import type { Destination } from '../../broker/contract/registry.ts';
import {
  createRouter,
  type Envelope,
  type Routed,
  type Router,
  type RoutingRegistry,
  type RoutingTable,
} from '../../broker/routing/router.ts';
import { loadSchemas } from '../../broker/routing/schema-shelf.ts';

const PARTIES = ['PL-SG', 'PL-ABW', 'PL-UDSC', 'PL-KGP'];
const DECISION = 'pl.gov.udsc.decision.issued.v1';

const data = fc.oneof(
  fc.record(
    {
      caseKind: fc.constantFrom('TEMPORARY_RESIDENCE', 'PROTECTION', 'VISA'),
      kind: fc.constantFrom('REFUSAL', 'WITHDRAWAL', 'RETURN_DECISION', 'BOARD_DECISION', 'GRANT'),
      finalOn: fc.constant('2026-01-01'),
    },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
);
const lists = fc.array(fc.oneof(fc.constantFrom(...PARTIES, 'PL-NONE', ''), fc.string()), { minLength: 1, maxLength: 5 });
const envelopes: fc.Arbitrary<Envelope> = fc.record(
  { type: fc.oneof(fc.constant(DECISION), fc.string()), data, destination: lists.map((names) => names.join(', ')) },
  { requiredKeys: ['type', 'data'] },
);
const rights = fc.record({
  receivers: fc.subarray(PARTIES),
  granted: fc.subarray(PARTIES),
  protection: fc.subarray(PARTIES),
  mailboxes: fc.subarray(PARTIES),
});
type Rights = typeof rights extends fc.Arbitrary<infer T> ? T : never;

const registryOf = (given: Rights): RoutingRegistry => ({
  destination: (name) =>
    given.receivers.includes(name) ? ({ name, adapter: given.mailboxes.includes(name) ? 'mailbox' : 'x' } as Destination) : undefined,
  subscriptions: () => [],
  isGranted: (party, _operation, about) => (about.purpose === 'PROTECTION' ? given.protection : given.granted).includes(party),
});

describe('the router', () => {
  let router: Router;
  before(async () => {
    const table = JSON.parse(await readFile(new URL('../../config/routing.json', import.meta.url), 'utf8')) as RoutingTable;
    router = createRouter(table, (await loadSchemas()).ajv);
  });

  function routed(envelope: Envelope, given: Rights): Routed | HubError {
    try {
      return router(envelope, registryOf(given));
    } catch (error) {
      if (error instanceof HubError) return error;
      throw error;
    }
  }

  it('answers every envelope with recipients or with an error of the catalogue', () => {
    fc.assert(fc.property(envelopes, rights, (envelope, given) => void routed(envelope, given)));
  });

  it('sends to nobody without a place to send to and a grant, to each once, and pulls exactly for mailboxes', () => {
    fc.assert(
      fc.property(envelopes, rights, (envelope, given) => {
        const answer = routed(envelope, given);
        if (answer instanceof HubError) return;
        const names = answer.recipients.map(({ destination }) => destination);
        assert.equal(new Set(names).size, names.length);
        for (const { destination, pull } of answer.recipients) {
          assert.ok(given.receivers.includes(destination));
          assert.ok(given.granted.includes(destination) || given.protection.includes(destination));
          assert.equal(pull, given.mailboxes.includes(destination));
        }
        for (const name of answer.leftOut) assert.ok(!names.includes(name));
      }),
    );
  });

  it('takes named destinations all or none, and leaves none out silently', () => {
    fc.assert(
      fc.property(envelopes, rights, (envelope, given) => {
        if (envelope.destination === undefined) return;
        const wanted = new Set(envelope.destination.split(',').map((name) => name.trim()));
        const answer = routed(envelope, given);
        if (answer instanceof HubError) assert.ok(answer.faults.length > 0 && answer.faults.length <= wanted.size);
        else assert.deepEqual([new Set(answer.recipients.map(({ destination }) => destination)), answer.leftOut], [wanted, []]);
      }),
    );
  });

  it('gives anything about protection only to parties with a grant for protection', () => {
    const about = fc.constantFrom<Envelope['data']>(
      { caseKind: 'PROTECTION' },
      { kind: 'BOARD_DECISION' },
      { caseKind: 'PROTECTION', kind: 'RETURN_DECISION' },
      { outcome: 'DECIDED_BY_BOARD' },
      { document: { kind: 'TZTC' } },
      { document: { kind: 'DPKG' } },
      { document: { kind: 'DUKR' } },
    );
    fc.assert(
      fc.property(about, rights, fc.option(fc.constantFrom(...PARTIES), { nil: undefined }), (protectedData, given, destination) => {
        const answer = routed({ type: DECISION, data: protectedData, ...(destination === undefined ? {} : { destination }) }, given);
        if (answer instanceof HubError) return;
        for (const one of answer.recipients) assert.ok(given.protection.includes(one.destination));
      }),
    );
  });

  it('sends a Board decision by its route to the Office alone', () => {
    fc.assert(
      fc.property(rights, (given) => {
        const answer = routed(
          { type: DECISION, data: { kind: 'BOARD_DECISION', caseKind: 'TEMPORARY_RESIDENCE', finalOn: '2026-01-01' } },
          given,
        );
        if (!(answer instanceof HubError)) for (const { destination } of answer.recipients) assert.equal(destination, 'PL-UDSC');
      }),
    );
  });
});
