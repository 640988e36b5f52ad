/**
 * A visa consultation from the consulate's request to the visa: who is asked, what was known before, answers and one silence to the end of
 * its term under a moved clock, the verdict, the decision of the consul, and who hears of it.
 */
import { waitFor } from '../../local/wait-for.ts';
import { officerOf, type Answer, type Call } from '../client.ts';
import { moveClockTo } from '../clock.ts';
import { ask, check, type Stage, type Step } from '../stage.ts';
import { applicationOf, visaAfter } from '../visa-papers.ts';
import { takeUntil } from './mailbox.ts';

const CONSULATE = 'PL-MSZ-CONS-1';
/** PL-AW answers by its recorded rule, France not at all. */
const OFFICERS = ['PL-SG', 'PL-KGP', 'PL-ABW', 'PL-MSZ'] as const;
const RULE = 'Rule of PL-AW on short stays without military interest (sample)';
const PATIENCE = { timeoutMs: 30_000, everyMs: 200 };

interface Begun {
  readonly id: string;
  readonly reference: string;
  readonly applicationNumber: string;
}

export const consultation: Step = {
  title: 'a consulate submits a visa application: seven authorities are asked at home and abroad, one stays silent, and a visa follows',
  play: async (stage) => {
    stage.states.AUT.behave({ answer: { code: '0', afterMs: 500 } });
    const begun = await submit(stage);
    await showFindings(stage, begun);
    await answer(stage, begun);
    await letTermsEnd(stage, begun);
    await decide(stage, begun);
  },
};

/** Who asks and why stands in the headers. */
const call = ({ credentials }: Stage, { party, ...rest }: Omit<Call, 'headers'>): Call => ({
  party,
  ...rest,
  headers: {
    'hub-officer': officerOf(credentials, party).id,
    'hub-purpose': 'VISA_C',
    'hub-legal-basis': 'Act on Foreigners Art. 67',
    'hub-case': 'KL-DEMO-1',
  },
});

async function submit(stage: Stage): Promise<Begun> {
  const application = applicationOf(stage, CONSULATE);
  const { status, body } = await ask(
    stage,
    call(stage, { party: CONSULATE, method: 'POST', path: '/consultations', body: { application } }),
  );
  check(status === 201, 'the consultation should be new');
  const [one] = body.consultations as readonly { consultationId: string; reference: string; consulted: readonly string[]; dueAt: string }[];
  check(one !== undefined && one.consulted.length === 7, 'the law of the sample names seven authorities');
  stage.say(`  asked: ${one.consulted.join(', ')}; the consulate has its verdict by ${one.dueAt}`);
  return { id: one.consultationId, reference: one.reference, applicationNumber: application.applicationNumber };
}

const read = (stage: Stage, { id }: Begun): Promise<Answer> =>
  stage.client(call(stage, { party: CONSULATE, method: 'GET', path: `/consultations/${id}` }));

interface Child {
  readonly authority: string;
  readonly state: string;
  readonly dueAt?: string;
}

const childrenOf = async (stage: Stage, begun: Begun): Promise<readonly Child[]> =>
  (await read(stage, begun)).body.children as readonly Child[];

interface Becoming {
  readonly what: string;
  readonly authority: string;
  readonly state: string;
}

const become = (stage: Stage, begun: Begun, { what, ...wanted }: Becoming): Promise<unknown> =>
  waitFor(
    async () => (await childrenOf(stage, begun)).some(({ authority, state }) => authority === wanted.authority && state === wanted.state),
    { ...PATIENCE, what },
  );

async function showFindings(stage: Stage, begun: Begun): Promise<void> {
  const checks = await waitFor(
    async () => {
      const found = (await read(stage, begun)).body.checks as readonly { source: string; state: string }[];
      return found.length > 0 && found;
    },
    { ...PATIENCE, what: 'what Poland knows' },
  );
  stage.say(`  known before anybody was asked: ${checks.map(({ source, state }) => `${source} ${state}`).join(', ')}`);
  check(
    checks.some(({ source, state }) => source === 'SIS' && state === 'CLEAR'),
    'SIS should have nothing on an invented person',
  );
}

async function answer(stage: Stage, begun: Begun): Promise<void> {
  for (const party of ['PL-SG', 'PL-KGP', 'PL-AW', 'PL-MSZ'])
    await takeUntil(stage, { party, what: 'the request', is: ({ data }) => data.consultationId === begun.reference });
  const path = `/consultations/${begun.reference}/answers`;
  for (const party of OFFICERS) {
    const { status } = await ask(stage, call(stage, { party, method: 'POST', path, body: { answer: 'NO_OBJECTION' } }));
    check(status === 200, 'the answer should be taken');
  }
  const body = { answer: 'NOT_COMPETENT', automatedBy: RULE };
  check((await ask(stage, call(stage, { party: 'PL-AW', method: 'POST', path, body }))).status === 200, 'the rule is recorded');
  await become(stage, begun, { what: 'the answer of Austria by mail', authority: 'AUT-VISION', state: 'ANSWERED' });
  await become(stage, begun, { what: 'form R of France', authority: 'FRA-VISION', state: 'DELIVERED' });
  stage.say('  Austria answered by mail; France confirmed with form R and says nothing');
}

async function letTermsEnd(stage: Stage, begun: Begun): Promise<void> {
  const dueAt = (await childrenOf(stage, begun)).find(({ authority }) => authority === 'FRA-VISION')?.dueAt ?? '';
  stage.say(`  the term of France ends at ${dueAt}; the clock of the demo is moved there`);
  await moveClockTo(stage.databaseUrl, dueAt);
  const verdict = await takeUntil(stage, {
    party: CONSULATE,
    what: 'the verdict',
    is: ({ type, data }) => type === 'pl.gov.udsc.visa.consultation-verdict.v1' && data.reference === begun.reference,
  });
  check(verdict.data.verdict === 'TACIT_NO_OBJECTION' && verdict.data.finalAt === dueAt, 'silence to the end of the term is no objection');
  stage.say(
    `  verdict ${String(verdict.data.verdict)}, final at ${String(verdict.data.finalAt)}, released by: ${String(verdict.data.releasedBy)}`,
  );
}

async function decide(stage: Stage, begun: Begun): Promise<void> {
  const visaNumber = `PD${stage.run.toUpperCase()}`.slice(0, 12);
  const visa = visaAfter(stage, { visaNumber, applicationNumber: begun.applicationNumber, consulate: CONSULATE });
  const path = `/consultations/${begun.id}/decisions`;
  const decided = await ask(stage, call(stage, { party: CONSULATE, method: 'POST', path, body: { kind: 'ISSUED', visa } }));
  check(decided.status === 200, 'the decision of the consul should be taken');
  const registered = async (): Promise<boolean> =>
    (await stage.client(call(stage, { party: CONSULATE, method: 'GET', path: `/visas/${visaNumber}` }))).status === 200;
  await waitFor(registered, { ...PATIENCE, what: 'the visa in the Central Visa Register' });
  const told = (): boolean => stage.states.DEU.received.some(({ text }) => text.includes(visaNumber));
  await waitFor(told, { ...PATIENCE, what: 'word to Germany' });
  stage.say(`  the register has visa ${visaNumber}, and Germany was informed ex post by mail`);
}
