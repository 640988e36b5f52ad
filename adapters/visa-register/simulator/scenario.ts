/** How the simulated register misbehaves, for all requests, by the control call. */

export const SCENARIOS = ['NORMAL', 'SLOW', 'FAULT', 'GARBAGE', 'EMPTY', 'CUT', 'HUGE', 'ENTITIES', 'LATIN2', 'DOWN'] as const;

/**
 * SLOW answers late; FAULT answers with a fault; GARBAGE with no XML; EMPTY with nothing; CUT does what it was asked and hangs up in the
 * middle of the answer; HUGE answers without end; ENTITIES declares entities; LATIN2 answers in ISO 8859-2; DOWN takes no connection.
 */
export type Scenario = (typeof SCENARIOS)[number];

export const isScenario = (word: unknown): word is Scenario => SCENARIOS.some((scenario) => scenario === word);
