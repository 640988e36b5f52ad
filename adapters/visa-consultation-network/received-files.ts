/**
 * Files that came beside a form: stored through the hub's door, and named in the message as an uploader would. The same mail twice names the
 * same files, for its event must be the same.
 */
import { createHash } from 'node:crypto';
import type { InboundDoor } from '../../broker/contract/adapter.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { CarriedAttachment } from '../../broker/contract/message.ts';
import { broken } from './broken-form.ts';
import type { Ledger } from './ledger.ts';
import type { MailFile } from './read-mail.ts';
import type { Peer } from './settings.ts';

interface FileDoors {
  readonly inbound: Pick<InboundDoor, 'attach'>;
  readonly ledger: Pick<Ledger, 'file' | 'noteFile'>;
}

export interface FilesOf {
  readonly peer: Peer;
  /** Of the mail. */
  readonly unifier: string;
  readonly files: readonly MailFile[];
}

export interface StoredFiles {
  readonly references: readonly CarriedAttachment[];
  /** True where an earlier mail brought one of them: it may have expired since. */
  readonly isReused: boolean;
}

/** `isAnew`: what earlier mails brought is not used again. Throws BrokenForm, and what the hub cannot do now. */
export async function storeFiles({ peer, unifier, files }: FilesOf, doors: FileDoors, isAnew = false): Promise<StoredFiles> {
  let isReused = false;
  const references: CarriedAttachment[] = [];
  for (const [index, file] of files.entries()) {
    const sha256 = digestOf(file);
    const place = { state: peer.state, unifier, sha256 };
    const known = isAnew ? undefined : await doors.ledger.file(place);
    isReused ||= known !== undefined;
    const id = known ?? (await doors.ledger.noteFile(place, await store(peer, file, doors.inbound), isAnew));
    references.push({ id, name: labelOf(file.name, index), mediaType: file.mediaType, sha256, sizeBytes: file.content.length });
  }
  return { references, isReused };
}

function digestOf({ content, digest }: MailFile): string {
  const sha256 = createHash('sha256').update(content).digest();
  const said = digest === undefined ? undefined : /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(digest)?.[1];
  if (said !== undefined && said !== sha256.toString('base64')) throw broken('the bytes of an attachment are not those of its digest');
  return sha256.toString('hex');
}

async function store({ party }: Peer, { mediaType, content }: MailFile, inbound: FileDoors['inbound']): Promise<string> {
  try {
    return (await inbound.attach(party, { mediaType }, once(content))).id;
  } catch (error) {
    if (error instanceof HubError && error.code < 500) throw broken(`an attachment is refused (${error.hubCode})`);
    throw error;
  }
}

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}

const LONGEST_LABEL = 150;

/** A label as the canonical form takes it: no path, nothing hidden, no control. */
export function labelOf(name: string | undefined, index: number): string {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? '';
  const plain = last.replaceAll(/[\p{Cc}\p{Cs}\uFFFD]/gu, '_').trim();
  const label = [...plain.replace(/^\.+/, '')].slice(0, LONGEST_LABEL).join('');
  return label === '' ? `attachment-${index + 1}` : label;
}
