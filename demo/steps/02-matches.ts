/** Two alerts that the Border Guard may see; a third, of the courts, changes nothing. */
import { check, type Step } from '../stage.ts';
import { searchPerson } from './search.ts';

export const matches: Step = {
  title: 'a search with matches, of which only those are shown that the Border Guard may see',
  play: async (stage) => {
    const { status, body } = await searchPerson(stage, { surname: 'MARCHENKO-DEMO', forename: 'Ihor', dateOfBirth: '1983-05-12' });
    check(status === 200 && body.outcome === 'MATCHES', 'the answer should be 200 MATCHES');
    const found = body.matches as { alertCategory: string }[];
    stage.say(`  categories: ${found.map(({ alertCategory }) => alertCategory).join(', ')}; next step: ${JSON.stringify(body.nextStep)}`);
    check(found.length === 2, `two matches should be shown, not ${found.length}`);
  },
};
