/** What the Central Visa Register has on an applicant, asked before a visa consultation in the name of the consul: numbers only. */
import type { Context } from 'moleculer';
import type { CheckAnswer, CheckQuestion } from '../../broker/contract/check-source.ts';
import type { RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import type { VisaApplicationV1 } from '../../schemas/types.generated.ts';
import { searchVisas } from './searches.ts';

interface Listed {
  readonly outcome: string;
  readonly visas: readonly { readonly visa: { readonly visaNumber: string }; readonly standing: { readonly status: string } }[];
  readonly refusals: readonly { readonly applicationNumber: string }[];
}

type Query = Readonly<Record<string, string>>;
type Found = CheckAnswer['found'][number];

/** Throws of the VISA_REGISTER_ family. */
export async function checkVisas(hub: Hub, context: Context<CheckQuestion>): Promise<CheckAnswer> {
  const { subject, by } = context.params;
  const application = subject as VisaApplicationV1;
  try {
    const found: Found[] = [];
    for (const query of queriesOf(application)) found.push(...(await findBy(hub, context, { by, query, application })));
    const distinct = [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
    return { state: distinct.length === 0 ? 'CLEAR' : 'FOUND', found: distinct };
  } catch (error) {
    if (error instanceof HubError && (error.hubCode === 'FORBIDDEN' || error.hubCode === 'OFFICER_UNKNOWN'))
      return { state: 'NOT_ASKED', found: [] };
    throw error;
  }
}

function queriesOf({ applicant: { details }, travelDocument }: VisaApplicationV1): readonly Query[] {
  const { surname, forenames } = details.name;
  const [family, forename] = [surname.transliterated ?? surname.original, forenames?.transliterated];
  const born = details.birth?.date?.value;
  const { number, country } = travelDocument;
  return [
    { documentNumber: number, ...(country === undefined ? {} : { documentCountry: country }) },
    ...(family === undefined || born === undefined
      ? []
      : [{ surname: family, dateOfBirth: born, ...(forename === undefined ? {} : { forenames: forename }) }]),
  ];
}

interface Asked {
  readonly by: CheckQuestion['by'];
  readonly query: Query;
  readonly application: VisaApplicationV1;
}

async function findBy(hub: Hub, context: Context<CheckQuestion>, { by, query, application }: Asked): Promise<readonly Found[]> {
  const { party, ...who } = by;
  const params: RestCall = {
    ...{ principal: { party, roles: ['registers'], keyPrefix: 'hub' }, who, query },
    ...{ path: {}, headers: {}, body: Buffer.alloc(0) },
  };
  const call: Pick<Context<RestCall>, 'params' | 'call'> = { params, call: context.call.bind(context) };
  const { outcome, visas, refusals } = (await searchVisas({ hub, context: call })).body as Listed;
  if (outcome === 'TOO_MANY') return [{ kind: 'VISAS_TOO_MANY' }];
  return [
    ...visas.map(({ visa: { visaNumber }, standing: { status } }) => ({ kind: 'VISA', visaNumber, status })),
    ...refusals
      .filter(({ applicationNumber }) => applicationNumber !== application.applicationNumber)
      .map(({ applicationNumber }) => ({ kind: 'VISA_REFUSAL', applicationNumber })),
  ];
}
