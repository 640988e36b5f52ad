/** What the inbox of the consultation network promises when something fails in the middle: the mail comes again, and nothing is done twice. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'mocha';
import { createAlarms } from '../../adapters/visa-consultation-network/alarms.ts';
import { readCodes } from '../../adapters/visa-consultation-network/codes.ts';
import { explainer } from '../../adapters/visa-consultation-network/explain.ts';
import { createInbox, type Inbox } from '../../adapters/visa-consultation-network/inbox.ts';
import { createLedger } from '../../adapters/visa-consultation-network/ledger.ts';
import { visionMail, withFiles } from '../../adapters/visa-consultation-network/simulator/written-forms.ts';
import type { InboundDoor } from '../../broker/contract/adapter.ts';
import type { Attachment } from '../../broker/contract/attachments.ts';
import type { StoredRow } from '../../broker/contract/doors.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { quietDoors } from '../support/adapter-doors.ts';
import { consultationEvent, networkSettings, OURS, THEIRS } from '../support/network.ts';

const FROM = { state: 'DEU', address: THEIRS, to: OURS };
const MAIL = Buffer.from(visionMail(FROM, 'DEU1.M', ['000:DEUM1', '001:DEU1', '002:20260204', '003:DEU;S', '070:H', '071:T']).raw);
const FILE = { name: 'a.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF-') };
const NOTICE = Buffer.from(visionMail(FROM, 'POL1.R', ['000:POLSENT', '001:POL1']).raw);
const SENT = { unifier: 'POLSENT', state: 'DEU', kind: 'CONSULTATION_REQUEST', reference: 'POL1', sender: 'PL-UDSC', eventId: 'K-1' };
const settings = { ...networkSettings({ host: '127.0.0.1', port: 9 }), keepUnreadableDays: 30 };
const [peer = assert.fail('no peer')] = settings.peers;

interface Room {
  readonly inbox: Inbox;
  /** What was submitted, and the statements that came through, in order. */
  readonly steps: string[];
  readonly events: Buffer[];
}

/** `fails` may throw at a submission or a statement. */
function openRoom(fails: (step: string) => void): Room {
  const attach: InboundDoor['attach'] = async () => {
    step('attach');
    return { id: randomUUID() } as Attachment;
  };
  const steps: string[] = [];
  const events: Buffer[] = [];
  const step = (name: string): void => {
    fails(name);
    steps.push(name);
  };
  const query = async (text: string): Promise<readonly StoredRow[]> => {
    const [, verb = '', table = ''] = /^(INSERT|UPDATE|DELETE|SELECT)[\s\S]*?(network_\w+)/.exec(text) ?? [];
    step(`${verb} ${table}`);
    return verb === 'SELECT' && table === 'network_form' ? [SENT] : [];
  };
  const doors = quietDoors();
  const submit = async (_party: string, event: Buffer): Promise<never> => {
    step('submit');
    events.push(event);
    return undefined as never;
  };
  const alarms = createAlarms(doors.problems);
  const parts = {
    settings,
    codes: readCodes(),
    ledger: createLedger({ query }),
    alarms,
    doors,
    inbound: { submit, attach },
    onOwed: () => undefined,
  };
  return { inbox: createInbox(parts), steps, events };
}

const failingOnce = (at: string): ((step: string) => void) => {
  let isDone = false;
  return (step) => {
    if (isDone || step !== at) return;
    isDone = true;
    throw new Error('the process died here');
  };
};

describe('the inbox of the consultation network', () => {
  it('acknowledges no form whose notice of delivery is not down yet; the form comes again as the same event', async () => {
    const { inbox, steps, events } = openRoom(failingOnce('INSERT network_answer'));
    await assert.rejects(inbox.take(peer, MAIL));
    await inbox.take(peer, MAIL);
    assert.deepEqual(steps, ['submit', 'submit', 'INSERT network_answer']);
    assert.deepEqual(events[0], events[1]);
  });

  it('tells the party of form R before it notes it, so that a death in between loses nothing', async () => {
    const { inbox, steps, events } = openRoom(failingOnce('UPDATE network_form'));
    await assert.rejects(inbox.take(peer, NOTICE));
    await inbox.take(peer, NOTICE);
    assert.deepEqual(steps, ['SELECT network_form', 'submit', 'SELECT network_form', 'submit', 'UPDATE network_form']);
    assert.deepEqual(events[0], events[1]);
  });

  for (const code of ['DATABASE_UNAVAILABLE', 'ACCEPT_QUEUE_FULL', 'OUTCOME_UNKNOWN', 'FORBIDDEN'] as const)
    it(`keeps no mail and answers nothing while the hub says ${code}: the other state sends again`, async () => {
      const { inbox, steps } = openRoom((step) => {
        if (step === 'submit') throw new HubError(code);
      });
      await assert.rejects(inbox.take(peer, MAIL), (error: HubError) => error.hubCode === code);
      assert.deepEqual(steps, []);
    });

  for (const code of ['SCANNER_UNAVAILABLE', 'AUDIT_UNAVAILABLE', 'DATABASE_UNAVAILABLE'] as const)
    it(`takes no mail whose file cannot be stored for now (${code}): the other state sends again`, async () => {
      const { inbox, steps } = openRoom((step) => {
        if (step === 'attach') throw new HubError(code);
      });
      await assert.rejects(inbox.take(peer, Buffer.from(withFiles({ raw: MAIL.toString() }, [FILE]).raw)), { hubCode: code });
      assert.deepEqual(steps, ['SELECT network_file']);
    });

  it('owes the technical error before it keeps the mail, so that neither is forgotten', async () => {
    const { inbox, steps } = openRoom(failingOnce('INSERT network_unreadable'));
    const broken = Buffer.from(visionMail(FROM, 'DEU1.M', ['000:DEUM1']).raw);
    await assert.rejects(inbox.take(peer, broken));
    await inbox.take(peer, broken);
    assert.deepEqual(steps, ['INSERT network_answer', 'INSERT network_answer', 'INSERT network_unreadable']);
  });
});

describe('the explanation of a consultation for another state', () => {
  const body = Buffer.from(JSON.stringify(consultationEvent()));
  it('shows the form and names what it does not carry, in either dialect', () => {
    const vision = explainer.deliver?.(body, { state: 'DEU' });
    assert.match(vision?.form ?? '', /^Subject: POL0000000000000101\.A\n\n000:/);
    assert.ok(vision?.lost.includes('/data/application/applicant/details/name/surname/original'));
    const xml = explainer.deliver?.(body, { state: 'DEU', dialect: 'vis-mail' });
    assert.match(xml?.form ?? '', /<VisMail version="1">/);
    assert.ok(xml?.lost.includes('/data/consultingAuthority/code'));
  });
  it('says of a national consultation that it cannot leave', () => {
    const national = Buffer.from(JSON.stringify(consultationEvent('K', { consultationId: 'A1', scope: 'NATIONAL' })));
    assert.throws(
      () => explainer.deliver?.(national, {}),
      (error: HubError) => error.hubCode === 'TRANSLATION_FAILED',
    );
  });
});
