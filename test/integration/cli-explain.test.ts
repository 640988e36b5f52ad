/** `hub explain` says of any document what the hub would make of it, and sends nothing. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'mocha';
import pg from 'pg';
import { removeFolder, temporaryFolder } from '../../local/folders.ts';
import { runHub } from '../support/hub-command.ts';
import { useDatabase } from '../support/suite-database.ts';

interface Explained {
  readonly valid: boolean;
  readonly what: string;
  readonly faults: readonly { readonly pointer: string; readonly detail: string }[];
  readonly canonical: unknown;
  readonly route: { readonly routes: readonly string[]; readonly leftOut: readonly string[] } | null;
  readonly recipients: readonly {
    readonly destination: string;
    readonly by: string;
    readonly type: string | null;
    readonly problem: string | null;
    readonly form: string | null;
    readonly lost: readonly string[];
  }[];
}

const example = (path: string): string => fileURLToPath(new URL(`../../schemas/${path}`, import.meta.url));
const DECISION = {
  specversion: '1.0',
  id: 'd-1',
  source: '/parties/PL-UDSC',
  type: 'pl.gov.udsc.decision.issued.v1',
  data: {
    decisionId: 'D-1',
    caseReference: 'DL.410.1.2026',
    caseKind: 'TEMPORARY_RESIDENCE',
    kind: 'REFUSAL',
    instance: 1,
    issuedOn: '2026-11-02',
    finalOn: '2026-11-20',
    authority: 'PL-UDSC',
  },
};
const SPECIMEN = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n';

describe('hub explain', function () {
  this.timeout(60_000);
  const database = useDatabase();
  let folder = '';
  before('a party that is granted decisions, by webhook', async () => {
    folder = temporaryFolder('explain');
    const settings = write('hook.json', { url: 'https://sg.example/in', secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`] });
    await hub('parties', 'create', 'PL-SG', '--name', 'SG', '--roles', 'receive', '--adapter', 'rest-consumers', '--settings', settings);
    const old = write('old.json', {
      url: 'https://kgp.example/in',
      secrets: [`whsec_${Buffer.alloc(32, 2).toString('base64')}`],
      versions: { 'pl.gov.udsc.decision.issued': 1 },
    });
    await hub('parties', 'create', 'PL-KGP', '--name', 'KGP', '--roles', 'receive', '--adapter', 'rest-consumers', '--settings', old);
    await hub('parties', 'grant', 'PL-KGP', '--operation', 'receive', '--type', 'pl.gov.udsc.decision.*', '--legal-basis', 'test');
    await hub('parties', 'grant', 'PL-SG', '--operation', 'receive', '--type', 'pl.gov.udsc.decision.*', '--legal-basis', 'test');
  });
  after(() => removeFolder(folder));

  const write = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const hub = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await runHub(args, { DATABASE_URL: database.url });
    assert.equal(code, 0, stderr);
    return stdout;
  };
  const explain = async (settings: NodeJS.ProcessEnv, ...args: string[]): Promise<{ code: number | null; said: Explained }> => {
    const { code, stdout, stderr } = await runHub(['explain', ...args, '--json'], settings);
    assert.equal(stderr, '');
    return { code, said: JSON.parse(stdout) as Explained };
  };

  it('names the route of a message, and what each recipient would get, with its secrets left out', async () => {
    const { code, said } = await explain({ DATABASE_URL: database.url }, write('d.json', DECISION));
    assert.deepEqual([code, said.valid, said.faults], [0, true, []]);
    assert.deepEqual(said.route, { routes: ['temporary residence refused or withdrawn, final'], leftOut: [] });
    const [recipient] = said.recipients;
    assert.deepEqual([recipient?.destination, recipient?.by, recipient?.lost], ['PL-SG', 'rest-consumers', []]);
    assert.match(recipient?.form ?? '', /^POST https:\/\/sg\.example\/in\n[\s\S]*webhook-signature: <one signature>\n\n\{"specversion"/);
    assert.doesNotMatch(recipient?.form ?? '', /whsec_/);
  });

  it('shows the version that a recipient asks for, what is lost by it, and that what has no word there cannot go', async () => {
    const data = { decisionId: 'D-2', caseReference: 'C-2', caseKind: 'RETURN', instance: 1, issuedOn: '2026-11-02', authority: 'PL-UDSC' };
    const second = (more: object): string =>
      write('v2.json', { ...DECISION, type: 'pl.gov.udsc.decision.issued.v2', destination: 'PL-KGP', data: { ...data, ...more } });
    const cast = await explain(
      { DATABASE_URL: database.url },
      second({ outcome: 'RETURN', finalOn: '2026-11-20', bindingOn: '2026-12-01' }),
    );
    const [older] = cast.said.recipients;
    assert.deepEqual([older?.type, older?.lost, older?.problem], ['pl.gov.udsc.decision.issued.v1', ['/data/bindingOn'], null]);
    assert.match(older?.form ?? '', /"kind":"RETURN_DECISION"/);
    const [wordless] = (await explain({ DATABASE_URL: database.url }, second({ outcome: 'INADMISSIBLE' }))).said.recipients;
    assert.deepEqual([wordless?.form, wordless?.problem?.startsWith('CODE_UNMAPPED')], [null, true]);
  });

  it('stores and sends nothing', async () => {
    await explain({ DATABASE_URL: database.url }, write('d.json', DECISION));
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query('SELECT 1 FROM message UNION ALL SELECT 1 FROM delivery_open').finally(() => client.end());
    assert.deepEqual(rows, []);
  });

  it('says who would be left out, and that nobody is left', async () => {
    const decision = { ...DECISION, data: { ...DECISION.data, kind: 'BOARD_DECISION', caseKind: 'PROTECTION' } };
    const { code, said } = await explain({ DATABASE_URL: database.url }, write('b.json', decision));
    assert.deepEqual([code, said.valid, said.route?.leftOut], [1, false, ['PL-UDSC']]);
    assert.match(said.faults[0]?.detail ?? '', /^NO_ROUTE/);
  });

  it('names every fault of a message by its place', async () => {
    const { id: _id, ...envelope } = DECISION;
    const { code, said } = await explain({}, write('f.json', { ...envelope, data: { ...DECISION.data, issuedOn: 'yesterday' } }));
    assert.deepEqual([code, said.faults.map(({ pointer }) => pointer).toSorted()], [1, ['/data/issuedOn', '/id']]);
  });

  it('finds the schema of a record, or holds it to the one that is named', async () => {
    const path = example('sis-hit-report/examples/valid/arrest.json');
    assert.match((await explain({}, path)).said.what, /^valid as sis-hit-report\/v1/);
    const wrong = await explain({}, example('sis-hit-report/examples/invalid/no-differentiators.json'), '--as', 'sis-hit-report');
    assert.deepEqual([wrong.code, wrong.said.faults.map(({ pointer }) => pointer)], [1, ['/differentiators']]);
  });

  it('reads a machine readable zone, and finds a wrong digit in it', async () => {
    const { code, said } = await explain({}, write('z.txt', SPECIMEN));
    assert.deepEqual([code, (said.canonical as { surname: string }).surname], [0, 'ERIKSSON']);
    const wrong = await explain({}, write('z.txt', SPECIMEN.replace('C36', 'C37')));
    assert.equal(wrong.code, 1);
    assert.match(wrong.said.faults[0]?.detail ?? '', /MRZ_CHECK_DIGIT/);
  });

  it('shows the document that a search would send to SIS, over the categories of its party and purpose', async () => {
    const search = {
      kind: 'person',
      person: { surname: 'Коваленко', forename: 'Олександр', dateOfBirth: '1983~' },
      purpose: 'ENTRY_STAY_PERMIT',
      legalBasis: 'Art. 34(1)(d)',
      caseReference: 'DL.410.1.2026',
      officer: { id: 'UDSC-OFF-1', unit: 'DL' },
    };
    const { code, said } = await explain({}, write('s.json', search), '--party', 'PL-UDSC');
    const form = said.recipients[0]?.form ?? '';
    assert.equal(code, 0);
    assert.match(form, /<[^>]*SearchPersons[\s\S]*<DateOfBirth>19830000<\/DateOfBirth>/);
    assert.equal([...form.matchAll(/<Category>/g)].length, 5);
    assert.deepEqual(said.recipients[0]?.lost, ['the doubt about the date of birth']);
    for (const lacking of [{ surname: 'Коваленко' }, { ...search.person, nationality: 'UKA' }])
      assert.deepEqual((await explain({}, write('s.json', { ...search, person: lacking }))).said.valid, false);
    const refused = await explain({}, write('s.json', { ...search, purpose: 'ASYLUM_SECURITY' }), '--party', 'PL-UDSC');
    assert.deepEqual([refused.code, refused.said.recipients], [1, []]);
    assert.match(refused.said.faults[0]?.detail ?? '', /PURPOSE_NOT_ALLOWED.*34\(1\)\(e\)/);
  });

  it('reads an answer of SIS into the canonical form, and names what is wrong with one', async () => {
    const answer = readFileSync(
      fileURLToPath(new URL('../../adapters/sis2/examples/search-persons-response.xml', import.meta.url)),
      'utf8',
    );
    const { code, said } = await explain({}, write('a.xml', answer));
    assert.deepEqual([code, (said.canonical as { outcome: string }).outcome], [0, 'MATCHES']);
    const cut = await explain({}, write('a.xml', answer.slice(0, -40)));
    assert.equal(cut.code, 1);
    assert.match(cut.said.faults[0]?.detail ?? '', /^SIS_GARBAGE/);
  });

  it('says of what is no document that it knows none, with the code of the error catalogue', async () => {
    for (const [content, words] of [
      ['{"a":', /MALFORMED_JSON/],
      ['<a/>', /no adapter reads it/],
    ] as const) {
      const { code, said } = await explain({}, write('x', content));
      assert.equal(code, 1);
      assert.match(said.faults[0]?.detail ?? '', words);
    }
  });
});
