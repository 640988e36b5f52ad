import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createGenerator } from '../../generator/people.ts';

const EDTF = /^\d{4}([?~]|-(XX|0[1-9]|1[0-2])(-(XX|0[1-9]|[12]\d|3[01]))?)?$/;

describe('laws of synthetic people, whatever the seed', () => {
  it('every person is complete and in the promised form', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        for (const person of createGenerator(seed).people(20)) {
          assert.match(person.latin.full, /^[A-Za-z][A-Za-z' -]*$/);
          assert.match(person.dateOfBirth, EDTF);
          assert.ok(person.citizenships.length > 0 && person.citizenships.every((code) => /^[A-Z]{3}$/.test(code)));
          assert.ok(person.original.surname.length > 0);
          assert.equal(person.latin.forename === undefined, person.original.forename === undefined);
        }
      }),
    );
  });

  it('whole dates of birth are days of the calendar', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        for (const { dateOfBirth } of createGenerator(seed).people(20)) {
          if (!/^\d{4}-\d{2}-\d{2}$/.test(dateOfBirth)) continue;
          assert.equal(new Date(`${dateOfBirth}T00:00:00Z`).toISOString().slice(0, 10), dateOfBirth);
        }
      }),
    );
  });

  it('papers are issued before they expire and carry a number without signs', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        for (const paper of createGenerator(seed)
          .people(20)
          .flatMap((person) => person.documents)) {
          assert.match(paper.number, /^[A-Z0-9]{6,12}$/);
          assert.ok(paper.issuedOn < paper.expiresOn);
        }
      }),
    );
  });

  it('a seed is a stream: the first people do not depend on how many are drawn', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 30 }), (seed, count) => {
        assert.deepEqual(createGenerator(seed).people(count), createGenerator(seed).people(30).slice(0, count));
      }),
    );
  });
});
