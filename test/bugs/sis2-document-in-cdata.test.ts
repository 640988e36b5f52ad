/**
 * The SOAP library read a text in CDATA that began like a document as one, behind the gate that limits depth and number of elements: an
 * answer within all limits held the node up for seconds, and such a text never arrived.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { personSearch } from '../support/sis.ts';
import { withPeer } from '../support/sis-peer.ts';

const ANSWER = readFileSync(new URL('../../adapters/sis2/examples/search-persons-response.xml', import.meta.url), 'utf8');
const SEARCH = { ...personSearch({ surname: 'Marchenko-Demo', forename: 'Ihor' }), searchId: '6f1c8f2e-0000-4000-8000-000000000001' };

describe('a document in CDATA within an answer of SIS', () => {
  const answering = (text: string): Promise<string | undefined> =>
    withPeer(
      (_request, response) => response.end(ANSWER.replace('entry ban', `<![CDATA[${text}]]>`)),
      async (sis) => (await sis.ask(SEARCH)).matches[0]?.reasonForAlert,
    );

  /** Of this process, so that what else the machine does counts little. */
  const cpuMsOf = async (text: string): Promise<number> => {
    const before = process.cpuUsage();
    assert.equal(await answering(text), text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };

  it('is a text like any other', async () => {
    const text = '<?xml version="1.0"?><a b="c">&amp;</a>';
    assert.equal(await answering(text), text);
  });

  it('costs no more than a text of its length', async () => {
    const text = `<?xml version="1.0"?>${'<a id="1">'.repeat(100_000)}${'</a>'.repeat(100_000)}`;
    const plain = await cpuMsOf('x'.repeat(text.length));
    const document = await cpuMsOf(text);
    assert.ok(document < 3 * plain + 300, `${document} ms of CPU, ${plain} ms for a text of its length`);
  });
});
