/** SIS takes no connection: an error with the search's id, never an empty result. */
import { check, type Step } from '../stage.ts';
import { searchPerson } from './search.ts';

const PERSON = { surname: 'MARCHENKO-DEMO', forename: 'Ihor', dateOfBirth: '1983-05-12' };

export const sisDown: Step = {
  title: 'the same search while SIS is down is an error, never "nothing found"',
  play: async (stage) => {
    stage.sis.setScenario('DOWN');
    try {
      const { status, body } = await searchPerson(stage, PERSON);
      check(status === 503 || status === 504, 'the answer should be 503 or 504');
      check(!('outcome' in body) && !('matches' in body), 'the answer should show no result');
      check(JSON.stringify(body).includes('searchId'), 'the answer should name the search');
    } finally {
      stage.sis.setScenario('NORMAL');
    }
    stage.say('  SIS is up again.');
    const again = await searchPerson(stage, PERSON);
    check(again.status === 200 && again.body.outcome === 'MATCHES', 'the answer should be 200 MATCHES again');
  },
};
