/** The AsyncAPI document: right by the validator of AsyncAPI itself, complete, and as strict as the schemas that the hub validates with. */
import assert from 'node:assert/strict';
import { Parser, type AsyncAPIDocumentInterface } from '@asyncapi/parser';
import { before, describe, it } from 'mocha';
import { exchangeOf, queueOf } from '../../adapters/party-queues/names.ts';
import { loadSchemas, type CompiledShelf } from '../../broker/routing/schema-shelf.ts';
import { asyncApi } from '../../services/gateway/asyncapi.ts';
import { judgeOf, messageIn, type AsyncApi } from '../support/asyncapi.ts';
import { examplesOf, nodesOf, readSchemaJson, versionFiles, type Schema } from '../support/schema-files.ts';

/** As the parser takes it, and its errors (0) and warnings (1); the other diagnostics are advice. */
async function parsed(document: unknown): Promise<{ taken: AsyncAPIDocumentInterface | undefined; faults: readonly string[] }> {
  const { document: taken, diagnostics } = await new Parser().parse(JSON.stringify(document));
  const faults = diagnostics.filter(({ severity }) => Number(severity) <= 1);
  return { taken, faults: faults.map(({ code, message, path }) => `${code} ${message} ${path.join('/')}`) };
}

const types = versionFiles().flatMap((file) => {
  const type = file.schema['x-message-type'];
  return type === undefined ? [] : [{ ...file, type, isFromHub: file.schema['x-from-hub'] === true }];
});

describe('the AsyncAPI document', function () {
  this.timeout(120_000);
  let shelf: CompiledShelf;
  let document: AsyncApi;
  before(async () => {
    shelf = await loadSchemas();
    document = asyncApi(shelf) as unknown as AsyncApi;
  });

  it('is one of AsyncAPI 3 without error or warning, by the parser of AsyncAPI itself', async () => {
    const { taken, faults } = await parsed(document);
    assert.deepEqual(faults, []);
    assert.match(taken?.version() ?? '', /^3\./);
    assert.equal(taken?.allMessages().length, Object.keys(document.components.messages).length);
  });

  it('would be found wrong by that parser if it were', async () => {
    const spoilt = { ...document, operations: { lost: { action: 'send', channel: { $ref: '#/channels/nowhere' } } } };
    assert.notDeepEqual((await parsed(spoilt)).faults, []);
  });

  it('has every type in every version for who receives, and for who submits all but what only the hub says', () => {
    const keysOf = (channel: string): string[] => Object.keys(document.channels[channel]?.messages ?? {}).sort();
    const all = types.map(({ type }) => type);
    const delivered = all.flatMap((type) => [`${type}.structured`, `${type}.binary`]).sort();
    assert.deepEqual(keysOf('webhook'), delivered);
    assert.deepEqual(keysOf('queue'), delivered);
    const submitted = types.filter(({ isFromHub }) => !isFromHub).map(({ type }) => `${type}.structured`);
    assert.deepEqual(keysOf('submission'), submitted.sort());
  });

  it('calls the queue and the exchange of a party what the adapter calls them', () => {
    const addressOf = (channel: string): string => document.channels[channel]?.address?.replace('{party}', 'PL-KGP') ?? '';
    assert.deepEqual([addressOf('queue'), addressOf('acknowledgement')], [queueOf('PL-KGP'), exchangeOf('PL-KGP')]);
    const { exchange } = document.channels['acknowledgement']?.bindings?.['amqp'] as { exchange: { name: string } };
    assert.equal(exchange.name, document.channels['acknowledgement']?.address);
  });

  it('holds no schema that no message needs, and none in a dialect of its own', () => {
    const references = new Set(nodesOf(document).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref.split('/')[3]] : [])));
    assert.deepEqual(
      Object.keys(document.components.schemas).filter((name) => !references.has(name)),
      [],
    );
    const later = ['$schema', '$id', 'prefixItems', 'unevaluatedProperties', 'unevaluatedItems', 'dependentRequired', 'dependentSchemas'];
    const nodes = nodesOf(document.components.schemas);
    assert.deepEqual(
      later.filter((keyword) => nodes.some((node) => keyword in node)),
      [],
    );
    assert.ok(nodes.every((node) => node['$ref'] === undefined || Object.keys(node).length === 1));
  });

  it('judges every example of every type as the hub does, submitted and delivered', () => {
    const judge = judgeOf(document);
    const judgements = (file: (typeof types)[number], data: unknown): boolean[] => {
      const event = { specversion: '1.0', id: 'a', source: '/parties/PL-SG', type: file.type, data };
      const payloadOf = (channel: string, mode: string): Schema => messageIn(document, channel, `${file.type}.${mode}`).payload;
      return [
        judge(payloadOf('webhook', 'binary'), data),
        judge(payloadOf('webhook', 'structured'), { ...event, sequence: '00000000000000000001' }),
        file.isFromHub ? judge(payloadOf('queue', 'structured'), event) : judge(payloadOf('submission', 'structured'), event),
      ];
    };
    const examples = types.flatMap((file) =>
      (['valid', 'invalid'] as const).flatMap((kind) => examplesOf(file, kind).map((example) => ({ file, kind, example }))),
    );
    assert.ok(examples.length > 2 * types.length);
    for (const { file, kind, example } of examples)
      assert.deepEqual(new Set(judgements(file, readSchemaJson(example))), new Set([kind === 'valid']), example);
  });

  it('lets nobody submit a position, nor another type under the name of one', () => {
    const judge = judgeOf(document);
    const type = 'pl.gov.udsc.exchange.note.v1';
    const { payload } = messageIn(document, 'submission', `${type}.structured`);
    const event = { specversion: '1.0', id: 'a', source: '/parties/PL-SG', type, data: { title: 't', text: 't' } };
    assert.deepEqual(
      [event, { ...event, sequence: '1' }, { ...event, type: 'pl.gov.udsc.case.event.v1' }].map((one) => judge(payload, one)),
      [true, false, false],
    );
  });
});
