/** Answers of SIS as bytes, made by its simulator over generated people, for benchmarks and the fuzzer. */
import { readFile } from 'node:fs/promises';
import type { HeldAlert } from '../../adapters/sis2/simulator/alert.ts';
import { PERSON_KINDS } from '../../adapters/sis2/simulator/alert-kinds.ts';
import { AlertStore } from '../../adapters/sis2/simulator/alert-store.ts';
import { generateAlerts } from '../../adapters/sis2/simulator/alerts.ts';
import { createSoapService } from '../../adapters/sis2/simulator/soap-service.ts';
import { readCodes } from '../../adapters/sis2/codes.ts';
import type { SisRequest } from '../../adapters/sis2/request.ts';
import { personSearch } from './sis.ts';

export interface SisAnswerBytes {
  readonly matches: number;
  /** The same for all answers. */
  readonly request: SisRequest;
  readonly body: Buffer;
}

const PERSON = { surname: 'BENCHMARK', forename: 'SYNTHETIC' };
const AT = new Date('2026-11-01T10:00:30Z');

/** The answer to a search that this many alerts fit. Another seed gives other alerts. */
export async function makeAnswer(matches: number, seed = 7): Promise<SisAnswerBytes> {
  const { alertCategories } = await readCodes();
  const wire = PERSON_KINDS.map(({ category }) => category);
  const categories = wire.flatMap((code) => alertCategories.word(code) ?? []);
  const request = personSearch(PERSON, { searchId: 'made-by-the-simulator', categories });
  const service = await createSoapService({
    store: new AlertStore(alertsOnOnePerson(matches, seed)),
    limit: matches + 1,
    now: () => AT,
    credentials: undefined,
    scenario: () => 'NORMAL',
  });
  const { body } = await service(await requestXml(request, wire));
  return { matches, request, body: Buffer.from(body) };
}

function alertsOnOnePerson(count: number, seed: number): HeldAlert[] {
  const people = generateAlerts({ seed, count: count * 2 + 20, today: AT }).filter(({ Identity }) => Identity.length > 0);
  return people.slice(0, count).map((alert) => {
    const [first, ...others] = alert.Identity;
    const named = { ...first, Kind: first?.Kind ?? 'confirmed', Surname: PERSON.surname, Forename: PERSON.forename };
    return { ...alert, Identity: [named, ...others] };
  });
}

async function requestXml({ searchId }: SisRequest, categories: readonly string[]): Promise<string> {
  const example = await readFile(new URL('../../adapters/sis2/examples/search-persons-request.xml', import.meta.url), 'utf8');
  return example
    .replace(/<SearchId>.*<\/SearchId>/, `<SearchId>${searchId}</SearchId>`)
    .replace(/(<Category>.*<\/Category>\s*)+/s, categories.map((code) => `<Category>${code}</Category>`).join(''))
    .replace(/<Person>.*<\/Person>/s, `<Person><Surname>${PERSON.surname}</Surname><Forename>${PERSON.forename}</Forename></Person>`);
}
