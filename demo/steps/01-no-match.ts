/** Nobody of that name is in SIS: the hub says so, and only because SIS said so. */
import { check, type Step } from '../stage.ts';
import { searchPerson } from './search.ts';

export const noMatch: Step = {
  title: 'an officer of the Border Guard searches SIS, and there is no match',
  play: async (stage) => {
    const { status, body } = await searchPerson(stage, { surname: 'BEZWPISOWA-DEMO', forename: 'Jagoda', dateOfBirth: '1990-04-12' });
    check(status === 200 && body.outcome === 'NO_MATCH', 'the answer should be 200 NO_MATCH');
  },
};
