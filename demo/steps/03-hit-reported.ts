/** A match is not a hit: an officer confirms it by what tells the person apart, and SIRENE is told within its term. */
import { waitFor } from '../../local/wait-for.ts';
import { officerOf } from '../client.ts';
import { ask, check, type Stage, type Step } from '../stage.ts';
import { searchPerson } from './search.ts';

interface Hit {
  readonly confirmedAt: string;
  readonly hitReport: { readonly id: string; readonly dueAt: string };
}

export const hitReported: Step = {
  title: 'a match is confirmed, and the hit is reported to SIRENE',
  play: async (stage) => {
    const { body: found } = await searchPerson(stage, { surname: 'MARCHENKO-DEMO', forename: 'Ihor', dateOfBirth: '1983-05-12' });
    const { confirmedAt, hitReport } = await confirm(stage, String(found.searchId));
    check(Date.parse(hitReport.dueAt) - Date.parse(confirmedAt) === 12 * 3_600_000, 'the report should be due after twelve hours');
    const officer = officerOf(stage.credentials, 'PL-SG');
    const body = { officer, identityShown: 'MARCHENKO-DEMO IHOR', documentsShown: [], callbackPhone: '+48 00 000 00 00' };
    const sent = await ask(stage, { party: 'PL-SG', method: 'POST', path: `/sis/hit-reports/${hitReport.id}/submission`, body });
    check(sent.status === 200, 'the report should be sent');
    await waitFor(async () => (await stateOf(stage, hitReport.id)) === 'ACKNOWLEDGED', { timeoutMs: 10_000, what: 'the SIRENE bureau' });
    stage.say('  the SIRENE bureau acknowledged the report');
  },
};

async function confirm(stage: Stage, searchId: string): Promise<Hit> {
  const body = {
    officer: officerOf(stage.credentials, 'PL-SG'),
    differentiators: [{ field: 'placeOfBirth', seen: 'as in the passport' }],
    checkedAt: new Date().toISOString(),
    place: 'PSG Terespol',
    actionTaken: 'Entry refused.',
  };
  const answer = await ask(stage, { party: 'PL-SG', method: 'POST', path: `/sis/searches/${searchId}/matches/1/confirmation`, body });
  check(answer.status === 201, 'the answer should be 201');
  return answer.body as unknown as Hit;
}

async function stateOf(stage: Stage, id: string): Promise<unknown> {
  const { id: officer } = officerOf(stage.credentials, 'PL-SG');
  const headers = {
    'hub-officer': officer,
    'hub-purpose': 'BORDER',
    'hub-legal-basis': 'Reg. (EU) 2018/1861 Art. 8',
    'hub-case': `SG-DEMO-${stage.run}`,
  };
  return (await stage.client({ party: 'PL-SG', method: 'GET', path: `/sis/hit-reports/${id}`, headers })).body.state;
}
