/** An answer that counts visas of a sticker and lists none, or lists another's, was shown as "no visa" or as the visa that was asked for. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readCodes } from '../../adapters/visa-register/codes.ts';
import { toChildren } from '../../adapters/visa-register/form.ts';
import { REFUSAL, VISA } from '../../adapters/visa-register/forms.ts';
import type { RegisterRequest } from '../../adapters/visa-register/request.ts';
import { fromWire } from '../../adapters/visa-register/translate.ts';
import { branch, leaf, type XmlNode } from '../../adapters/visa-register/xml.ts';
import { REFUSED, REQUESTER, SHORT_STAY } from '../support/visas.ts';

const codes = readCodes();
const found = (total: number, ...records: readonly XmlNode[]): XmlNode => {
  const head = [leaf('RequestId', 'r-1'), leaf('AnsweredAt', '2026-11-25T10:00:00Z'), leaf('Total', total)];
  return branch('Found', [...head, ...records.map((record) => branch('Entry', [record]))]);
};
const visa = (changes: object = {}): XmlNode => branch('Visa', toChildren(VISA, { ...SHORT_STAY, ...changes }, codes));
const refusal = branch('Refusal', toChildren(REFUSAL, { ...REFUSED }, codes));
const asked = { requestId: 'r-1', requester: REQUESTER };
const bySticker: RegisterRequest = { ...asked, operation: 'FIND_BY_STICKER', visaNumber: SHORT_STAY.visaNumber };
const byApplication: RegisterRequest = {
  ...asked,
  operation: 'FIND_BY_APPLICATION',
  applicationNumber: SHORT_STAY.applicationNumber ?? '',
};
const replaced = { kind: 'STICKER_REPLACED', on: '2026-03-02', authority: SHORT_STAY.issuedBy, newVisaNumber: SHORT_STAY.visaNumber };

describe('an answer of the visa register', () => {
  for (const [what, answer, request] of [
    ['that counts visas of a sticker and lists none', found(60), bySticker],
    ['about another sticker', found(1, visa({ visaNumber: 'D999999999' })), bySticker],
    ['with two visas of one sticker', found(2, visa(), visa()), bySticker],
    ['with a refusal for a sticker', found(1, refusal), bySticker],
    ['about another application', found(1, visa({ applicationNumber: 'POL209900000000' })), byApplication],
  ] as const)
    it(`${what} is garbage, and neither a visa nor none`, () => {
      assert.throws(() => fromWire(answer, request, codes), { hubCode: 'VISA_REGISTER_GARBAGE' });
    });

  it('about the sticker asked for is taken, be it the first of the visa or a later one, and so is none at all', () => {
    const later = found(1, visa({ visaNumber: 'D999999999', events: [replaced] }));
    for (const answer of [found(1, visa()), later, found(0)]) assert.equal(fromWire(answer, bySticker, codes).kind, 'FOUND');
    for (const answer of [found(1, visa()), found(0)]) assert.equal(fromWire(answer, byApplication, codes).kind, 'FOUND');
  });
});
