/** Consultations over real HTTP: a consulate that watches by server-sent events, and bodies, ids and cursors that are not what they should be. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { applicationOf, CONSULATE, OFFICE, useConsultations } from '../support/consultation-room.ts';

interface Event {
  readonly id: string;
  readonly data: { readonly children: readonly { readonly authority: string; readonly state: string }[] };
}

describe('consultations over HTTP', () => {
  const room = useConsultations();
  const keys = new Map<string, string>();
  before('a day in November, and keys', async () => {
    await room.setClock('2026-11-02T09:00:00+01:00');
    for (const party of [CONSULATE, OFFICE, 'PL-SG', 'PL-AW']) keys.set(party, (await room.hub.administration.issueKey(party)).apiKey);
    await room.hub.running.hub.registry.refresh();
  });

  const WHO = { officer: 'OFF-1', purpose: 'VISA_C', legalBasis: 'Act on Foreigners Art. 67', caseReference: 'V-1' };
  const headersOf = (party: string): Record<string, string> => ({
    authorization: `Bearer ${keys.get(party) ?? ''}`,
    'content-type': 'application/json',
    ...{ 'hub-officer': 'OFF-1', 'hub-purpose': 'VISA_C', 'hub-legal-basis': 'Act on Foreigners Art. 67', 'hub-case': 'V-1' },
  });
  const ask = (path: string, party = CONSULATE, init: RequestInit = {}): Promise<Response> =>
    fetch(`${room.hub.url}/api/v1/consultations${path}`, { ...init, headers: { ...headersOf(party), ...(init.headers as object) } });
  const post = (path: string, body: string, party = CONSULATE): Promise<Response> => ask(path, party, { method: 'POST', body });
  const codeOf = async (answer: Response): Promise<unknown> => [answer.status, ((await answer.json()) as { code?: string }).code];

  /** Events until `isEnough`; then the caller leaves. */
  async function watch(id: string, isEnough: (events: readonly Event[]) => boolean, lastEventId?: string): Promise<readonly Event[]> {
    const leaving = new AbortController();
    const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    const answer = await ask(`/${id}/events`, CONSULATE, { signal: leaving.signal, headers });
    assert.equal(answer.headers.get('content-type'), 'text/event-stream');
    const events: Event[] = [];
    let text = '';
    for await (const piece of answer.body ?? assert.fail('no body')) {
      text += Buffer.from(piece as Uint8Array).toString('utf8');
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        events.push(eventOf(text.slice(0, end)));
        text = text.slice(end + 2);
      }
      if (isEnough(events)) break;
    }
    leaving.abort();
    return events;
  }

  it('are watched: each change is an event whose id is the ETag, and who comes back goes on from there', async () => {
    const { id } = await room.submit(applicationOf(1));
    for (const { authority } of await childrenOf(id)) await room.becomes(id, authority, 'SENT');
    const [first] = await watch(id, (events) => events.length > 0);
    const shown = await ask(`/${id}`);
    assert.equal(first?.id, shown.headers.get('etag'));
    assert.deepEqual(first?.data, await shown.json());
    const stateOf = (event: Event | undefined): string | undefined =>
      event?.data.children.find(({ authority }) => authority === 'PL-SG')?.state;
    const coming = watch(id, (events) => stateOf(events.at(-1)) === 'ANSWERED', first?.id);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal((await post(`/${id}/answers`, JSON.stringify({ answer: 'NO_OBJECTION' }), 'PL-SG')).status, 200);
    const events = await coming;
    const ids = events.map((event) => event.id);
    assert.equal(new Set([first?.id, ...ids]).size, ids.length + 1);
  });

  const childrenOf = (id: string): Promise<{ authority: string }[]> =>
    room.rows('SELECT authority FROM consultation_child WHERE consultation_id = $1', [id]);

  it('are watched no longer once the caller has left', async () => {
    const { id } = await room.submit(applicationOf(2));
    const leaving = new AbortController();
    const { body } = await room.hub.running.broker.call<RestAnswer, RestCall>('consultations.watch', {
      ...{ principal: { party: CONSULATE, roles: ['registers'], keyPrefix: 'test' }, path: { id }, signal: leaving.signal },
      ...{ who: WHO, query: {}, headers: {}, body: Buffer.alloc(0) },
    });
    const events = body as AsyncGenerator<Buffer>;
    assert.equal((await events.next()).done, false);
    leaving.abort();
    const rest: Buffer[] = [];
    for await (const event of events) rest.push(event);
    assert.ok(rest.length <= 1);
  });

  it('are not watched by who has nothing to do with them', async () => {
    const { details } = applicationOf(3).applicant;
    const { id } = await room.submit(applicationOf(3, { applicant: { details: { ...details, citizenships: ['UKR'] } } }));
    const own = await ask(`/${id}/events`, 'PL-SG');
    assert.equal(own.status, 200);
    await own.body?.cancel();
    assert.equal((await ask(`/${id}/events`, 'PL-AW')).status, 404);
    assert.equal((await ask('/KSK0000000000000/events')).status, 404);
  });

  it('answer a body that is no application by what is wrong with it, and never by 5xx', async () => {
    const application = applicationOf(4);
    const bodies = [
      '',
      '{',
      'null',
      '[]',
      '"\ud800"',
      `${'['.repeat(5000)}${']'.repeat(5000)}`,
      JSON.stringify({ application, __proto__: {}, more: 1 }),
      JSON.stringify({ application: { ...application, applicationNumber: '\u0000' } }),
      JSON.stringify({ application: { ...application, remarks: '\ud800' } }),
      JSON.stringify({ application: { ...application, stayDays: 1e308 } }),
      JSON.stringify({ groupId: 'G', applications: Array.from({ length: 51 }, () => application) }),
      JSON.stringify({ groupId: 'G', application }),
      JSON.stringify({ groupId: 'G', applications: [application, application] }),
      JSON.stringify({ application, pad: 'x'.repeat(3_000_000) }),
    ];
    for (const body of bodies) {
      const { status } = await post('', body);
      assert.ok(status >= 400 && status < 500, `${status} to ${body.slice(0, 60)}`);
    }
    assert.deepEqual(await room.rows('SELECT 1 FROM consultation WHERE application_number = $1', [application.applicationNumber]), []);
  });

  it('answer ids and cursors that are none by 404 and 400', async () => {
    for (const id of ['x', '%00', "'%20OR%201=1", '00000000-0000-0000-0000-000000000000', 'KSK%F0%9F%9B%82', 'a'.repeat(2000)]) {
      const { status } = await ask(`/${id}`);
      assert.ok(status === 404 || status === 400, `${status} to ${id.slice(0, 40)}`);
    }
    for (const after of [
      'x',
      '_',
      '2026-11-02T08:00:00.000000Z_x',
      '9999999-01-01T00:00:00Z_00000000-0000-0000-0000-000000000000',
      '%00_%00',
    ])
      for (const path of [`?after=${after}`, `/work-list?after=${after}`]) assert.equal((await ask(path)).status, 400, path);
    for (const query of ['max=0', 'max=201', 'max=x', 'state=SECRET', 'applicationNumber=%00', 'groupId=%00'])
      assert.equal((await ask(`?${query}`)).status, 400, query);
  });

  it('tell a clerk of a group which field of whose application is wrong', async () => {
    const { applicant: _, ...without } = applicationOf(5);
    const answer = await post('', JSON.stringify({ groupId: 'G-9', applications: [applicationOf(6), without] }));
    const { errors = [] } = (await answer.json()) as { errors?: readonly { pointer: string; detail: string }[] };
    assert.equal(answer.status, 422);
    assert.ok(
      errors.some(({ pointer, detail }) => pointer.startsWith('/applications/1') && /applicant/.test(pointer + detail)),
      JSON.stringify(errors),
    );
  });

  it('let an authority see nothing of the verdict and of what others said', async () => {
    const { id } = await room.submit(applicationOf(7));
    assert.deepEqual(await codeOf(await post(`/${id}/release`, JSON.stringify({ reason: 'no right' }), 'PL-SG')), [403, 'FORBIDDEN']);
    await room.call('consultations.answerOne', 'PL-KGP', { path: { id }, body: { answer: 'OBJECTION', grounds: ['PUBLIC_HEALTH'] } });
    assert.doesNotMatch(await (await ask(`/${id}`, 'PL-SG')).text(), /OBJECTION|PUBLIC_HEALTH|PL-KGP/);
    assert.doesNotMatch(await (await ask(`/${id}`)).text(), /"OBJECTION"|PUBLIC_HEALTH/);
  });
});

function eventOf(text: string): Event {
  const fields = new Map(text.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
  return { id: fields.get('id') ?? '', data: JSON.parse(fields.get('data') ?? '{}') as Event['data'] };
}
