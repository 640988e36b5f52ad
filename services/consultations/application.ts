/** What a consulate submits: one application or those of a group, each checked field by field. */
import type { RestCall } from '../../broker/contract/endpoint.ts';
import { HubError, type Fault } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { jsonBody } from '../../broker/contract/rest-parameters.ts';
import type { Applicant } from '../../law/consultation-lists.ts';
import type { VisaApplicationV1 } from '../../schemas/types.generated.ts';

export interface Submitted {
  readonly groupId: string | null;
  readonly applications: readonly VisaApplicationV1[];
}

type Body = { readonly application: VisaApplicationV1 } | { readonly groupId: string; readonly applications: readonly VisaApplicationV1[] };

/** Throws INVALID_CONSULTATION that names every fault, and NO_CONSULTATION_FOR_TRANSIT. */
export function submittedIn(hub: Hub, call: RestCall): Submitted {
  const body = jsonBody(call);
  const faults = hub.schemas.faults('_consultations/submission.schema.json', body);
  if (faults.length > 0) throw new HubError('INVALID_CONSULTATION', { faults });
  const said = body as unknown as Body;
  const submitted = 'application' in said ? { groupId: null, applications: [said.application] } : said;
  const transit = placesOf(said, ({ visaType }) => visaType === 'A', { at: '/visaType', detail: 'is an airport transit visa' });
  if (transit.length > 0) throw new HubError('NO_CONSULTATION_FOR_TRANSIT', { faults: transit });
  const broken = ruleFaults(said);
  if (broken.length > 0) throw new HubError('INVALID_CONSULTATION', { faults: broken });
  return submitted;
}

interface Rule {
  readonly at: string;
  readonly detail: string;
  readonly isBroken: (application: VisaApplicationV1) => boolean;
}

const RULES: readonly Rule[] = [
  {
    at: '/status',
    detail: 'is decided or withdrawn: only a lodged application is consulted',
    isBroken: ({ status }) => status !== 'LODGED' && status !== 'IN_CONSULTATION',
  },
  {
    at: '/intendedDepartureOn',
    detail: 'is before the day of arrival',
    isBroken: ({ intendedArrivalOn, intendedDepartureOn }) =>
      intendedArrivalOn !== undefined && intendedDepartureOn !== undefined && intendedDepartureOn < intendedArrivalOn,
  },
  {
    at: '/stayDays',
    detail: 'is more than 90: a short stay is not longer (Reg. (EC) 810/2009 Art. 2)',
    isBroken: ({ visaType, stayDays }) => visaType === 'C' && stayDays > 90,
  },
];

const ruleFaults = (said: Body): readonly Fault[] => [
  ...RULES.flatMap(({ isBroken, ...about }) => placesOf(said, isBroken, about)),
  ...twiceIn(said),
];

function placesOf(
  said: Body,
  isBroken: (application: VisaApplicationV1) => boolean,
  { at, detail }: { readonly at: string; readonly detail: string },
): readonly Fault[] {
  if ('application' in said) return isBroken(said.application) ? [{ pointer: `/application${at}`, detail }] : [];
  return said.applications.flatMap((application, n) => (isBroken(application) ? [{ pointer: `/applications/${n}${at}`, detail }] : []));
}

function twiceIn(said: Body): readonly Fault[] {
  if ('application' in said) return [];
  const numbers = said.applications.map(({ applicationNumber }) => applicationNumber);
  return numbers.flatMap((number, n) =>
    numbers.indexOf(number) === n ? [] : [{ pointer: `/applications/${n}/applicationNumber`, detail: 'stands twice in the group' }],
  );
}

/** What the lists of authorities go by. */
export const applicantOf = ({ applicant, visaType }: VisaApplicationV1): Applicant => ({
  nationalities: [
    ...(applicant.details.citizenships ?? []),
    ...(applicant.citizenshipAtBirth === undefined ? [] : [applicant.citizenshipAtBirth]),
  ],
  residence: applicant.residence?.country,
  category: applicant.occupation,
  visaType,
});
