/**
 * Issued decisions in the forms of version 1 and 2. Version 1 has one word, `kind`, for what version 2 tells as outcome, exact kind
 * and chain. Its word for whatever the Refugee Board decides says nothing of the outcome.
 */
import { CodeListGap } from '../code-lists/code-list-gap.ts';
import type { DecisionIssuedV1, DecisionIssuedV2 } from '../types.generated.ts';
import type { Cast } from '../version-cast.ts';

type Word = DecisionIssuedV1['kind'];
type Outcome = DecisionIssuedV2['outcome'];

const OUTCOMES: Readonly<Record<Word, Outcome>> = {
  GRANT: 'GRANTED',
  REFUSAL: 'REFUSED',
  WITHDRAWAL: 'WITHDRAWN',
  DISCONTINUANCE: 'DISCONTINUED',
  RETURN_DECISION: 'RETURN',
  BOARD_DECISION: 'DECIDED_BY_BOARD',
};

/** Outcomes that have a word of their own in version 1, whoever decided. */
const WORDS: Readonly<Partial<Record<Outcome, Word>>> = {
  GRANTED: 'GRANT',
  PARTLY_GRANTED: 'GRANT',
  REFUSED: 'REFUSAL',
  WITHDRAWN: 'WITHDRAWAL',
  DISCONTINUED: 'DISCONTINUANCE',
  RETURN: 'RETURN_DECISION',
  DECIDED_BY_BOARD: 'BOARD_DECISION',
};

/** Appeals about protection go to the Refugee Board (KPA Art. 138); in other cases these outcomes have no word in version 1. */
const OF_THE_BOARD: ReadonlySet<string | undefined> = new Set<Outcome | DecisionIssuedV2['kind']>([
  'UPHELD',
  'SET_ASIDE',
  'REMITTED',
  'SUSPENDED',
  'SET_ASIDE_AND_DISCONTINUE_1ST',
  'DISCONTINUE_APPEAL',
  'INADMISSIBLE_APPEAL',
  'LATE_APPEAL',
]);

const ONLY_IN_2 = ['kind', 'bindingOn', 'isEnforceable', 'replacesDecisionId'] as const;

export function up({ kind, ...rest }: DecisionIssuedV1): Cast<DecisionIssuedV2> {
  return { data: { ...rest, outcome: OUTCOMES[kind] }, lost: [] };
}

/** Throws a CodeListGap for an outcome that version 1 has no word for: a wrong word would be a false statement about a person. */
export function down(data: DecisionIssuedV2): Cast<DecisionIssuedV1> {
  const { outcome, kind: _kind, bindingOn: _binding, isEnforceable: _enforceable, replacesDecisionId: _replaces, ...rest } = data;
  const word = wordOf(data);
  const lost = ONLY_IN_2.filter((name) => data[name] !== undefined).map((name) => `/${name}`);
  return { data: { ...rest, kind: word }, lost: OUTCOMES[word] === outcome ? lost : ['/outcome', ...lost] };
}

function wordOf({ outcome, kind, caseKind }: DecisionIssuedV2): Word {
  if (caseKind === 'PROTECTION' && (OF_THE_BOARD.has(outcome) || OF_THE_BOARD.has(kind))) return 'BOARD_DECISION';
  const word = WORDS[outcome];
  if (word === undefined) throw new CodeListGap('UNKNOWN', { list: 'decision-outcomes', dialect: 'decision-issued-v1', code: outcome });
  return word;
}
