/** The rules of access: whose a source is, what a grant covers, what an API key looks like, how officers are read from CSV. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'mocha';
import { apiKeyDigest, isApiKey, makeApiKey } from '../../broker/access/api-key.ts';
import { readOfficersCsv } from '../../broker/access/officer-csv.ts';
import { isCovered, isValidAt, matchesType, ownsSource, type Grant } from '../../broker/access/rights.ts';
import { HubError } from '../../broker/contract/errors.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const at = (text: string): Date => new Date(text);
const grant = (change: Partial<Grant> = {}): Grant => ({
  operation: 'submit',
  messageType: 'pl.gov.udsc.exchange.*',
  purpose: null,
  validFrom: at('2026-01-01T00:00:00Z'),
  validTo: null,
  ...change,
});

describe('a source', () => {
  const owned = ['/parties/PL-SG', 'PL-SG'];

  it('belongs to the party that registered it, with everything below it', () => {
    for (const source of ['/parties/PL-SG', '/parties/PL-SG/desk-4', '/parties/PL-SG/a/b', 'PL-SG/x'])
      assert.ok(ownsSource(owned, source), source);
  });

  it('does not belong to a party because its name begins alike', () => {
    for (const source of ['/parties/PL-SG2', '/parties/PL', '/parties', '', 'pl-sg', 'x/parties/PL-SG'])
      assert.ok(!ownsSource(owned, source), source);
  });

  it('cannot climb out of its party by dot segments', () => {
    for (const below of ['/../PL-ABW', '/a/..', '/./x', '/%2e%2E/x', '/..\\x', '/..?q'])
      assert.ok(!ownsSource(owned, `/parties/PL-SG${below}`), below);
    assert.ok(ownsSource(owned, '/parties/PL-SG/v1..2/.well-known'));
  });
});

describe('a grant', () => {
  it('covers its type by star, by prefix and by the whole name', () => {
    assert.ok(matchesType('*', 'anything.at.all'));
    assert.ok(matchesType('pl.gov.*', 'pl.gov.udsc'));
    assert.ok(matchesType('pl.gov.note.v1', 'pl.gov.note.v1'));
  });

  it('covers no type that merely begins with the same letters', () => {
    assert.ok(!matchesType('pl.gov.*', 'pl.government'));
    assert.ok(!matchesType('pl.gov.*', 'pl.gov'));
    assert.ok(!matchesType('pl.gov.note.v1', 'pl.gov.note.v10'));
  });

  it('without a purpose covers every purpose, with one only an access that names it', () => {
    const about = { messageType: 'pl.gov.udsc.exchange.note.v1' };
    assert.ok(isCovered([grant()], about, NOW));
    assert.ok(isCovered([grant()], { ...about, purpose: 'BORDER' }, NOW));
    assert.ok(isCovered([grant({ purpose: 'BORDER' })], { ...about, purpose: 'BORDER' }, NOW));
    assert.ok(!isCovered([grant({ purpose: 'BORDER' })], { ...about, purpose: 'OTHER' }, NOW));
    assert.ok(!isCovered([grant({ purpose: 'BORDER' })], about, NOW));
  });

  it('counts from its first instant until just before its last', () => {
    const term = { validFrom: at('2026-03-01T12:00:00Z'), validTo: at('2026-03-01T13:00:00Z') };
    assert.ok(!isValidAt(term, NOW - 1));
    assert.ok(isValidAt(term, NOW));
    assert.ok(isValidAt(term, term.validTo.getTime() - 1));
    assert.ok(!isValidAt(term, term.validTo.getTime()));
  });
});

describe('an API key', () => {
  it('has a prefix to show and 256 random bits', () => {
    const { apiKey, prefix } = makeApiKey(randomBytes);
    assert.match(apiKey, /^hub_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/);
    assert.equal(apiKey.slice(4, 12), prefix);
    assert.equal(Buffer.from(apiKey.slice(13), 'base64url').length, 32);
    assert.ok(isApiKey(apiKey));
  });

  it('shows no bit of the secret in its prefix', () => {
    const drawn: number[] = [];
    makeApiKey((count) => (drawn.push(count), Buffer.alloc(count, drawn.length)));
    assert.deepEqual(drawn, [4, 32]);
  });

  it('is known by the sha256 of its whole text', () => {
    assert.equal(apiKeyDigest('abc').toString('hex'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('officers from CSV', () => {
  it('are read with quotes, separators within quotes, empty cells and a byte order mark', () => {
    const rows = readOfficersCsv(
      '\uFEFFid;unit;name;validTo\r\nA-1;"Desk ""4""; east";Test One;\r\n\r\nA-2;West;Test Two;2027-01-01T00:00:00Z\r\n',
    );
    assert.deepEqual(rows, [
      { id: 'A-1', name: 'Test One', unit: 'Desk "4"; east', validFrom: null, validTo: null },
      { id: 'A-2', name: 'Test Two', unit: 'West', validFrom: null, validTo: '2027-01-01T00:00:00Z' },
    ]);
  });

  it('keep their columns when the first cell or one in the middle is empty', () => {
    assert.deepEqual(
      readOfficersCsv('validFrom,id,name,unit\n,A-1,Test One,West\n').map((row) => [row.validFrom, row.id, row.unit]),
      [[null, 'A-1', 'West']],
    );
  });

  it('are refused when a column is missing or unknown, or a quote stays open', () => {
    for (const text of ['id,name\nA,B\n', 'id,name,unit,password\nA,B,C,D\n', 'id,name,unit\n"A,B,C\n', '']) {
      assert.throws(
        () => readOfficersCsv(text),
        (error) => error instanceof HubError && error.hubCode === 'INVALID_SETTING',
        text,
      );
    }
  });
});
