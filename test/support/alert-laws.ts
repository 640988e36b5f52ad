/** What must be true of the alerts in a simulated SIS, stated anew here from the regulations and not taken from the simulator. */
import assert from 'node:assert/strict';
import type { HeldAlert, HeldDocument, HeldIdentity } from '../../adapters/sis2/simulator/alert.ts';

interface CategoryLaw {
  readonly article: RegExp;
  readonly action: string;
  /** 2018/1860 Art. 3 and 2018/1861 Arts 24, 25, 39; 2018/1862 Arts 53 and 54. */
  readonly mostYears: number;
}

export const CATEGORY_LAWS: Readonly<Record<string, CategoryLaw>> = {
  '2018/1860-3': { article: /^2018\/1860 Art\. 3$/, action: 'verifyReturn', mostYears: 5 },
  '2018/1861-24': { article: /^2018\/1861 Art\. 24(\(1\)\([ab]\))?$/, action: 'refuse', mostYears: 5 },
  '2018/1861-25': { article: /^2018\/1861 Art\. 25$/, action: 'refuse', mostYears: 5 },
  '2018/1862-26': { article: /^2018\/1862 Art\. 26$/, action: 'arrest', mostYears: 5 },
  '2018/1862-32.1a': { article: /^2018\/1862 Art\. 32\(1\)\(a\)$/, action: 'protect', mostYears: 5 },
  '2018/1862-32.1b': { article: /^2018\/1862 Art\. 32\(1\)\(b\)$/, action: 'whereabouts', mostYears: 5 },
  '2018/1862-32.1c': { article: /^2018\/1862 Art\. 32\(1\)\(c\)$/, action: 'preventTravel', mostYears: 1 },
  '2018/1862-34': { article: /^2018\/1862 Art\. 34$/, action: 'residence', mostYears: 3 },
  '2018/1862-36.d': { article: /^2018\/1862 Art\. 36$/, action: 'discreetCheck', mostYears: 1 },
  '2018/1862-36.i': { article: /^2018\/1862 Art\. 36$/, action: 'inquiryCheck', mostYears: 1 },
  '2018/1862-36.s': { article: /^2018\/1862 Art\. 36$/, action: 'specificCheck', mostYears: 1 },
  '2018/1862-37a': { article: /^2018\/1862 Art\. 37a$/, action: 'inform', mostYears: 1 },
  '2018/1862-38.2k': { article: /^2018\/1862 Art\. 38\(2\)\(k\)$/, action: 'seize', mostYears: 10 },
  '2018/1862-38.2l': { article: /^2018\/1862 Art\. 38\(2\)\(l\)$/, action: 'seize', mostYears: 10 },
};

/** Every law below, for one base on one day (YYYYMMDD). */
export function assertConsistent(alerts: readonly HeldAlert[], today: string): void {
  assertOwnIds(alerts);
  assertLinksBothWays(alerts);
  assertOneAlertAPersonAndState(alerts);
  assertBatchesApart(alerts.flatMap(({ Document }) => Document));
  for (const alert of alerts) {
    assertCategory(alert);
    assertUnderWay(alert, today);
    assertIdentities(alert.Identity);
  }
}

function assertOwnIds(alerts: readonly HeldAlert[]): void {
  assert.equal(new Set(alerts.map(({ SchengenId }) => SchengenId)).size, alerts.length);
  for (const { SchengenId, IssuingState } of alerts) assert.ok(SchengenId.startsWith(IssuingState), SchengenId);
}

function assertLinksBothWays(alerts: readonly HeldAlert[]): void {
  const byId = new Map(alerts.map((alert) => [alert.SchengenId, alert]));
  for (const alert of alerts)
    for (const link of alert.Link) {
      const other = byId.get(link.SchengenId);
      assert.equal(other?.Category, link.Category, `${alert.SchengenId} is linked to an alert that is there`);
      assert.notEqual(other, alert);
      assert.ok(
        other.Link.some(({ SchengenId }) => SchengenId === alert.SchengenId),
        `${link.SchengenId} is linked back`,
      );
    }
}

/** Art. 23 of each regulation. Two alerts are on one person when they say the same of their subject. */
function assertOneAlertAPersonAndState(alerts: readonly HeldAlert[]): void {
  const seen = new Set<string>();
  for (const { IssuingState, Identity, SchengenId } of alerts) {
    const [subject] = Identity;
    if (subject === undefined) continue;
    const key = `${IssuingState} ${dataOf(subject)}`;
    assert.ok(!seen.has(key), `${SchengenId}: ${IssuingState} has another alert on the person`);
    seen.add(key);
  }
}

const dataOf = ({ Surname, Forename, DateOfBirth, PlaceOfBirth, Sex }: HeldIdentity): string =>
  [Surname, Forename, DateOfBirth, PlaceOfBirth, Sex].join('|');

/** No number lies in two batches of blanks, and no issued paper in one. */
function assertBatchesApart(documents: readonly HeldDocument[]): void {
  const batches = documents.filter(({ NumberTo }) => NumberTo !== undefined).sort((a, b) => (a.Number < b.Number ? -1 : 1));
  for (const [index, { Number: from, NumberTo: to = '' }] of batches.entries()) {
    assert.ok(from < to && from.length === to.length, from);
    const next = batches[index + 1]?.Number;
    assert.ok(next === undefined || to < next || to.length !== next.length, `${from} and ${next} overlap`);
  }
  const prefixes = new Set(batches.map(({ Number: from }) => from.replace(/\d+$/, '')));
  for (const { Number: number, NumberTo } of documents)
    if (NumberTo === undefined && prefixes.has(number.replace(/\d+$/, '')))
      assert.ok(
        !batches.some(({ Number: from, NumberTo: to = '' }) => number.length === from.length && from <= number && number <= to),
        number,
      );
}

const MAY_BE_FLAGGED = /^2018\/1862-(26|32|36)/;
const UNION_CITIZENS_TOO = /^2018\/1862-(26|32|34|36)/;

function assertCategory({ Category, LegalArticle, Action, Identity, ...alert }: HeldAlert): void {
  const law = CATEGORY_LAWS[Category];
  assert.ok(law, Category);
  assert.match(LegalArticle, law.article);
  assert.equal(Action, law.action);
  assert.equal(Identity.length === 0, Category.startsWith('2018/1862-38'), 'papers have no identity, persons have one');
  if (alert.HasEaw) assert.equal(Category, '2018/1862-26');
  if (alert.FlaggedBy.length > 0) assert.match(Category, MAY_BE_FLAGGED, '2018/1862 Art. 24');
  if (alert.Nationality.includes('POL')) assert.match(Category, UNION_CITIZENS_TOO, 'third-country nationals only');
}

/** Compact days compare as numbers, and a year is ten thousand. */
function assertUnderWay({ SchengenId, Category, EnteredOn, ExpiresOn }: HeldAlert, today: string): void {
  for (const day of [EnteredOn, ExpiresOn]) assert.match(day, /^20\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/);
  assert.ok(EnteredOn <= today && today <= ExpiresOn, `${SchengenId} stands from ${EnteredOn} to ${ExpiresOn}`);
  const review = Number(EnteredOn) + (CATEGORY_LAWS[Category]?.mostYears ?? 0) * 10_000;
  assert.ok(Number(ExpiresOn) < review, `${SchengenId} of ${EnteredOn} ends with its review, not on ${ExpiresOn}`);
}

/** The subject's own data come first; what is misused are the data of somebody else. */
function assertIdentities([own, ...others]: readonly HeldIdentity[]): void {
  if (own === undefined) return;
  assert.ok(own.Kind === 'confirmed' || own.Kind === 'notConfirmed');
  for (const other of others) {
    assert.ok(other.Kind === 'alias' || other.Kind === 'misused');
    assert.notEqual(dataOf(other), dataOf(own));
  }
}
