/** What the consultation network remembers ends: rows are deleted by their terms, and with them the problems that spoke of them. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { createLedger, type Ledger } from '../../adapters/visa-consultation-network/ledger.ts';
import { openDatabase, type Database } from '../../broker/store/database.ts';
import { useDatabase } from '../support/suite-database.ts';

const FORM = { state: 'DEU', kind: 'CONSULTATION_REQUEST', reference: 'POL1', sender: 'PL-UDSC', eventId: 'K' } as const;
const MESSAGE_ID = '00000000-0000-4000-8000-000000000001';

describe('the ledger of the consultation network', () => {
  const url = useDatabase();
  let database: Database;
  let ledger: Ledger;
  before(() => {
    database = openDatabase(url.url, { accept: 1, work: 1, reads: 1 }, () => undefined);
    ledger = createLedger({
      query: async (text, values) => (await database.work.query(text, [...values])).rows as Record<string, unknown>[],
    });
  });
  after(() => database.close());

  it('reports a form once its mail was taken and no notice came in time, and not before it was taken', async () => {
    await ledger.noteForm({ ...FORM, unifier: 'U1', messageId: MESSAGE_ID });
    assert.deepEqual(await ledger.overdue(0), []);
    await ledger.formSent('U1');
    assert.deepEqual(await ledger.overdue(3_600_000), []);
    assert.deepEqual(await ledger.overdue(0), [{ ...FORM, unifier: 'U1' }]);
    await ledger.operatorsTold('U1');
    assert.deepEqual(await ledger.overdue(0), []);
  });

  it('says of forms that it forgets which were never confirmed', async () => {
    await ledger.noteForm({ ...FORM, unifier: 'U2', messageId: MESSAGE_ID });
    await ledger.formReceived('U2');
    assert.deepEqual(await ledger.forgetForms(1), []);
    assert.deepEqual(
      (await ledger.forgetForms(0)).map(({ unifier }) => unifier),
      ['U1'],
    );
    assert.equal(await ledger.form('DEU', 'U2'), undefined);
  });

  it('knows a form only by the state to which it went', async () => {
    await ledger.noteForm({ ...FORM, unifier: 'U3', messageId: MESSAGE_ID });
    assert.equal((await ledger.form('DEU', 'U3'))?.unifier, 'U3');
    assert.equal(await ledger.form('CZE', 'U3'), undefined);
    assert.equal(await ledger.asker('DEU', 'CONSULTATION_REQUEST', 'POL1'), FORM.sender);
    assert.equal(await ledger.asker('CZE', 'CONSULTATION_REQUEST', 'POL1'), undefined);
    assert.equal(await ledger.asker('DEU', 'REPRESENTATION_REQUEST', 'POL1'), undefined);
  });

  it('gives an answer that is owed to one sender at a time, and keeps it when it was owed once more meanwhile', async () => {
    const notice = { kind: 'DELIVERY_NOTICE', unifier: 'DEU1' } as const;
    await ledger.owe('DEU', notice);
    const [owed = assert.fail('nothing is owed')] = await ledger.owed();
    assert.deepEqual(await ledger.owed(), []);
    await ledger.owe('DEU', notice);
    await ledger.settle(owed);
    const [again = assert.fail('it was forgotten')] = await ledger.owed();
    await ledger.settle(again);
    await ledger.owe('DEU', { kind: 'TECHNICAL_ERROR', unifier: 'POLT1', about: 'DEU1', words: 'no' });
    assert.deepEqual(
      (await ledger.owed()).map(({ form }) => [form.kind, form.unifier, form.about, form.words]),
      [['TECHNICAL_ERROR', 'POLT1', 'DEU1', 'no']],
    );
  });

  it('deletes an unreadable mail after its term', async () => {
    const mail = {
      id: MESSAGE_ID,
      state: 'DEU',
      reason: 'r',
      sha256: 'a',
      size: 1,
      keepDays: 1,
      isWhole: true,
      sealed: { keyId: 'k', bytes: Buffer.from('x') },
    };
    await ledger.keepUnreadable(mail);
    await ledger.keepUnreadable({ ...mail, id: MESSAGE_ID.replace('1', '2') });
    assert.equal((await database.work.query('SELECT FROM network_unreadable')).rowCount, 1);
    assert.deepEqual(await ledger.forgetUnreadable(), ['DEU']);
    await database.work.query("UPDATE network_unreadable SET delete_after = hub_now() - interval '1 second'");
    assert.deepEqual(await ledger.forgetUnreadable(), []);
  });
});
