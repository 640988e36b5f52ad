/**
 * Step: a recipient gets a message in the version that its settings name under `versions`. Only type and data change (and dataschema,
 * which names their form); every other byte stays, so that equal stored bytes give equal bytes on every attempt.
 */
import { CodeListGap } from '../../../schemas/code-lists/code-list-gap.ts';
import { versionOf } from '../../routing/message-version.ts';
import type { CastPath, VersionCasts } from '../../routing/version-casts.ts';
import { outermostValues, withValues } from '../../contract/json-bytes.ts';

export interface VersionChange {
  readonly from: number;
  readonly to: number;
  /** JSON pointers to what the recipient's version cannot carry. */
  readonly lost: readonly string[];
}

export type Outgoing = Ready | Impossible;

interface Ready {
  readonly kind: 'ready';
  /** As sent. */
  readonly type: string;
  /** The stored bytes themselves where no version is named. */
  readonly body: Buffer;
  readonly change?: VersionChange;
}

interface Impossible {
  readonly kind: 'impossible';
  /** CODE_UNMAPPED: the version has no word for a code of the message. */
  readonly code: 'TRANSLATION_FAILED' | 'CODE_UNMAPPED';
  readonly change: VersionChange;
  readonly reason: string;
}

interface Stored {
  readonly type: string;
  readonly body: Buffer;
}

type Settings = Readonly<Record<string, unknown>>;

export function castVersion(stored: Stored, settings: Settings, casts: VersionCasts): Outgoing {
  const { type, body } = stored;
  const versions = versionsIn(settings);
  const own = versions === undefined ? undefined : versionOf(type);
  const wanted = own === undefined ? undefined : versions?.[own.subject];
  if (own === undefined || wanted === undefined || wanted === own.version) return { kind: 'ready', type, body };
  const change: VersionChange = { from: own.version, to: wanted, lost: [] };
  const path = casts.path(type, wanted);
  if (path === undefined) return impossible(change, 'no cast leads there');
  try {
    return cast(stored, path, change);
  } catch (error) {
    return impossible(change, error);
  }
}

function cast({ body }: Stored, path: CastPath, change: VersionChange): Ready {
  const span = outermostValues(body).get('data');
  const { data, lost } = path.cast(JSON.parse(body.toString('utf8', span?.from, span?.to)));
  const values = { type: path.type, dataschema: path.schemaId, data };
  const written = new Map(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]));
  return { kind: 'ready', type: path.type, body: withValues(body, written), change: { ...change, lost } };
}

/** Of an error that is not ours only the name is told: its text could quote the message. */
const impossible = (change: VersionChange, reason: unknown): Impossible => ({
  kind: 'impossible',
  code: reason instanceof CodeListGap ? 'CODE_UNMAPPED' : 'TRANSLATION_FAILED',
  change,
  reason: reason instanceof CodeListGap ? reason.message : reason instanceof Error ? reason.name : String(reason),
});

/** Settings were checked when they were stored. */
const versionsIn = (settings: Settings): Readonly<Record<string, number>> | undefined =>
  (settings as { readonly versions?: Readonly<Record<string, number>> }).versions;
