/** The ways in which the hub is broken on purpose, by name. */
import type { Mutation } from '../mutation.ts';
import { acknowledgeBeforeCommit } from './acknowledge-before-commit.ts';
import { dropOneOutcome } from './drop-one-outcome.ts';
import { hastyRoads } from './hasty-roads.ts';
import { promoteInOneStatement } from './promote-in-one-statement.ts';

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'acknowledge-before-commit': acknowledgeBeforeCommit,
  'promote-in-one-statement': promoteInOneStatement,
  'drop-one-outcome': dropOneOutcome,
  'hasty-roads': hastyRoads,
};
