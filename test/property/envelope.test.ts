/**
 * Envelopes on their way through the receive pipeline: what is valid is handed on as the exact bytes that came, with its
 * attributes read as they stand, and what could be read in two ways or not be stored is refused by a code of the catalogue.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { before, describe, it } from 'mocha';
import { HubError } from '../../broker/contract/errors.ts';
import type { AcceptResult, Submission } from '../../broker/contract/message.ts';
import type { Destination, Registry } from '../../broker/contract/registry.ts';
import { withSequence } from '../../broker/contract/sequence.ts';
import type { Receive } from '../../broker/contract/hub.ts';
import { createReceivePipeline } from '../../broker/pipeline/receive.ts';
import { createRouter } from '../../broker/routing/router.ts';
import { loadSchemas } from '../../broker/routing/schema-shelf.ts';
import { members, NAMES, NOTE, spelling, spelt } from '../support/envelopes.ts';

const lane = fc.bigInt({ min: 1n, max: 9_223_372_036_854_775_807n }).map(String);
/** Texts that a name may not be: JSON allows them, tables and recipients do not. */
const unfit = fc.tuple(fc.string(), fc.constantFrom('\\ud800', '\\uDFFF', '\\u0000', '\\u001f', '\\u007f'), fc.constantFrom('', 'x'));

describe('an envelope in the receive pipeline', () => {
  let receive: Receive;
  let accepted: Submission[] = [];
  let rejected: unknown[] = [];

  before(async () => {
    const schemas = await loadSchemas();
    const destination = (code: string): Destination => ({ name: code, adapter: 'mailbox' }) as Destination;
    const registry = {
      destination,
      ownsSource: () => true,
      isGranted: () => true,
      subscriptions: () => [],
    } as Partial<Registry> as Registry;
    const routes = [{ name: 'notes', type: NOTE, when: {}, to: ['PL-ABW'] }];
    const accept = async (submission: Submission): Promise<AcceptResult> => {
      accepted.push(submission);
      return { repeated: false, receipt: { id: '', state: 'accepted', acceptedAt: '', sha256: submission.sha256, links: { self: '' } } };
    };
    receive = createReceivePipeline({
      ...{ registry, schemas, router: createRouter({ routes, protected: [] }, schemas.ajv), deliveries: { accept } },
      ...{ newId: () => 'NEW', maxDepth: 32, onSubmitted: () => undefined, checkReferences: async () => undefined },
      audit: { record: async (facts) => void rejected.push(...facts), append: () => assert.fail('nothing is appended') },
      problems: { raise: () => assert.fail('no problem is raised'), resolve: async () => undefined },
    });
  });

  /** What was accepted, or the code and the places of the refusal. */
  const submitted = async (body: Buffer): Promise<Submission | { code: string; pointers: string[] }> => {
    [accepted, rejected] = [[], []];
    const error: unknown = await receive('PL-SG', body).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const [submission] = accepted;
    assert.equal(accepted.length + rejected.length, 1, 'it is accepted or recorded as refused');
    if (submission !== undefined) return submission;
    assert.ok(error instanceof HubError && error.code < 500, String(error));
    return { code: error.hubCode, pointers: error.faults.map(({ pointer }) => pointer) };
  };

  it('is handed on as the bytes that came, whatever its order, blanks and escapes', async () => {
    await fc.assert(
      fc.asyncProperty(members, spelling, async (entries, how) => {
        const body = spelt(entries, how);
        const submission = await submitted(Buffer.from(body));
        assert.ok('body' in submission, JSON.stringify(submission));
        assert.deepEqual(submission.body, body);
        assert.equal(submission.sha256, createHash('sha256').update(body).digest('hex'));
        const { eventId: id, sequenceKey: sequencekey, correlationId: correlationid, causationId: causationid } = submission;
        const { source, subject, purpose, traceParent: traceparent, expiresAt: expirytime } = submission;
        const read = { id, source, subject, purpose, sequencekey, correlationid, causationid, traceparent, expirytime };
        const sent = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
        for (const [key, value] of Object.entries(read)) assert.deepEqual(value, sent[key] ?? null, key);
      }),
    );
  });

  it('is delivered with its position written in and not another byte changed', () => {
    fc.assert(
      fc.property(members, spelling, lane, (entries, how, position) => {
        const body = spelt(entries, how);
        const sent = withSequence({ body, position });
        const added = Buffer.from(`"sequence":"${position.padStart(20, '0')}",`);
        const at = sent.indexOf(added);
        assert.deepEqual(Buffer.concat([sent.subarray(0, at), sent.subarray(at + added.length)]), body);
        const { sequence, ...rest } = JSON.parse(sent.toString('utf8')) as Record<string, unknown>;
        assert.deepEqual([sequence, rest], [position.padStart(20, '0'), JSON.parse(body.toString('utf8'))]);
      }),
    );
  });

  it('is refused when any of its names stands twice, whichever form the second takes', async () => {
    const twice = fc.record({ which: fc.nat(), where: fc.nat(), value: fc.option(fc.jsonValue()) });
    await fc.assert(
      fc.asyncProperty(members, spelling, twice, async (entries, how, { which, where, value }) => {
        const [key, text] = entries[which % entries.length] ?? ['', ''];
        const spelled = where % 2 === 0 ? key : `\\u${key.charCodeAt(0).toString(16).padStart(4, '0')}${key.slice(1)}`;
        const doubled = entries.toSpliced(where % (entries.length + 1), 0, [spelled, value === null ? text : JSON.stringify(value)]);
        assert.deepEqual(await submitted(spelt(doubled, how)), { code: 'INVALID_MESSAGE', pointers: [`/${key}`] });
      }),
    );
  });

  it('is refused when a name of it holds U+0000, another control character or a lone surrogate', async () => {
    await fc.assert(
      fc.asyncProperty(members, fc.constantFrom(...NAMES), unfit, async (entries, key, [start, wrong, end]) => {
        const text = `"${JSON.stringify(start).slice(1, -1)}${wrong}${end}"`;
        const spoilt = [...entries.filter(([one]) => one !== key), [key, text] as const];
        const answer = await submitted(spelt(spoilt, { blank: '', escaped: false }));
        assert.deepEqual(answer, { code: 'INVALID_MESSAGE', pointers: [`/${key}`] });
      }),
    );
  });

  it('is refused when its sender gives it a position', async () => {
    await fc.assert(
      fc.asyncProperty(members, fc.jsonValue(), async (entries, value) => {
        const answer = await submitted(spelt([...entries, ['sequence', JSON.stringify(value)]], { blank: '', escaped: false }));
        assert.equal('code' in answer && answer.code, 'INVALID_MESSAGE');
      }),
    );
  });

  it('is refused by a code of the catalogue or accepted, and nothing else, when bytes of it are changed', async () => {
    const change = fc.record({ at: fc.nat(), bytes: fc.uint8Array({ maxLength: 4 }), cut: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(members, spelling, change, async (entries, how, { at, bytes, cut }) => {
        const body = spelt(entries, how);
        const from = at % body.length;
        const spoilt = Buffer.concat([body.subarray(0, from), bytes, body.subarray(from + cut)]);
        const answer = await submitted(spoilt);
        if ('body' in answer) assert.deepEqual(answer.body, spoilt);
      }),
      { numRuns: 300 },
    );
  });
});
