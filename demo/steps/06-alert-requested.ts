/** A return decision calls for an alert: the Office asks the technical centre, and the result comes back as a message. */
import { TECHNICAL_CENTRE } from '../cast.ts';
import { officerOf } from '../client.ts';
import { ask, check, type Stage, type Step } from '../stage.ts';
import { takeUntil } from './mailbox.ts';

export const alertRequested: Step = {
  title: 'the Office asks for a return alert, and the technical centre tells what it did',
  play: async (stage) => {
    const id = `alert-${stage.run}`;
    const answer = await ask(stage, { party: 'PL-UDSC', method: 'POST', path: '/messages', body: requestEvent(stage, id) });
    check(answer.status === 202, 'the answer should be 202');
    const { data: result } = await takeUntil(stage, { party: 'PL-UDSC', what: 'the result', is: ({ data }) => data.requestId === id });
    check(result.result === 'DONE', 'the technical centre should have entered the alert');
    stage.say(`  entered as ${String(result.schengenId)}`);
  },
};

const requestEvent = ({ credentials, run }: Stage, id: string): Record<string, unknown> => ({
  specversion: '1.0',
  id,
  source: '/parties/PL-UDSC',
  type: 'pl.gov.udsc.sis.alert-request.v1',
  destination: TECHNICAL_CENTRE,
  data: {
    operation: 'CREATE',
    alertCategory: 'RETURN',
    legalBasis: 'Reg. (EU) 2018/1860 Art. 3',
    caseReference: `DL-DEMO-${run}`,
    requestedBy: officerOf(credentials, 'PL-UDSC'),
    person: { identities: [{ kind: 'CONFIRMED', details: inventedPerson(run) }] },
    reasonForAlert: 'Return decision',
    decisionReference: `DL-DEMO-${run}`,
    actionToBeTaken: 'VERIFY_RETURN',
    expiresOn: '2029-12-31',
    return: { isSuspended: false, hasEntryBan: false },
  },
});

const inventedPerson = (run: string): Record<string, unknown> => ({
  name: { surname: { transliterated: `WYMYSLONA-${lettersOf(run)}` }, forenames: { transliterated: 'ADA' } },
  birth: { date: { value: '1991', precision: 'YEAR', basis: 'DECLARED' } },
});

/** Names have no digits. */
const lettersOf = (run: string): string => [...run].map((sign) => String.fromCharCode(65 + (sign.charCodeAt(0) % 26))).join('');
