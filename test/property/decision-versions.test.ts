/** Laws of the two versions of an issued decision: what is told in the one is told in the other, and protected and routed alike. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { before, describe, it } from 'mocha';
import type { Destination } from '../../broker/contract/registry.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { createRouter, type Router, type RoutingRegistry, type RoutingTable } from '../../broker/routing/router.ts';
import { loadSchemas, type CompiledShelf } from '../../broker/routing/schema-shelf.ts';
import { CodeListGap } from '../../schemas/code-lists/code-list-gap.ts';
import type { CodeEntry } from '../../schemas/code-lists/code-list.ts';
import { loadCodeLists, type CodeLists } from '../../schemas/code-lists/load.ts';
import { down, up } from '../../schemas/decision-issued/v1-v2.ts';
import type { DecisionIssuedV1, DecisionIssuedV2 } from '../../schemas/types.generated.ts';
import type { Cast } from '../../schemas/version-cast.ts';
import { readSchemaJson } from '../support/schema-files.ts';

const PARTIES = ['PL-SG', 'PL-UDSC', 'PL-ABW'];
const CASE_KINDS = ['TEMPORARY_RESIDENCE', 'PERMANENT_RESIDENCE', 'EU_LONG_TERM_RESIDENCE', 'RETURN', 'PROTECTION'] as const;

interface Enums {
  readonly properties: Readonly<Record<string, { readonly enum?: readonly unknown[] }>>;
}
const oneOf = <Value>(version: number, field: string): fc.Arbitrary<Value> =>
  fc.constantFrom(...((readSchemaJson(`decision-issued/v${version}.schema.json`) as Enums).properties[field]?.enum as Value[]));

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const text = fc.string({ minLength: 1, maxLength: 20 });
const shared = {
  decisionId: text,
  caseReference: text,
  issuedOn: day,
  servedOn: day,
  finalOn: day,
  authority: text,
  instance: fc.constantFrom(1, 2),
};
const required = ['decisionId', 'caseReference', 'issuedOn', 'authority', 'instance', 'caseKind'] as const;

const first: fc.Arbitrary<DecisionIssuedV1> = fc.record(
  { ...shared, caseKind: oneOf<DecisionIssuedV1['caseKind']>(1, 'caseKind'), kind: oneOf<DecisionIssuedV1['kind']>(1, 'kind') },
  { requiredKeys: [...required, 'kind'], noNullPrototype: true },
);
const drafts = fc.record(
  {
    ...shared,
    caseKind: oneOf<DecisionIssuedV2['caseKind']>(2, 'caseKind'),
    outcome: oneOf<DecisionIssuedV2['outcome']>(2, 'outcome'),
    kind: oneOf<DecisionIssuedV2['kind']>(2, 'kind'),
    bindingOn: day,
    isEnforceable: fc.boolean(),
    replacesDecisionId: text,
  },
  { requiredKeys: [...required, 'outcome'], noNullPrototype: true },
);

/** Undefined where version 1 has no word. */
function downOrGap(data: DecisionIssuedV2): Cast<DecisionIssuedV1> | undefined {
  try {
    return down(data);
  } catch (error) {
    assert.ok(error instanceof CodeListGap, String(error));
    return undefined;
  }
}

function differences(one: object, other: object): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  const at = (value: object, name: string): unknown => (value as Record<string, unknown>)[name];
  return [...names].filter((name) => at(one, name) !== at(other, name)).map((name) => `/${name}`);
}

describe('the versions of an issued decision', () => {
  let shelf: CompiledShelf;
  let router: Router;
  let lists: CodeLists;
  let second: fc.Arbitrary<DecisionIssuedV2>;
  before(async () => {
    shelf = await loadSchemas();
    lists = await loadCodeLists();
    const table = JSON.parse(await readFile(new URL('../../config/routing.json', import.meta.url), 'utf8')) as RoutingTable;
    router = createRouter(table, shelf.ajv);
    const outcomeOf = new Map(
      lists
        .list('decision-kinds')
        .entries()
        .map(({ code, attributes }) => [code, attributes?.['outcome']]),
    );
    /** Every other draft takes the outcome that its kind has; the rest lose a kind that goes with another. */
    const made = fc.tuple(drafts, fc.boolean()).map(([{ kind, bindingOn, ...rest }, isByKind]) => {
      const outcome = isByKind && kind !== undefined ? outcomeOf.get(kind) : rest.outcome;
      const isKept = kind !== undefined && outcomeOf.get(kind) === outcome;
      return {
        ...{ ...rest, outcome },
        ...(isKept ? { kind } : {}),
        ...(bindingOn !== undefined && rest.finalOn !== undefined ? { bindingOn } : {}),
      };
    });
    second = made.filter((data) => shelf.faults('decision-issued/v2.schema.json', data).length === 0) as fc.Arbitrary<DecisionIssuedV2>;
  });

  it('bring a decision of version 1 up and down again as it was, with nothing lost', () => {
    fc.assert(
      fc.property(first, (data) => {
        const raised = up(data);
        assert.deepEqual(shelf.faults('decision-issued/v2.schema.json', raised.data), []);
        assert.deepEqual([down(raised.data), raised.lost], [{ data, lost: [] }, []]);
      }),
    );
  });

  it('differ after the way down and up in exactly what the way down says it lost', () => {
    fc.assert(
      fc.property(second, (data) => {
        const lowered = downOrGap(data);
        if (lowered === undefined) return;
        assert.deepEqual(shelf.faults('decision-issued/v1.schema.json', lowered.data), []);
        assert.deepEqual(differences(data, up(lowered.data).data).sort(), [...lowered.lost].sort());
      }),
    );
  });

  /** By the code list of outcomes alone; what an appeal body decides is told of protection only. */
  const isTold = ({ outcome, caseKind }: DecisionIssuedV2): boolean => {
    const entry = lists
      .list('decision-outcomes')
      .entries()
      .find(({ code }) => code === outcome);
    const said = { ...entry?.mappings, ...entry?.writes }['decision-issued-v1'];
    return said === 'BOARD_DECISION' ? outcome === 'DECIDED_BY_BOARD' || caseKind === 'PROTECTION' : said !== undefined;
  };

  it('have a word of version 1 for every outcome to which the code list gives one, and for no other', () => {
    fc.assert(
      fc.property(second, ({ kind: _kind, ...data }) => {
        assert.equal(downOrGap(data) !== undefined, isTold(data));
      }),
    );
  });

  /** One decision of every exact kind, in every kind of case. */
  const eachKind = (): { readonly entry: CodeEntry; readonly data: DecisionIssuedV2 }[] => {
    const entries = lists.list('decision-kinds').entries();
    const told = entries.filter(({ attributes }) => attributes?.['instance'] !== 'COURT');
    const shown = { decisionId: 'D', caseReference: 'C', issuedOn: '2026-01-01', finalOn: '2026-02-01', authority: 'A' };
    return told.flatMap((entry) =>
      CASE_KINDS.map((caseKind) => {
        const { code: kind, attributes = {} } = entry;
        const instance = attributes['instance'] === 'SECOND' ? 2 : 1;
        return { entry, data: { ...shown, caseKind, instance, kind, outcome: attributes['outcome'] } as DecisionIssuedV2 };
      }),
    );
  };

  it('say every exact kind in version 1 with the word that its code list has', () => {
    const caseKinds: Readonly<Record<string, string>> = { PROTECTION: 'PROTECTION', RETURN: 'RETURN', STAY: 'TEMPORARY_RESIDENCE' };
    for (const { entry, data } of eachKind()) {
      assert.deepEqual(shelf.faults('decision-issued/v2.schema.json', data), [], entry.code);
      if (data.caseKind !== caseKinds[String(entry.attributes?.['subject'])]) continue;
      assert.equal(downOrGap(data)?.data.kind, entry.writes?.['decision-issued-v1'], entry.code);
    }
  });

  const rights = fc.record({
    granted: fc.subarray(['PL-SG', 'PL-UDSC', 'PL-ABW']),
    protection: fc.subarray(['PL-SG', 'PL-UDSC', 'PL-ABW']),
  });
  const recipients = (data: object, version: number, { given, destination }: { given: Rights; destination?: string }): unknown => {
    const type = `pl.gov.udsc.decision.issued.v${version}`;
    const registry: RoutingRegistry = {
      destination: (name) => ({ name, adapter: 'mailbox' }) as Destination,
      subscriptions: () => [],
      isGranted: (party, _operation, about) => (about.purpose === 'PROTECTION' ? given.protection : given.granted).includes(party),
    };
    try {
      const { recipients: to, leftOut } = router({ type, data, ...(destination === undefined ? {} : { destination }) }, registry);
      return { to, leftOut };
    } catch (error) {
      assert.ok(error instanceof HubError);
      return error.hubCode;
    }
  };
  type Rights = typeof rights extends fc.Arbitrary<infer T> ? T : never;
  const named = fc.constantFrom(undefined, 'PL-ABW', 'PL-SG, PL-UDSC');

  it('reach the same recipients, by route and by name, whichever version is submitted', () => {
    fc.assert(
      fc.property(first, rights, named, (data, given, destination) => {
        const about = { given, ...(destination === undefined ? {} : { destination }) };
        assert.deepEqual(recipients(up(data).data, 2, about), recipients(data, 1, about));
      }),
    );
    fc.assert(
      fc.property(second, rights, named, (data, given, destination) => {
        const about = { given, ...(destination === undefined ? {} : { destination }) };
        const lowered = downOrGap(data);
        if (lowered !== undefined) assert.deepEqual(recipients(data, 2, about), recipients(lowered.data, 1, about));
      }),
    );
  });

  it('reach the same recipients with every exact kind in every kind of case', () => {
    const given: Rights = { granted: [...PARTIES], protection: [...PARTIES] };
    for (const { data } of eachKind()) {
      const lowered = downOrGap(data);
      if (lowered !== undefined) assert.deepEqual(recipients(data, 2, { given }), recipients(lowered.data, 1, { given }), data.kind);
    }
  });
});
