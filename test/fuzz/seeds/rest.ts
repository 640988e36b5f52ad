/** What is sent to the endpoints other than submissions and searches: the path in the first line, then the body. */

const UUIDS = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
const OFFICER = { id: 'SG-OFF-1', unit: 'PSG Terespol' };
const RETURNS = { properties: { caseKind: { const: 'RETURN' } }, required: ['caseKind'] };
const DECISION = 'pl.gov.udsc.decision.issued.v1';
const FROM_TO = 'from=2026-11-01T00:00:00Z&to=2026-12-01T00%3A00%3A00%2B01%3A00';

const BODIES: readonly (readonly [string, object])[] = [
  [
    'confirmation',
    {
      officer: OFFICER,
      differentiators: [{ field: 'photograph', seen: 'scar over the left eyebrow' }],
      ...{ checkedAt: '2026-11-25T08:55:00+01:00', place: 'PSG Terespol, lane 3', actionTaken: 'Entry refused.' },
    },
  ],
  ['rejection', { officer: OFFICER, reason: 'Another person: born in another year.' }],
  [
    'submission',
    {
      officer: OFFICER,
      identityShown: 'KOVALENKO OLEKSANDR',
      documentsShown: [{ kind: 'PASSPORT_ORDINARY', number: 'XX0000001', country: 'UKR' }],
      callbackPhone: '+48 00 000 00 00',
    },
  ],
  ['step', { officer: OFFICER, reference: 'SIR-2026-1' }],
  ['acknowledgement', { leaseId: UUIDS[0], ids: UUIDS }],
  ['subscription', { messageType: DECISION, condition: RETURNS }],
  ['subscription', { messageType: DECISION }],
  ['retry', { ids: ['1', '20'], reason: 'The far system is back.', ratePerSecond: 20 }],
  ['retry', { filter: { destination: 'PL-SG', type: DECISION }, reason: 'The far system is back.' }],
  ['discard', { group: '0123456789abcdef', reason: 'Sent by hand.' }],
  ['release', { laneId: UUIDS[1], reason: 'Łańcuch ma iść dalej.' }],
  ['reason', { reason: 'Maintenance of the far system.' }],
  ['note', { owner: 'Zespół wymiany', note: null }],
  ['export', { party: 'PL-SG', from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z', reason: 'Yearly supervision' }],
];

export const restBodies = (): string[] => BODIES.map(([form, body]) => `${form}\n${JSON.stringify(body)}`);

/** URLs of lists, whole. */
export const restUrls = (): string[] => [
  `/api/v1/messages?party=PL-SG&type=${DECISION}&state=delivered&limit=5&${FROM_TO}`,
  `/api/v1/messages?subject=a%20b&sequenceKey=c&correlationId=d&after=2026-11-25T08:00:00.123Z_${UUIDS[0] ?? ''}`,
  `/api/v1/audit/entries?personRef=p&officer=A-1&purpose=BORDER&${FROM_TO}`,
  `/api/v1/audit/entries?party=PL-SG&limit=500&after=2026-11-25T08:00:00.123456Z_${UUIDS[1] ?? ''}_17`,
  '/api/v1/audit/seals?after=12&limit=100',
  `/api/v1/operations/jobs?limit=200&after=${UUIDS[0] ?? ''}`,
  `/api/v1/operations/dead-letters?after=99&destination=PL-SG&group=0123&type=${DECISION}`,
  '/api/v1/operations/groups?destination=PL-SG&after=0123456789abcdef&limit=',
  '/api/v1/messages',
];

const inQuery = (query: string): string[] => ['messages', 'audit/entries', 'operations/jobs'].map((list) => `/api/v1/${list}?${query}`);

export const hostileUrls = (): string[] => [
  ...inQuery('limit=5&limit=6&%6cimit=7'),
  ...inQuery('limit=1e3&after=%00&party=%00'),
  ...inQuery('party=%ff%fe&limit=-1'),
  ...inQuery('party=%ED%A0%80'),
  ...inQuery('from=2026-02-30&to=9999-12-31T23:59:60Z'),
  ...inQuery('party=a&from=2026-11-25&to=2026-11-25T24:00:00+99:99'),
  ...inQuery(`after=2026-11-25T:::Z_${'-'.repeat(36)}`),
  ...inQuery(`after=2026-02-31T08:00:00.000Z_${UUIDS[0] ?? ''}`),
  ...inQuery(`party=${'a'.repeat(100_000)}`),
  ...inQuery(`${'&'.repeat(100_000)}`),
  ...inQuery(Array.from({ length: 20_000 }, (_, number) => `a${number}=1`).join('&')),
  ...inQuery('__proto__=1&constructor=2&toString=3&party=PL-SG'),
  ...inQuery('%'.repeat(10_000)),
  '?'.repeat(10_000),
  '/api/v1/messages/%C0%AF',
  '',
];
