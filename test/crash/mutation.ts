/** A way to break the hub on purpose, and how the crash harness must find it. */
import type { CrashReport } from './report.ts';
import type { CrashSettings } from './settings.ts';
import type { Edit } from './sources.ts';

export interface Mutation {
  /** What the broken hub does. */
  readonly breaks: string;
  readonly edits: readonly Edit[];
  /** A correct hub passes with these. */
  readonly settings: CrashSettings;
  /** By which figures it must be found. */
  readonly shows: string;
  readonly isFound: (report: CrashReport) => boolean;
}
