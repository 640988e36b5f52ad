/**
 * What becomes of one mail of another state. When `take` resolves the hub has it, whatever it was, and the mail server may say so; when it
 * rejects the other state sends again. Taking the same mail twice changes nothing, and its notice of delivery goes out again.
 */
import { createHash } from 'node:crypto';
import type { InboundDoor } from '../../broker/contract/adapter.ts';
import type { AdapterDoors } from '../../broker/contract/doors.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Alarms } from './alarms.ts';
import { BrokenForm } from './broken-form.ts';
import type { Codes } from './codes.ts';
import { confirmationEvent, complaintEvent, messageEvent } from './events.ts';
import { ANSWERED_BY, CARRIES_FILES, type Form, type MessageKind } from './kinds.ts';
import type { Ledger } from './ledger.ts';
import { readMail, type MailFile, type ReadMail } from './read-mail.ts';
import { storeFiles, type StoredFiles } from './received-files.ts';
import type { FullSettings, Peer } from './settings.ts';
import { tracesOf, type Traces } from './traces.ts';
import { fromWire } from './translate.ts';
import { isMessage } from './vision/translate.ts';

export interface InboxParts {
  readonly settings: Pick<FullSettings, 'own' | 'deliverTo' | 'keepUnreadableDays'>;
  readonly codes: Codes;
  readonly ledger: Ledger;
  readonly alarms: Alarms;
  readonly doors: Pick<AdapterDoors, 'vault' | 'newId' | 'log'>;
  readonly inbound: InboundDoor;
  /** Told that an answer waits to be sent. */
  readonly onOwed: () => void;
}

export interface Inbox {
  take(peer: Peer, bytes: Buffer): Promise<void>;
  /** Takes a mail that is kept: answers what is wrong with it, and then tells nobody else; undefined when it is a message now. */
  takeAgain(peer: Peer, bytes: Buffer): Promise<string | undefined>;
  /** Keeps the beginning of a mail that was too large to take. */
  keepTooLarge(peer: Peer, beginning: Buffer): Promise<void>;
}

/** What the sender can do nothing about; all else it is told as a technical error. */
const OURS: ReadonlySet<string> = new Set([
  'FORBIDDEN',
  'SOURCE_NOT_OWNED',
  'DESTINATION_NOT_GRANTED',
  'UNKNOWN_DESTINATION',
  'NO_ROUTE',
  'UNKNOWN_TYPE',
]);

export function createInbox(parts: InboxParts): Inbox {
  return {
    take: async (peer, bytes) => {
      const fault = await tryToTake(parts, peer, bytes);
      if (fault === undefined) return;
      const traces = tracesOf(bytes, { ...fault, letters: parts.codes.letters });
      await keep(parts, peer, { bytes, traces, reason: fault.reason });
    },
    takeAgain: async (peer, bytes) => (await tryToTake(parts, peer, bytes))?.reason,
    keepTooLarge: (peer, beginning) => keep(parts, peer, { bytes: beginning, reason: 'it is too large; only its beginning is kept' }),
  };
}

interface Fault {
  /** Absent when it could not be read at all. */
  readonly mail: ReadMail | undefined;
  readonly form: Form | undefined;
  readonly reason: string;
}

async function tryToTake(parts: InboxParts, peer: Peer, bytes: Buffer): Promise<Fault | undefined> {
  let mail: ReadMail | undefined;
  let form: Form | undefined;
  try {
    mail = await readMail(bytes);
    form = fromWire(mail, peer.dialect, parts.codes);
    await place(parts, peer, { form, files: mail.files });
    return undefined;
  } catch (error) {
    if (!(error instanceof BrokenForm)) throw error;
    return { mail, form, reason: error.message };
  }
}

interface Read {
  readonly form: Form;
  readonly files: readonly MailFile[];
}

function place(parts: InboxParts, peer: Peer, { form, files }: Read): Promise<void> {
  const { kind } = form;
  if (files.length > 0 && !CARRIES_FILES.has(kind)) throw new BrokenForm('it has attachments that no such form has');
  if (isMessage(kind)) return placeMessage(parts, peer, { form: { ...form, kind }, files });
  return kind === 'DELIVERY_NOTICE' ? placeNotice(parts, peer, form) : placeComplaint(parts, peer, form);
}

type MessageForm = Form & { readonly kind: MessageKind };

async function placeMessage(parts: InboxParts, peer: Peer, { form, files }: Read & { readonly form: MessageForm }): Promise<void> {
  const { ledger } = parts;
  const question = ANSWERED_BY[form.kind];
  const asker = question === undefined ? undefined : await ledger.asker(peer.state, question, form.reference ?? '');
  if (question !== undefined && asker === undefined) throw new BrokenForm('it answers something that was not asked');
  await submitMessage(parts, peer, { form, files, to: asker ?? parts.settings.deliverTo ?? '' });
  const { unifier, reference, applicationNumber } = form;
  await ledger.owe(peer.state, { kind: 'DELIVERY_NOTICE', unifier, reference, applicationNumber });
  parts.onOwed();
}

interface Addressed extends Read {
  readonly form: MessageForm;
  /** Who asked, of an answer; else who gets what other states begin. */
  readonly to: string;
}

/** What an earlier mail brought may have expired before its message was accepted: then the files of this one count. */
async function submitMessage(parts: InboxParts, peer: Peer, { form, files, to }: Addressed): Promise<void> {
  const of = { peer, unifier: form.unifier, files };
  const send = ({ references }: StoredFiles): Promise<void> => submit(parts, peer, messageEvent(peer, withFiles(form, references), to));
  const stored = await storeFiles(of, parts);
  try {
    await send(stored);
  } catch (error) {
    if (!stored.isReused || !(error instanceof BrokenForm)) throw error;
    await send(await storeFiles(of, parts, true));
  }
}

const withFiles = (form: MessageForm, attachments: StoredFiles['references']): MessageForm =>
  attachments.length === 0 ? form : { ...form, data: { ...(form.data as object), attachments } };

/** The party hears of it before it is noted: after a crash in between the notice comes again, and the event is the same. */
async function placeNotice(parts: InboxParts, peer: Peer, { unifier }: Form): Promise<void> {
  const sent = await parts.ledger.form(peer.state, unifier);
  if (sent === undefined) throw new BrokenForm('it confirms something that was not sent');
  await submit(parts, peer, confirmationEvent(peer, sent));
  await parts.ledger.formReceived(unifier);
  await parts.alarms.confirmed(sent);
}

async function placeComplaint(parts: InboxParts, peer: Peer, form: Form): Promise<void> {
  const sent = form.about === undefined ? undefined : await parts.ledger.form(peer.state, form.about);
  if (sent === undefined) throw new BrokenForm('it complains of something that was not sent');
  await submit(parts, peer, complaintEvent(peer, sent, form));
  await parts.ledger.formReceived(sent.unifier);
  await parts.alarms.confirmed(sent);
}

async function submit({ inbound, alarms }: InboxParts, { party }: Peer, event: Buffer): Promise<void> {
  try {
    await inbound.submit(party, event);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    if (OURS.has(error.hubCode)) await alarms.refusedHere(party, error.hubCode);
    else if (error.code < 500 && error.code !== 429) throw new BrokenForm(wordsOf(error));
    throw error;
  }
  await alarms.takenHere(party);
}

/** Pointers and rules of a schema, never what stood there. */
function wordsOf({ hubCode, faults }: HubError): string {
  if (hubCode === 'DUPLICATE_CONTENT_DIFFERS') return 'its identifier came before with other content';
  const [first] = faults;
  return first === undefined ? `the hub refused it (${hubCode})` : `${first.pointer} ${first.detail}`.slice(0, 180);
}

interface Kept {
  readonly bytes: Buffer;
  /** Absent when only its beginning is kept: the sender knows already. */
  readonly traces?: Traces;
  readonly reason: string;
}

async function keep(parts: InboxParts, peer: Peer, { bytes, traces, reason }: Kept): Promise<void> {
  const { ledger, alarms, doors, settings } = parts;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const id = doors.newId();
  const sealed = doors.vault.seal(`${peer.state} ${sha256}`, bytes);
  const { state } = peer;
  if (traces !== undefined && !traces.isAnswer) {
    const { about, reference, applicationNumber } = traces;
    const unifier = `${settings.own.state}T${sha256.slice(0, 40).toUpperCase()}`;
    await ledger.owe(state, { kind: 'TECHNICAL_ERROR', unifier, reference, applicationNumber, about, words: reason });
    parts.onOwed();
  }
  const { keepUnreadableDays: keepDays } = settings;
  await ledger.keepUnreadable({ id, state, reason, sha256, size: bytes.length, keepDays, isWhole: traces !== undefined, sealed });
  doors.log.warn({ state, reason }, 'a mail could not be used; it is kept');
  await alarms.unreadable(state);
}
