/** What leaves for a recipient: the stored message in the version and with the fields that its settings name. */
import type { VersionCasts } from '../../routing/version-casts.ts';
import { castVersion, type Outgoing as Cast, type VersionChange } from './cast-version.ts';
import { projectFields } from './project-fields.ts';

type Impossible = Extract<Cast, { readonly kind: 'impossible' }>;

/** `withheld`: JSON pointers into the data; present where the settings list fields of the type. */
export type Outgoing = (Extract<Cast, { readonly kind: 'ready' }> & { readonly withheld?: readonly string[] }) | Impossible;

interface Stored {
  readonly type: string;
  readonly body: Buffer;
}

export function outgoingFor(stored: Stored, settings: Readonly<Record<string, unknown>>, casts: VersionCasts): Outgoing {
  const cast = castVersion(stored, settings, casts);
  return cast.kind === 'impossible' ? cast : { ...cast, ...projectFields(cast, settings) };
}

const AS_STORED = 'cloudevents-1.0/1';

/** What was done to the bytes on the way out; kept with dead letters. */
export const mappingVersion = ({ change, withheld }: { readonly change?: VersionChange; readonly withheld?: readonly string[] }): string =>
  [AS_STORED, ...(change === undefined ? [] : [`v${change.from}>v${change.to}`]), ...(withheld === undefined ? [] : ['fields'])].join(' ');
