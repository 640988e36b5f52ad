/** The application of an invented citizen of Vietnam, another one each run, and the visa that follows. */
import { createGenerator } from '../generator/people.ts';
import { transliterate } from '../identity/names/transliterate.ts';
import type { Stage } from './stage.ts';

type Run = Pick<Stage, 'run' | 'startedAt'>;

export const applicationOf = (stage: Run, consulate: string): { applicationNumber: string } & Record<string, unknown> => ({
  applicationNumber: `POL${stage.run.toUpperCase()}`,
  lodgedOn: dayFrom(stage, 0),
  receivedBy: { country: 'POL', code: consulate },
  applicant: { details: person(stage), residence: { country: 'VNM', place: 'Hanoi' } },
  travelDocument: paper(stage),
  visaType: 'C',
  purposeInWords: 'trade fair',
  entries: 'ONE',
  stayDays: 10,
  mainDestinations: ['POL'],
  status: 'LODGED',
});

interface Granted {
  readonly visaNumber: string;
  readonly applicationNumber: string;
  readonly consulate: string;
}

export const visaAfter = (stage: Run, { visaNumber, applicationNumber, consulate }: Granted): Record<string, unknown> => ({
  ...{ visaNumber, applicationNumber: applicationNumber, type: 'C', territory: { extent: 'SCHENGEN' } },
  ...{ validFrom: dayFrom(stage, 20), validTo: dayFrom(stage, 40), entries: 'ONE', stayDays: 10, issuedOn: dayFrom(stage, 12) },
  ...{ issuedBy: { country: 'POL', code: consulate }, holder: person(stage), travelDocument: paper(stage) },
  ...{ carrier: 'STICKER', status: 'ISSUED' },
});

function person(stage: Run): Readonly<Record<string, unknown>> {
  const { latin } = createGenerator(Number.parseInt(stage.run.slice(-6), 36)).person();
  const written = (text: string): object => ({ transliterated: transliterate(text).text });
  return {
    name: { surname: written(latin.surname), ...(latin.forename === undefined ? {} : { forenames: written(latin.forename) }) },
    birth: { date: { value: '1990-04-12', precision: 'DAY', basis: 'DOCUMENT' } },
    citizenships: ['VNM'],
  };
}

const paper = ({ run }: Run): object => ({ kind: 'PASSPORT_ORDINARY', number: `N${run.slice(-7).toUpperCase()}`, country: 'VNM' });

const dayFrom = (stage: Run, days: number): string => new Date(stage.startedAt + days * 86_400_000).toISOString().slice(0, 10);
