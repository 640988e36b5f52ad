/** The translator of the visa register loses nothing in either direction and reads only what answers the request. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { readCodes, type Codes } from '../../adapters/visa-register/codes.ts';
import type { Change, Entry, RegisterRequest } from '../../adapters/visa-register/request.ts';
import { changesFromWire, changesToWire, fromWire, toWire } from '../../adapters/visa-register/translate.ts';
import { createValidators, type Validators } from '../../adapters/visa-register/validate.ts';
import { branch, createXmlReader, leaf, writeXml, type XmlNode, type XmlReader } from '../../adapters/visa-register/xml.ts';
import { event, refusal, REFUSED, REQUESTER, SHORT_STAY, stickerNumber, visa } from '../support/visas.ts';

const MOST = 1024 * 1024;
const asked = { requestId: 'r-1', requester: REQUESTER };
const search: RegisterRequest = { ...asked, operation: 'FIND_BY_DOCUMENT', document: { number: 'FZ123456' } };

const request: fc.Arbitrary<RegisterRequest> = fc.oneof(
  visa.map((one): RegisterRequest => ({ ...asked, operation: 'ISSUE', visa: one })),
  refusal.map((one): RegisterRequest => ({ ...asked, operation: 'REFUSE', refusal: one })),
  fc.tuple(stickerNumber, event).map(([visaNumber, one]): RegisterRequest => ({ ...asked, operation: 'EVENT', visaNumber, event: one })),
);
const entry: fc.Arbitrary<Entry> = fc.oneof(
  visa.map((one) => ({ visa: one })),
  refusal.map((one) => ({ refusal: one })),
);

describe('the translator of the visa register', () => {
  let codes: Codes;
  let reader: XmlReader;
  let validators: Validators;
  before(async () => {
    [codes, reader, validators] = [readCodes(), createXmlReader(), await createValidators()];
  });
  after(() => reader.close());

  const read = (document: XmlNode): XmlNode => {
    const reading = reader.read(Buffer.from(writeXml(document)), MOST);
    if ('faults' in reading) assert.fail(reading.faults.join());
    return reading.node;
  };
  /** A document of the request's record, as an entry of an answer. */
  const held = (one: Entry): XmlNode => {
    const given: RegisterRequest =
      'visa' in one ? { ...asked, operation: 'ISSUE', visa: one.visa } : { ...asked, operation: 'REFUSE', refusal: one.refusal };
    const record = toWire(given, codes).document.children.at(-1);
    assert.ok(record);
    return branch('Entry', [record]);
  };
  const found = (total: number, entries: readonly XmlNode[]): XmlNode =>
    branch('Found', [leaf('RequestId', 'r-1'), leaf('AnsweredAt', '2026-11-25T10:00:00Z'), leaf('Total', total), ...entries]);

  it('writes every canonical request as a document that the XSD admits, and says that nothing is lost', () => {
    fc.assert(
      fc.property(request, (one) => {
        assert.deepEqual(validators.request(one), one);
        const { document, lost } = toWire(one, codes);
        assert.deepEqual(read(document), document);
        assert.deepEqual(lost, []);
      }),
    );
  });

  it('reads every record back as it was written, through bytes', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 3 }), (entries) => {
        const answer = fromWire(read(found(entries.length, entries.map(held))), search, codes);
        assert.ok(answer.kind === 'FOUND');
        assert.deepEqual(answer.entries, entries);
        assert.deepEqual(
          answer.entries.flatMap((one) => validators.entryFaults(one)),
          [],
        );
      }),
    );
  });

  it('writes a document anew as it was read: the wire form comes back too', () => {
    fc.assert(
      fc.property(entry, (one) => {
        const wire = read(found(1, [held(one)]));
        const answer = fromWire(wire, search, codes);
        assert.ok(answer.kind === 'FOUND' && answer.entries[0]);
        assert.deepEqual(found(1, [held(answer.entries[0])]), wire);
      }),
    );
  });

  it('names what a record holds beyond the form', () => {
    const odd = { ...SHORT_STAY, holder: { ...SHORT_STAY.holder, shoeSize: 44 } };
    assert.deepEqual(toWire({ ...asked, operation: 'ISSUE', visa: odd }, codes).lost, ['/visa/holder/shoeSize']);
  });

  it('refuses an answer to another request, of another kind, or that counts otherwise than it lists', () => {
    const refused = (answer: XmlNode, to: RegisterRequest = search): void =>
      assert.throws(() => fromWire(answer, to, codes), { hubCode: 'VISA_REGISTER_GARBAGE' });
    refused(found(0, []), { ...search, requestId: 'r-2' });
    refused(found(2, [held({ refusal: REFUSED })]));
    refused(found(0, []), { ...asked, operation: 'REFUSE', refusal: REFUSED });
    refused(branch('Registered', [leaf('RequestId', 'r-1'), leaf('IsNew', 'true'), leaf('RegisteredAt', '2026-11-25T10:00:00Z')]));
    refused(branch('Pong', [leaf('RequestId', 'r-1')]));
  });

  it('gives a code that the code list does not know no default', () => {
    const unknown = { ...SHORT_STAY, carrier: 'PAPYRUS' } as unknown as typeof SHORT_STAY;
    assert.throws(() => toWire({ ...asked, operation: 'ISSUE', visa: unknown }, codes), { hubCode: 'CODE_UNMAPPED' });
  });

  it('reads changes in order with their numbers, and refuses numbers that were not asked for', () => {
    const question = { requestId: 'r-1', after: 10, upTo: 20, limit: 5 };
    assert.deepEqual(read(changesToWire(question)), changesToWire(question));
    const change = (number: number): XmlNode =>
      branch('Change', [leaf('Number', number), leaf('ChangedAt', '2026-11-25T10:00:00Z'), held({ visa: SHORT_STAY })]);
    const answer = (...numbers: number[]): XmlNode =>
      read(branch('Changes', [leaf('RequestId', 'r-1'), leaf('Last', 40), leaf('Unused', 12), ...numbers.map(change)]));
    const changes = changesFromWire(answer(11, 13), question, codes);
    assert.deepEqual([changes.last, changes.unused, changes.changes.map(({ number }) => number)], [40, [12], [11, 13]]);
    assert.deepEqual((changes.changes[0] as Change).entry, { visa: SHORT_STAY });
    assert.throws(() => changesFromWire(answer(11, 21), question, codes), { hubCode: 'VISA_REGISTER_GARBAGE' });
    assert.throws(() => changesFromWire(answer(10), question, codes), { hubCode: 'VISA_REGISTER_GARBAGE' });
  });

  describe('golden pairs', () => {
    const golden = (name: string): string =>
      readFileSync(new URL(`../../adapters/visa-register/examples/${name}`, import.meta.url), 'utf8');
    const pairs: readonly (readonly [string, RegisterRequest])[] = [
      ['register-issued.xml', { ...asked, operation: 'ISSUE', visa: SHORT_STAY }],
      ['register-refusal.xml', { ...asked, operation: 'REFUSE', refusal: REFUSED }],
      ['find-by-person.xml', { ...asked, operation: 'FIND_BY_PERSON', person: { surname: 'DEMCHENKO', dateOfBirth: '1983-05' } }],
    ];
    for (const [name, one] of pairs)
      it(`writes ${name}`, () => {
        const plain = golden(name).replaceAll(/>\s+</g, '><').replace('?><', '?>\n<');
        assert.equal(writeXml(toWire(one, codes).document), plain);
      });
  });
});
