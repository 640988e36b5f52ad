/** A SIS search by the Border Guard, as the steps about SIS ask it. */
import type { Answer } from '../client.ts';
import { officerOf } from '../client.ts';
import { ask, type Stage } from '../stage.ts';

export type Person = Readonly<Record<'surname' | 'forename' | 'dateOfBirth', string>>;

export const searchPerson = (stage: Stage, person: Person): Promise<Answer> =>
  ask(stage, {
    party: 'PL-SG',
    method: 'POST',
    path: '/sis/searches',
    body: {
      kind: 'person',
      person,
      purpose: 'BORDER',
      legalBasis: 'Reg. (EU) 2018/1861 Art. 34(1)(a)',
      caseReference: `SG-DEMO-${stage.run}`,
      officer: officerOf(stage.credentials, 'PL-SG'),
    },
  });
