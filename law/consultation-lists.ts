/**
 * Whom the law has consulted before a visa (Reg. (EC) 810/2009 Art. 22; Act on Foreigners Art. 67) and informed after it (Art. 31), and which
 * verdicts may leave without an officer. Pure but for the reading; chosen by the day of submission, never by today.
 */
import { readLaw } from '../config/law/read-law.ts';

export interface ListRow {
  readonly authority: string;
  readonly country: string;
  readonly scope: 'NATIONAL' | 'SCHENGEN';
  /** LTV: informed of visas of limited territorial validity (Art. 25(4)). */
  readonly when: 'PRIOR' | 'EX_POST' | 'LTV';
  readonly nationalities: 'ALL' | readonly string[];
  /** Only applicants who live in one of these states. */
  readonly residences?: readonly string[];
  /** Only applicants of one of these categories, e.g. an occupation. */
  readonly categories?: readonly string[];
  readonly visaTypes: readonly string[];
  readonly legalBasis: string;
  /** First and last day of submission that the row is for; null: without end. */
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly isSample: boolean;
}

export interface ConsultationLists {
  readonly rows: readonly ListRow[];
  readonly release: readonly {
    readonly verdicts: readonly string[];
    readonly reference: string;
    readonly validFrom: string;
    readonly validTo: string | null;
  }[];
  /** Rules by which an authority answers without an officer: its own, recorded here. */
  readonly automated: readonly {
    readonly authority: string;
    readonly answers: readonly string[];
    readonly reference: string;
    readonly validFrom: string;
    readonly validTo: string | null;
  }[];
  /** For which a visa is valid unless it is limited. */
  readonly schengenStates: readonly string[];
  /** What is asked, if installed, before anybody is consulted. */
  readonly sources: readonly string[];
}

/** Throws ConfigError that names every fault. */
export const loadConsultationLists = (): Promise<ConsultationLists> => readLaw<ConsultationLists>('consultation-lists');

/** What a list goes by. */
export interface Applicant {
  readonly nationalities: readonly string[];
  readonly residence: string | undefined;
  readonly category: string | undefined;
  readonly visaType: string;
}

/** One row an authority: the first that names it. */
export function listed(
  lists: ConsultationLists,
  when: ListRow['when'],
  about: { readonly applicant: Applicant; readonly on: string },
): readonly ListRow[] {
  const fitting = lists.rows.filter((row) => row.when === when && isValidOn(row, about.on) && names(row, about.applicant));
  return fitting.filter((row, index) => fitting.findIndex(({ authority }) => authority === row.authority) === index);
}

/** The recorded rule by which a verdict may be released; undefined: an officer must do it. */
export const releaseRule = ({ release }: ConsultationLists, verdict: string, on: string): string | undefined =>
  release.find((rule) => rule.verdicts.includes(verdict) && isValidOn(rule, on))?.reference;

/** The recorded rule of an authority by which it may answer so without an officer. */
export const automatedRule = (
  { automated }: ConsultationLists,
  { authority, answer, on }: { readonly authority: string; readonly answer: string; readonly on: string },
): string | undefined =>
  automated.find((rule) => rule.authority === authority && rule.answers.includes(answer) && isValidOn(rule, on))?.reference;

const isValidOn = ({ validFrom, validTo }: Pick<ListRow, 'validFrom' | 'validTo'>, day: string): boolean =>
  validFrom <= day && (validTo === null || day <= validTo);

function names({ nationalities, residences, categories, visaTypes }: ListRow, applicant: Applicant): boolean {
  return (
    visaTypes.includes(applicant.visaType) &&
    (nationalities === 'ALL' || applicant.nationalities.some((nationality) => nationalities.includes(nationality))) &&
    (residences === undefined || (applicant.residence !== undefined && residences.includes(applicant.residence))) &&
    (categories === undefined || (applicant.category !== undefined && categories.includes(applicant.category)))
  );
}
