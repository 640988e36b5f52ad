/** Golden pairs: the example of each kind in each dialect, byte by byte, as another state would get it. A change here changes the wire. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { readCodes } from '../../adapters/visa-consultation-network/codes.ts';
import { KINDS, MESSAGE_KINDS, type MessageKind } from '../../adapters/visa-consultation-network/kinds.ts';
import { valueAt } from '../../adapters/visa-consultation-network/pointers.ts';
import { readMail } from '../../adapters/visa-consultation-network/read-mail.ts';
import { fromWire, toWire } from '../../adapters/visa-consultation-network/translate.ts';
import { networkExample, OURS, THEIRS } from '../support/network.ts';

const codes = readCodes();
const head = { from: OURS, to: THEIRS, at: Date.UTC(2026, 1, 3, 10), messageId: 'POL7F3A@pl.visionmail.eu' };
const root = new URL('../../adapters/visa-consultation-network/examples/', import.meta.url);
const nameOf = (kind: MessageKind): string => kind.toLowerCase().replaceAll('_', '-');
const golden = (name: string): Buffer => readFileSync(new URL(name, root));

describe('the recorded mails of the consultation network', () => {
  for (const kind of MESSAGE_KINDS)
    for (const dialect of ['vision', 'vis-mail'] as const) {
      it(`${kind} in ${dialect} is written as recorded`, () => {
        const data = networkExample(kind);
        const said = (at: string): string => String(valueAt(data, at));
        const { reference, applicationNumber } = KINDS[kind];
        const form = { kind, unifier: 'POL7F3A', reference: said(reference), applicationNumber: said(applicationNumber), data };
        assert.equal(
          toWire(form, dialect, { head, codes }).bytes.toString('latin1'),
          golden(`${nameOf(kind)}.${dialect}.eml`).toString('latin1'),
        );
      });
      it(`${kind} in ${dialect} is read as recorded`, async () => {
        const mail = await readMail(golden(`${nameOf(kind)}.${dialect}.eml`));
        assert.deepEqual(fromWire(mail, dialect, codes).data, JSON.parse(golden(`${nameOf(kind)}.${dialect}.json`).toString('utf8')));
      });
    }
});
