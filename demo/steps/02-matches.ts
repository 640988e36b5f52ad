/** Three alerts, all of which the Border Guard may see, the greatest harm first. */
import { check, type Step } from '../stage.ts';
import { searchPerson } from './search.ts';

export const matches: Step = {
  title: 'a search with matches, the greatest harm first',
  play: async (stage) => {
    const { status, body } = await searchPerson(stage, { surname: 'MARCHENKO-DEMO', forename: 'Ihor', dateOfBirth: '1983-05-12' });
    check(status === 200 && body.outcome === 'MATCHES', 'the answer should be 200 MATCHES');
    const found = (body.matches as { alertCategory: string }[]).map(({ alertCategory }) => alertCategory).join(', ');
    stage.say(`  categories: ${found}; next step: ${JSON.stringify(body.nextStep)}`);
    check(found === 'REFUSAL_ENTRY_STAY, RETURN, JUDICIAL_PROCEDURE', `three matches by order of harm should be shown, not ${found}`);
  },
};
