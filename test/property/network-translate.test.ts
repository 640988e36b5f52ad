/** Every kind of form, in both dialects, comes through its mail and back as it was, save for what stands in a list here. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { before, describe, it } from 'mocha';
import { readCodes } from '../../adapters/visa-consultation-network/codes.ts';
import { inLatin9, latin9Bytes } from '../../adapters/visa-consultation-network/charset.ts';
import { KINDS, MESSAGE_KINDS, type Dialect, type Form, type MessageKind } from '../../adapters/visa-consultation-network/kinds.ts';
import { leavesOf, valueAt } from '../../adapters/visa-consultation-network/pointers.ts';
import { readMail } from '../../adapters/visa-consultation-network/read-mail.ts';
import { fromWire, toWire } from '../../adapters/visa-consultation-network/translate.ts';
import { loadSchemas, type CompiledShelf } from '../../broker/routing/schema-shelf.ts';
import { NETWORK_DOCUMENTS } from '../support/network-documents.ts';

const codes = readCodes();
const head = { from: 'operpl@pl.visionmail.eu', to: 'operde@de.visionmail.eu', at: 0, messageId: 'x@pl.visionmail.eu' };
const formOf = (kind: MessageKind, data: unknown): Form => ({
  kind,
  unifier: 'POL0123456789abcdef',
  reference: valueAt(data, KINDS[kind].reference) as string,
  applicationNumber: valueAt(data, KINDS[kind].applicationNumber) as string,
  data,
});

/** What a dialect never carries, whatever stands there. */
const NEVER: Readonly<Record<Dialect, RegExp>> = {
  vision: /\/(?:ethnicNationality|legalBasis|application\/status|code)$|\/officer\//,
  'vis-mail': /^\/officer\/|\/(?:legalBasis|application\/status)$|(?:[aA]uthority|[aA]uthorities\/\d+|receivedBy|cancelledBy)\/code$/,
};
/** What VISION can carry in part only: one spelling of a name, plain digits of a date, the day of an instant, text in its charset and of its length, no empty list. */
const IN_PART = (at: string, value: unknown): boolean =>
  /\/(?:original|script|transliterated)$/.test(at) ||
  /\/birth\/date\/(?:value|precision)$/.test(at) ||
  at === '/answeredAt' ||
  value === '[]' ||
  (typeof value === 'string' && (inLatin9(value).isTransliterated || value.length > 150 || value.includes('\r')));

for (const dialect of ['vision', 'vis-mail'] as const) {
  describe(`the dialect ${dialect}`, () => {
    let shelf: CompiledShelf;
    before(async () => {
      shelf = await loadSchemas();
    });
    for (const kind of MESSAGE_KINDS) {
      it(`carries ${kind} through bytes and back, and says exactly what it could not`, async () => {
        const check = async (data: Record<string, unknown>): Promise<void> => {
          const wire = toWire(formOf(kind, data), dialect, { head, codes });
          const back = fromWire(await readMail(wire.bytes), dialect, codes);
          const type = shelf.messageType(KINDS[kind].type);
          assert.ok(type !== undefined);
          assert.deepEqual(shelf.dataFaults(type, data), [], 'the invented message itself');
          assert.deepEqual(shelf.dataFaults(type, back.data), [], 'what came back');
          const [old, now] = [leavesOf(data), leavesOf(back.data)];
          const { lost, changed, added } = wire.difference;
          for (const [at, value] of old) {
            if (lost.includes(at)) assert.ok(!now.has(at), at);
            else if (changed.includes(at)) assert.notEqual(now.get(at), value, at);
            else assert.equal(now.get(at), value, at);
          }
          assert.deepEqual(
            [...now.keys()].filter((at) => !old.has(at)),
            added,
          );
          const unexpected = [...lost, ...changed].filter(
            (at) => !NEVER[dialect].test(at) && !(dialect === 'vision' && IN_PART(at, old.get(at))),
          );
          assert.deepEqual(unexpected, [], 'more was lost than the dialect may lose');
          assert.deepEqual(dialect === 'vision' ? [] : added.filter((at) => !/\/name$/.test(at)), []);
        };
        await fc.assert(fc.asyncProperty(NETWORK_DOCUMENTS[kind], check), { numRuns: 60 });
      }).timeout(60_000);

      it(`writes ${kind} again as it was read: what came over the wire loses nothing more`, async () => {
        const check = async (data: Record<string, unknown>): Promise<void> => {
          const first = fromWire(await readMail(toWire(formOf(kind, data), dialect, { head, codes }).bytes), dialect, codes);
          const wire = toWire(first, dialect, { head, codes });
          const second = fromWire(await readMail(wire.bytes), dialect, codes);
          assert.deepEqual(second, first);
          assert.deepEqual(wire.difference.lost, []);
        };
        await fc.assert(fc.asyncProperty(NETWORK_DOCUMENTS[kind], check), { numRuns: 30 });
      }).timeout(60_000);
    }

    it('carries a notice of delivery and a technical error', async () => {
      const signals: Form[] = [
        { kind: 'DELIVERY_NOTICE', unifier: 'DEU12', reference: 'DEU77', applicationNumber: 'DEU1', about: undefined, words: undefined },
        {
          kind: 'TECHNICAL_ERROR',
          unifier: 'POL9',
          reference: 'DEU77',
          applicationNumber: 'DEU1',
          about: 'DEU12',
          words: 'heading 026 is missing',
        },
      ];
      for (const signal of signals) {
        const back = fromWire(await readMail(toWire(signal, dialect, { head, codes }).bytes), dialect, codes);
        for (const key of ['kind', 'unifier', 'reference', 'about', 'words'] as const) assert.equal(back[key], signal[key], key);
      }
    });
  });
}

describe('iso-8859-15', () => {
  it('is written as a decoder of another make reads it, for any text, and the second time nothing changes', () => {
    const decoder = new TextDecoder('iso-8859-15');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { text: written } = inLatin9(text);
        assert.equal(decoder.decode(latin9Bytes(written)), written);
        assert.deepEqual(inLatin9(written), { text: written, isTransliterated: false });
      }),
    );
  });
  it('transliterates Polish letters by ICAO and says so', () => {
    assert.deepEqual(inLatin9('Łódź, Święta – ünïq €'), { text: 'Lódz, Swieta - ünïq €', isTransliterated: true });
    assert.deepEqual(inLatin9('Žižka'), { text: 'Žižka', isTransliterated: false });
  });
});
