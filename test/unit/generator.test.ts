import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createGenerator } from '../../generator/people.ts';

describe('the generator of synthetic people', () => {
  it('gives the same people for the same seed', () => {
    assert.deepEqual(createGenerator(7).people(200), createGenerator(7).people(200));
  });

  it('gives other people for another seed', () => {
    assert.notDeepEqual(createGenerator(7).people(20), createGenerator(8).people(20));
  });

  it('gives the same people one by one as at once', () => {
    const single = createGenerator(3);
    assert.deepEqual([single.person(), single.person(), single.person()], createGenerator(3).people(3));
  });

  const crowd = createGenerator(42).people(3000);

  it('covers the scripts of the people who come to the office', () => {
    const scripts = new Set(crowd.map((person) => person.original.script));
    for (const script of ['Latn', 'Cyrl', 'Geor', 'Arab', 'Armn', 'Deva', 'Ethi']) assert.ok(scripts.has(script), script);
  });

  it('never mixes Latin letters into a name of another script', () => {
    const mixed = crowd.filter((person) => person.original.script !== 'Latn' && /[A-Za-z]/.test(person.original.full));
    assert.deepEqual(mixed, []);
  });

  it('knows persons with one name', () => {
    const single = crowd.filter((person) => person.latin.forename === undefined);
    assert.ok(single.length > 20);
    assert.ok(single.every((person) => person.latin.full === person.latin.surname));
  });

  it('writes Vietnamese names with the family name first and the middle name with the given name', () => {
    const person = crowd.find((one) => one.culture === 'vietnamese');
    assert.ok(person);
    assert.equal(person.original.full, `${person.original.surname} ${person.original.forename}`);
  });

  it('inflects Polish and Chechen surnames by sex', () => {
    const women = crowd.filter((person) => person.culture === 'chechen' && person.sex === 'F');
    assert.ok(women.length > 20);
    assert.ok(women.every((person) => person.original.surname.endsWith('а')));
  });

  it('gives Ukrainians a patronymic where the father has a name that forms one', () => {
    assert.ok(crowd.some((person) => person.culture === 'ukrainian' && /ович |івна /.test(person.original.full)));
  });

  it('leaves a good part of the dates of birth partial or doubtful', () => {
    const partial = crowd.filter((person) => !/^\d{4}-\d{2}-\d{2}$/.test(person.dateOfBirth));
    assert.ok(partial.length > 300 && partial.length < 1000, String(partial.length));
  });

  it('knows stateless persons and refugees, who hold a travel document of Poland', () => {
    const refugees = crowd.filter((person) => person.citizenships.includes('XXB') || person.citizenships.includes('XXA'));
    assert.ok(refugees.length > 10);
    assert.ok(
      refugees.every((person) => person.documents.some((paper) => paper.category === 'TRAVEL_DOCUMENT' && paper.country === 'POL')),
    );
  });
});
