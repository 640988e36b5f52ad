/** How the simulated SIS misbehaves: for one search, by its surname, or for all of them, by the control call. */

export const SCENARIOS = ['NORMAL', 'SLOW', 'FAULT', 'GARBAGE', 'CUT', 'PARTIAL', 'EMPTY', 'LEAK', 'DOWN'] as const;

/**
 * SLOW answers late; FAULT answers with a SOAP fault; GARBAGE with no XML; CUT breaks off in the middle; PARTIAL names a silent source;
 * EMPTY is a 200 without a body; LEAK adds an alert nobody asked for; DOWN takes no connection.
 */
export type Scenario = (typeof SCENARIOS)[number];

export const isScenario = (word: unknown): word is Scenario => SCENARIOS.some((scenario) => scenario === word);

/** What a surname alone triggers; DOWN is no property of one search. */
export function scenarioOfSurname(surname: string): Scenario {
  const word = surname.toUpperCase();
  return isScenario(word) && word !== 'DOWN' ? word : 'NORMAL';
}
