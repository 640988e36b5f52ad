/** A way to break consultations on purpose, and how the crash run with consultations must find it. */
import type { Edit } from '../sources.ts';
import type { ConsultationReport } from './report.ts';
import type { ConsultationSettings } from './settings.ts';

export interface ConsultationMutation {
  /** What the broken hub does. */
  readonly breaks: string;
  readonly edits: readonly Edit[];
  /** A correct hub passes with these. */
  readonly settings: ConsultationSettings;
  /** By which figures it must be found. */
  readonly shows: string;
  readonly isFound: (report: ConsultationReport) => boolean;
}
