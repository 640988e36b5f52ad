/** The Police ask the Office about a residence title; the reply is due in four hours and comes with a copy, which is fetched by its reference. */
import { createHash } from 'node:crypto';
import { officerOf } from '../client.ts';
import { pdfOf } from '../pdf.ts';
import { ask, check, type Stage, type Step } from '../stage.ts';
import { takeUntil } from './mailbox.ts';

const ASKER = 'PL-KGP';
const ASKED = 'PL-UDSC';
const FOUR_HOURS_MS = 4 * 3_600_000;

interface Reference {
  readonly id: string;
  readonly sha256: string;
}

export const inquiryAnswered: Step = {
  title: 'PL-KGP asks the Office about a residence title, due in four hours, and gets a reply with a PDF copy',
  play: async (stage) => {
    const eventId = `inquiry-${stage.run}`;
    const inquiryId = await inquire(stage, eventId);
    const { data } = await takeUntil(stage, { party: ASKED, what: 'the inquiry', is: ({ id }) => id === eventId });
    stage.say(`  the Office has it; the reply is due by ${String(data.replyBy)}`);
    await reply(stage, eventId, await upload(stage));
    const answer = await takeUntil(stage, { party: ASKER, what: 'the reply', is: ({ causationid }) => causationid === eventId });
    await fetchCopy(stage, answer.data.attachments as readonly Reference[]);
    const seen = await ask(stage, { party: ASKER, method: 'GET', path: `/messages/${inquiryId}` });
    const [delivery] = seen.body.deliveries as readonly { readonly reply: { readonly state: string } }[];
    check(delivery?.reply.state === 'ANSWERED', 'the inquiry should be answered in time');
  },
};

async function inquire(stage: Stage, id: string): Promise<string> {
  const data = {
    title: 'Residence title',
    question: 'Does the holder of document RP0000001 have a valid residence title? Please send a copy of the decision.',
    caseReference: `KGP-DEMO-${stage.run}`,
    personReference: 'RP0000001',
    replyBy: new Date(Date.now() + FOUR_HOURS_MS).toISOString(),
  };
  return submit(stage, { id, from: ASKER, to: ASKED, type: 'pl.gov.udsc.exchange.inquiry.v1', data });
}

/** Claim check: the file goes to the hub, its reference into the reply. */
async function upload(stage: Stage): Promise<Reference> {
  const body = pdfOf(['SYNTHETIC COPY', `Decision DL-DEMO-${stage.run}`, 'Temporary residence permit, valid until 2027-06-30']);
  const headers = {
    'content-type': 'application/pdf',
    'content-digest': `sha-256=:${createHash('sha256').update(body).digest('base64')}:`,
  };
  const answer = await ask(stage, { party: ASKED, method: 'POST', path: '/attachments', body, headers });
  check(answer.status === 201, 'the upload should be taken');
  const { expiresAt: _until, ...reference } = answer.body as unknown as Reference & { expiresAt: string };
  return reference;
}

async function reply(stage: Stage, causationid: string, reference: Reference): Promise<void> {
  const data = {
    title: 'Residence title',
    answer: 'A temporary residence permit, valid until 30 June 2027.',
    attachments: [{ ...reference, name: 'decision.pdf' }],
  };
  await submit(stage, {
    id: `reply-${causationid}`,
    from: ASKED,
    to: ASKER,
    type: 'pl.gov.udsc.exchange.inquiry-reply.v1',
    causationid,
    data,
  });
}

async function fetchCopy(stage: Stage, [reference]: readonly Reference[]): Promise<void> {
  check(reference !== undefined, 'the reply should refer to the copy');
  const headers = {
    'hub-officer': officerOf(stage.credentials, ASKER).id,
    'hub-purpose': 'POLICE_CUSTOMS',
    'hub-legal-basis': 'Act on the Police Art. 20',
    'hub-case': `KGP-DEMO-${stage.run}`,
  };
  const { status, bytes } = await ask(stage, { party: ASKER, method: 'GET', path: `/attachments/${reference.id}`, headers });
  const digest = createHash('sha256').update(bytes).digest('hex');
  check(status === 200 && digest === reference.sha256, 'the copy should be the one that was sent');
  stage.say(`  ${bytes.length} bytes came, and their SHA-256 is the one in the reply`);
}

interface Sending {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly causationid?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Answers the id of the message. */
async function submit(stage: Stage, { from, to, ...event }: Sending): Promise<string> {
  const body = { specversion: '1.0', source: `/parties/${from}`, destination: to, ...event };
  const answer = await ask(stage, { party: from, method: 'POST', path: '/messages', body });
  check(answer.status === 202, 'the answer should be 202');
  return String(answer.body.id);
}
