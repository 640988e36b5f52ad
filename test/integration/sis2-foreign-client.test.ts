/**
 * The SOAP interface as programs see it that share nothing with ours: Debian's python3-xmlschema judges the WSDL and what is really
 * said, and python3-zeep calls every operation and gets what our own client gets.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'mocha';
import { readCodes, type Codes } from '../../adapters/sis2/codes.ts';
import type { AlertCategory, SearchMode, SisMatch, SisRequest } from '../../adapters/sis2/request.ts';
import { startSisSimulator, type SisSimulator } from '../../adapters/sis2/simulator/simulator.ts';
import { findForeignPython, type ForeignPython } from '../support/foreign-python.ts';
import { connectTo, TOKEN, USER, type Asker } from '../support/sis.ts';
import { startSoapRecorder, type SoapRecorder } from '../support/soap-recorder.ts';

const WSDL = fileURLToPath(new URL('../../adapters/sis2/wsdl/sis2.wsdl', import.meta.url));
const CATEGORIES: readonly AlertCategory[] = [
  'REFUSAL_ENTRY_STAY',
  'RETURN',
  'ARREST',
  'CHECK_DISCREET',
  'DOCUMENT_BLANK',
  'DOCUMENT_ISSUED',
];

type Asked = { readonly mode?: SearchMode } & (
  | { readonly person: { surname: string; forename?: string; dateOfBirth?: string } }
  | { readonly document: { number: string; country?: string } }
  | { readonly alert: { schengenId: string } }
);

/** What both clients ask, and how many alerts there must be. */
const SEARCHES: readonly (readonly [string, Asked, number])[] = [
  ['a person', { person: { surname: 'MARCHENKO-DEMO', forename: 'IHOR', dateOfBirth: '1983-05-12' } }, 2],
  ['a person by a part of the date', { person: { surname: 'KOVALENKO', forename: 'OLEKSANDR', dateOfBirth: '1983' } }, 5],
  ['a person in Cyrillic', { person: { surname: 'Коваленко', forename: 'Олександр' } }, 5],
  ['a person to the letter', { mode: 'EXACT', person: { surname: 'ZASTRZEZONY-DEMO', forename: 'PIOTR' } }, 1],
  ['a misspelt person', { mode: 'FUZZY', person: { surname: 'MARCHENKA-DEMO', forename: 'IHOR' } }, 2],
  ['the victim of a misused identity', { person: { surname: 'POKRZYWDZONA-DEMO', forename: 'NADIA' } }, 1],
  ['nobody', { person: { surname: 'BEZWPISOWA-DEMO', forename: 'JAGODA' } }, 0],
  ['too many', { person: { surname: 'ZBYTWIELU-DEMO', forename: 'MARIA' } }, 0],
  ['a silent source', { person: { surname: 'PARTIAL', forename: 'X' } }, 0],
  ['an issued document', { document: { number: 'DEMO123456', country: 'UKR' } }, 1],
  ['a blank document', { mode: 'ANY_NUMBER', document: { number: 'ZZ5000500' } }, 1],
  ['an alert by its Schengen ID', { alert: { schengenId: 'DEDEMO0000041' } }, 1],
];

interface ForeignIdentity {
  readonly Kind: string;
  readonly Surname: string | null;
  readonly Forename: string | null;
  readonly DateOfBirth: string | null;
}

/** As zeep gives them; absent elements are null or empty. */
type Texts = Record<'SchengenId' | 'IssuingState' | 'Category' | 'LegalArticle' | 'Reason' | 'Action' | 'ExpiresOn', string>;
type Lists = Record<'Warning' | 'FlaggedBy' | 'MatchedField' | 'Nationality', readonly string[]>;

interface ForeignAlert extends Readonly<Texts>, Readonly<Lists> {
  readonly Identity: readonly ForeignIdentity[];
  readonly MatchedIdentity: number | null;
  readonly Document: readonly { readonly Number: string; readonly NumberTo: string | null; readonly Country: string | null }[];
  readonly Link: readonly { readonly SchengenId: string; readonly Category: string }[];
  readonly HasEaw: boolean;
  readonly Score: number;
}

interface ForeignReply {
  readonly answer?: {
    readonly Echo?: string;
    readonly SearchId: string;
    readonly Outcome: string;
    readonly Alert: readonly ForeignAlert[];
    readonly Searched: readonly string[];
    readonly SilentSource: readonly string[];
  };
  readonly fault?: { readonly code: string; readonly text: string };
}

describe('the SOAP interface of SIS, seen by programs that share nothing with ours', function () {
  this.timeout(60_000);
  let python: ForeignPython | undefined;
  let simulator: SisSimulator;
  let recorder: SoapRecorder;
  let ours: Asker;
  let codes: Codes;

  before(async () => {
    codes = await readCodes();
    simulator = await startSisSimulator({ alerts: 0 });
    recorder = await startSoapRecorder(simulator.url);
    ours = await connectTo(recorder.url);
  });
  before('zeep and xmlschema of Debian', async function () {
    this.timeout(660_000);
    python = await findForeignPython((line) => console.log(line));
  });
  after(async () => {
    await ours.connection.close();
    await recorder.close();
    await simulator.close();
  });

  /** Where the programs cannot be had, that is what is proved, and the name of the test says so. */
  const foreign = (name: string, prove: (python: ForeignPython) => Promise<void>): void => {
    it(name, async function () {
      if (python !== undefined) return prove(python);
      if (this.test) this.test.title = `NOT RUN, for the machine can neither run nor install the foreign programs: ${name}`;
      assert.ok(process.getuid?.() !== 0 || !existsSync('/etc/debian_version'), 'root on Debian installs python3-zeep');
    });
  };

  const zeep = (with_: ForeignPython, calls: readonly object[], token: object = {}): Promise<ForeignReply[]> =>
    with_.run('foreign-soap-client.py', { wsdl: WSDL, url: recorder.url, ...TOKEN, digest: false, ...token, calls });

  foreign('answers zeep as it answers our own client, for every kind of search', async (with_) => {
    const replies = await zeep(
      with_,
      SEARCHES.map(([, asked]) => foreignCall(asked, codes)),
    );
    for (const [index, [what, asked, count]] of SEARCHES.entries()) {
      const { answer } = replies[index] ?? {};
      assert.ok(answer, what);
      const own = await ours.ask(ownRequest(asked));
      assert.equal(answer.Alert.length, count, what);
      assert.equal(codes.outcomes.word(answer.Outcome), own.outcome, what);
      assert.deepEqual(
        answer.Searched.map((code) => codes.alertCategories.word(code)),
        own.categoriesSearched,
      );
      assert.deepEqual(answer.SilentSource, own.silentSources ?? []);
      assert.deepEqual(
        answer.Alert.map(seenByZeep),
        own.matches.map((match) => seenByUs(match, codes)),
        what,
      );
    }
  });

  foreign('echoes a ping of zeep', async (with_) => {
    const [reply] = await zeep(with_, [{ operation: 'Ping', arguments: { Echo: 'zażółć' } }]);
    assert.equal(reply?.answer?.Echo ?? reply?.answer, 'zażółć');
  });

  foreign('takes the digest of a password from zeep, and answers a wrong one with a fault', async (with_) => {
    const call = foreignCall({ person: { surname: 'MARCHENKO-DEMO', forename: 'IHOR' } }, codes);
    const [right] = await zeep(with_, [call], { digest: true });
    assert.equal(right?.answer?.Alert.length, 2);
    for (const token of [{ password: 'guessed' }, { password: 'guessed', digest: true }, { username: 'somebody' }]) {
      const replies = await zeep(with_, [call, { operation: 'Ping', arguments: { Echo: 'x' } }], token);
      for (const { answer, fault } of replies) assert.deepEqual([answer, fault?.code], [undefined, 'soap:Client.Authentication']);
    }
  });

  foreign('answers zeep with a fault that names its code and nothing of the search', async (with_) => {
    const [reply] = await zeep(with_, [foreignCall({ person: { surname: 'FAULT', forename: 'IHOR' } }, codes)]);
    assert.deepEqual(reply?.fault, { code: 'soap:Server.Unavailable', text: 'The request was not answered.' });
  });

  foreign('is a WSDL with a schema that xmlschema finds valid, and so is all that was said', async (with_) => {
    await ours.ask(ownRequest({ person: { surname: 'MARCHENKO-DEMO', forename: 'IHOR' } }));
    await ours.connection.check(AbortSignal.timeout(5000));
    const said = [...recorder.requests, ...recorder.answers.filter((answer) => !answer.includes(':Fault>'))];
    const spoilt = (recorder.answers.findLast((answer) => answer.includes('<Action>')) ?? '').replace(/<Action>.*?<\/Action>/, '');
    const wsdl = readFileSync(WSDL, 'utf8');
    const { operations, faults } = await with_.run<{ operations: string[]; faults: (string | null)[] }>('foreign-wsdl-check.py', {
      wsdl: WSDL,
      schema: /<xs:schema[\s\S]*<\/xs:schema>/.exec(wsdl)?.[0],
      messages: [...said, spoilt],
    });
    assert.deepEqual(operations, ['FetchAlert', 'Ping', 'SearchDocuments', 'SearchPersons']);
    assert.ok(said.length >= 2 * (SEARCHES.length + 1), String(said.length));
    assert.deepEqual(
      faults.slice(0, -1),
      said.map(() => null),
    );
    assert.match(faults.at(-1) ?? '', /Action|OffenceType|Warning/, 'what does not fit is found');
  });
});

const WORDS_OF_USER = {
  Institution: USER.institution,
  Unit: USER.unit,
  EndUserId: USER.officerId,
  Purpose: USER.purpose,
  LegalBasis: USER.legalBasis,
  CaseReference: USER.caseReference,
};

/** The request in the words of the WSDL, written without our translator. */
function foreignCall(asked: Asked, codes: Codes): { operation: string; arguments: object } {
  const common = {
    SearchId: randomUUID(),
    User: WORDS_OF_USER,
    Mode: { ANY_NAME: 'anyName', EXACT: 'exact', FUZZY: 'fuzzy', ANY_NUMBER: 'anyNumber' }[asked.mode ?? 'ANY_NAME'],
    Category: CATEGORIES.map((category) => codes.alertCategories.wire(category)),
  };
  if ('alert' in asked) return { operation: 'FetchAlert', arguments: { ...common, SchengenId: asked.alert.schengenId } };
  if ('document' in asked) {
    const { number, country } = asked.document;
    return { operation: 'SearchDocuments', arguments: { ...common, Document: { Number: number, ...(country && { Country: country }) } } };
  }
  const { surname, forename, dateOfBirth } = asked.person;
  const date = dateOfBirth?.replaceAll('-', '').padEnd(8, '0');
  const person = { Surname: surname, ...(forename && { Forename: forename }), ...(date && { DateOfBirth: date }) };
  return { operation: 'SearchPersons', arguments: { ...common, Person: person } };
}

function ownRequest(asked: Asked): SisRequest {
  const kind = 'alert' in asked ? 'alert' : 'document' in asked ? 'document' : 'person';
  return { searchId: randomUUID(), kind, mode: 'ANY_NAME', categories: CATEGORIES, user: USER, ...asked } as SisRequest;
}

const seenByZeep = (alert: ForeignAlert): object => ({
  id: [alert.SchengenId, alert.IssuingState, alert.Category, alert.LegalArticle, alert.Reason, alert.Action],
  words: [alert.Warning, alert.FlaggedBy, alert.MatchedField, alert.Nationality],
  identities: alert.Identity.map(({ Kind, Surname, Forename, DateOfBirth }) => [Kind, Surname, Forename, DateOfBirth]),
  documents: alert.Document.map(({ Number: number, NumberTo, Country }) => [number, NumberTo, Country]),
  links: alert.Link.map(({ SchengenId, Category }) => [SchengenId, Category]),
  rest: [alert.MatchedIdentity, alert.HasEaw, alert.Score, alert.ExpiresOn],
});

/** In the codes of the wire, so that both can be compared. */
function seenByUs(match: SisMatch, codes: Codes): object {
  const date = (edtf: string | undefined): string | null => edtf?.replaceAll('-', '').padEnd(8, '0') ?? null;
  return {
    id: [
      ...[match.schengenId, match.issuingState, codes.alertCategories.wire(match.alertCategory)],
      ...[match.legalArticle, match.reasonForAlert, codes.actions.wire(match.actionToBeTaken)],
    ],
    words: [
      match.warnings.map((word) => codes.warnings.wire(word)),
      match.flaggedBy,
      match.matchedFields.map((word) => codes.matchedFields.wire(word)),
      match.nationalities,
    ],
    identities: match.identities.map(({ kind, surname, forename, dateOfBirth }) => [
      codes.identityKinds.wire(kind),
      surname ?? null,
      forename ?? null,
      date(dateOfBirth),
    ]),
    documents: match.documents.map(({ number, numberTo, country }) => [number, numberTo ?? null, country ?? null]),
    links: match.links.map(({ schengenId, alertCategory }) => [schengenId, codes.alertCategories.wire(alertCategory)]),
    rest: [match.matchedIdentityIndex, match.hasEaw, match.matchScore, match.expiryDate.replaceAll('-', '')],
  };
}
