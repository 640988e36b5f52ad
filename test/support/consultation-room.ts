/**
 * A hub that consults: the consulting party, the Office, a consulate, five authorities with mailboxes, two other states behind real SMTP,
 * and the clock of the database set as the test wants.
 */
import { createHash } from 'node:crypto';
import { startSisSimulator, type SisSimulator } from '../../adapters/sis2/simulator/simulator.ts';
import { startRegisterSimulator, type RegisterSimulator } from '../../adapters/visa-register/simulator/simulator.ts';
import { startStateSimulator, type StateSimulator } from '../../adapters/visa-consultation-network/simulator/simulator.ts';
import { visionAnswer, visionReceipt } from '../../adapters/visa-consultation-network/simulator/written-forms.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { HubError } from '../../broker/contract/errors.ts';
import type { HubConfig } from '../../config/config.ts';
import { createGenerator } from '../../generator/people.ts';
import { transliterate } from '../../identity/names/transliterate.ts';
import { freePort } from '../../local/ports.ts';
import type { VisaApplicationV1 } from '../../schemas/types.generated.ts';
import { consultationData, OURS } from './network.ts';
import { TOKEN } from './sis.ts';
import { eventually, mayReceive, useHub, type HubRoom } from './running-hub.ts';

/** What the hub may ask before it consults; absent where a suite needs neither. */
export interface Registers {
  readonly sis: SisSimulator;
  readonly visas: RegisterSimulator;
}

export const SYSTEM = 'PL-KSK';
export const OFFICE = 'PL-UDSC';
export const CONSULATE = 'PL-MSZ-CONS-1';
export const NATIONAL = ['PL-SG', 'PL-KGP', 'PL-ABW', 'PL-AW', 'PL-MSZ'] as const;
const STATES = [
  { state: 'AUT', party: 'AUT-VISION', address: 'operat@at.visionmail.eu' },
  { state: 'FRA', party: 'FRA-VISION', address: 'operfr@fr.visionmail.eu' },
] as const;
export type State = (typeof STATES)[number]['state'];

const LAW = 'Act on Foreigners Art. 67';
const WHO = { officer: 'OFF-1', purpose: 'VISA_C', legalBasis: LAW, caseReference: 'V-1' };

export interface ChildSeen {
  readonly authority: string;
  readonly state: string;
  readonly answer: string | null;
  readonly due_at: Date | null;
  readonly delivered_at: Date | null;
  readonly more_info_open: boolean;
}

export interface ConsultationRoom {
  readonly hub: HubRoom;
  readonly states: Readonly<Record<State, StateSimulator>>;
  readonly registers: Registers;
  /** Sets the clock of the database and of the hub to the instant. */
  setClock(instant: string): Promise<void>;
  call(action: string, party: string, given?: Given): Promise<RestAnswer>;
  failing(action: string, party: string, given?: Given): Promise<HubError>;
  /** Submits and answers the id and reference of the consultation. */
  submit(application: VisaApplicationV1): Promise<{ readonly id: string; readonly reference: string }>;
  /** The authority fetches and acknowledges all that its mailbox has. */
  fetch(party: string): Promise<readonly Fetched[]>;
  /** The authority answers by a message, as its first officer. */
  answer(party: string, reference: string, said: Readonly<Record<string, unknown>>): Promise<string>;
  /** Waits until the other state has the request, and lets it confirm it by form R. */
  confirm(state: State, reference: string): Promise<void>;
  /** The other state answers by its form; `1` is an objection. */
  reply(state: State, reference: string, code: string): Promise<void>;
  child(id: string, authority: string): Promise<ChildSeen | undefined>;
  /** Waits until the authority's child is in the state. */
  becomes(id: string, authority: string, state: string): Promise<ChildSeen>;
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface Fetched {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Given {
  readonly body?: unknown;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly who?: RestCall['who'];
}

interface RoomOptions {
  readonly change?: (config: HubConfig) => HubConfig;
  /** With a simulated SIS and Central Visa Register. */
  readonly hasRegisters?: boolean;
}

/** To be called inside describe(). */
export function useConsultations({ change = (config) => config, hasRegisters = false }: RoomOptions = {}): ConsultationRoom {
  const states = new Map<State, StateSimulator>();
  let port = 0;
  before('two other states', async () => {
    port = await freePort();
    for (const { state, address } of STATES) states.set(state, await startState({ state, address, port }));
  });
  let registers: Registers | undefined;
  before('the registers', async () => {
    if (hasRegisters) registers = { sis: await startSisSimulator({ alerts: 50 }), visas: await startRegisterSimulator({ visas: 30 }) };
  });
  after('stop the registers', async () => {
    await registers?.sis.close();
    await registers?.visas.close();
  });
  const room = useHub(seatEverybody, (config) => change(quick(config, { port, states, registers })));
  after('stop the other states', async () => {
    for (const simulator of states.values()) await simulator.close();
  });
  const simulatorOf = (state: State): StateSimulator => states.get(state) ?? missing();
  const rows = async <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
    (await room.running.hub.database.reads.query<Row>(text, [...values])).rows;
  const call: ConsultationRoom['call'] = (action, party, { body, who = WHO, ...given } = {}) =>
    room.call(action, party, { who, ...given, body: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)) });
  const child = async (id: string, authority: string): Promise<ChildSeen | undefined> =>
    (await rows<ChildSeen>('SELECT * FROM consultation_child WHERE consultation_id = $1 AND authority = $2', [id, authority]))[0];
  const requestOf = (state: State, reference: string) =>
    eventually(`the request to ${state}`, () => simulatorOf(state).received.find(({ subject }) => subject === `${reference}.A`));
  const fromOf = (state: State) => ({ state, address: STATES.find((one) => one.state === state)?.address ?? '', to: OURS });
  return {
    hub: room,
    get states() {
      return { AUT: simulatorOf('AUT'), FRA: simulatorOf('FRA') };
    },
    get registers() {
      return registers ?? missing();
    },
    setClock: (instant) => setClock(room, instant),
    rows,
    call,
    child,
    failing: async (action, party, given) => {
      const outcome: unknown = await call(action, party, given).catch((error: unknown) => error);
      if (outcome instanceof Error && 'hubCode' in outcome) return outcome as HubError;
      throw new Error('the call was answered', { cause: outcome });
    },
    submit: async (application) => {
      const { body } = await call('consultations.submit', CONSULATE, { body: { application } });
      const [one] = (body as { consultations: { consultationId: string; reference: string }[] }).consultations;
      return { id: one?.consultationId ?? '', reference: one?.reference ?? '' };
    },
    fetch: (party) => fetchAll(room, party),
    answer: (party, reference, said) => sendAnswer(room, { party, reference, said }),
    confirm: async (state, reference) => simulatorOf(state).send(visionReceipt(await requestOf(state, reference), fromOf(state))),
    reply: async (state, reference, code) => simulatorOf(state).send(visionAnswer(await requestOf(state, reference), fromOf(state), code)),
    becomes: (id, authority, state) =>
      eventually(`${authority} becomes ${state}`, async () => {
        const seen = await child(id, authority);
        return seen?.state === state ? seen : undefined;
      }),
  };
}

const missing = (): never => {
  throw new TypeError('It is not there yet.');
};

interface StateAt {
  readonly state: State;
  readonly address: string;
  readonly port: number;
}

async function startState({ state, address, port }: StateAt): Promise<StateSimulator> {
  const simulator = await startStateSimulator({ state, address, dialect: 'vision', hub: { host: '127.0.0.1', port, address: OURS } });
  simulator.behave({ confirms: false });
  return simulator;
}

interface Surroundings {
  readonly port: number;
  readonly states: ReadonlyMap<State, StateSimulator>;
  readonly registers: Registers | undefined;
}

const quick = (config: HubConfig, { port, states, registers }: Surroundings): HubConfig => ({
  ...config,
  consultations: { ...config.consultations, everyMs: 30, askAgainMs: 300, sourceDeadlineMs: 2000 },
  adapters: {
    ...config.adapters,
    ...(registers === undefined
      ? {}
      : {
          sis2: { url: registers.sis.url, security: TOKEN, breaker: { openAfter: 1000 } },
          'visa-register': { url: registers.visas.url, breaker: { openAfter: 1000 } },
        }),
    'visa-consultation-network': {
      own: { state: 'POL', address: OURS },
      deliverTo: OFFICE,
      listen: { port },
      peers: STATES.map(({ state, party, address }) => ({
        ...{ state, party, address, dialect: 'vision', host: '127.0.0.1', port: states.get(state)?.port ?? 0, hosts: ['127.0.0.1'] },
      })),
      connectTimeoutMs: 500,
      turnEveryMs: 50,
    },
  },
});

async function setClock({ running: { hub } }: HubRoom, instant: string): Promise<void> {
  await hub.database.work.query(`UPDATE hub_clock SET offset_ms = extract(epoch FROM $1::timestamptz - clock_timestamp()) * 1000`, [
    instant,
  ]);
  await (hub.clock as { sync?: () => Promise<number> }).sync?.();
}

async function seatEverybody(room: HubRoom): Promise<void> {
  const { administration } = room;
  await setClock(room, '2026-10-30T08:00:00Z');
  const roles = ['submit', 'receive', 'registers'] as const;
  const mailbox = { adapter: 'mailbox' };
  await administration.createParty({
    ...{ code: SYSTEM, name: 'Consultation system', roles: ['submit', 'receive'] },
    destination: { adapter: 'service', settings: { service: 'consultations' } },
  });
  for (const code of [OFFICE, CONSULATE, ...NATIONAL]) {
    await administration.createParty({ code, name: code, roles, destination: mailbox });
    await administration.addOfficer({ party: code, id: 'OFF-1', unit: 'Unit 1', name: 'Test Officer' });
    await administration.grant({ party: code, operation: 'registers', messageType: 'consultations.*', legalBasis: LAW });
  }
  for (const { code, adapter } of [
    { code: 'PL-CRW', adapter: 'mailbox' },
    { code: 'PL-SIRENE', adapter: 'mailbox' },
  ])
    await administration.createParty({ code, name: code, roles: ['submit', 'receive'], destination: { adapter } });
  for (const messageType of ['visas.*', 'sis'])
    await administration.grant({
      ...{ party: CONSULATE, operation: messageType === 'sis' ? 'sis-search' : 'registers', messageType, legalBasis: LAW },
    });
  for (const { party, state } of STATES)
    await administration.createParty({
      ...{ code: party, name: state, roles: ['submit', 'receive'] },
      destination: { adapter: 'visa-consultation-network', settings: { state } },
    });
  for (const party of [SYSTEM, OFFICE, CONSULATE, 'PL-CRW', 'PL-SIRENE', ...NATIONAL, ...STATES.map((state) => state.party)]) {
    await mayReceive(room, party);
    await administration.grant({ party, operation: 'submit', messageType: '*', legalBasis: LAW });
  }
}

interface Lease {
  readonly leaseId: string;
  readonly messages: readonly { readonly id: string; readonly event: Fetched }[];
}

async function fetchAll(room: HubRoom, party: string): Promise<readonly Fetched[]> {
  const { body } = await room.call('exchange.fetch', party, { query: { max: '50' } });
  const { leaseId, messages } = body as Lease;
  const ids = messages.map(({ id }) => id);
  if (ids.length > 0) await room.call('exchange.acknowledge', party, { body: Buffer.from(JSON.stringify({ leaseId, ids })) });
  return messages.map(({ event }) => event);
}

interface Said {
  readonly party: string;
  readonly reference: string;
  readonly said: Readonly<Record<string, unknown>>;
}

async function sendAnswer(room: HubRoom, { party, reference, said }: Said): Promise<string> {
  const data = {
    consultationId: reference,
    answeredAt: new Date(room.running.hub.clock.now()).toISOString(),
    answeringAuthority: { country: 'POL', code: party },
    officer: { id: 'OFF-1', unit: 'Unit 1' },
    ...said,
  };
  const id = createHash('sha256')
    .update(JSON.stringify([party, data]))
    .digest('hex');
  const event = { specversion: '1.0', id, source: `/parties/${party}`, type: ANSWER, destination: SYSTEM, sequencekey: reference, data };
  const { body } = await room.call('exchange.submit', party, { body: Buffer.from(JSON.stringify(event)) });
  return (body as { id: string }).id;
}

const ANSWER = 'pl.gov.udsc.visa.consultation-answer.v1';

/** The application of somebody of the seed: a short stay of a citizen of Vietnam, of whom all seven are asked. */
export function applicationOf(seed: number, change: Partial<VisaApplicationV1> = {}): VisaApplicationV1 {
  const { latin } = createGenerator(seed).person();
  const example = consultationData()['application'] as VisaApplicationV1;
  const written = (text: string): { transliterated: string } => ({ transliterated: transliterate(text).text });
  return {
    ...example,
    applicationNumber: `POL2026${String(seed).padStart(8, '0')}`,
    applicant: {
      details: {
        name: { surname: written(latin.surname), ...(latin.forename === undefined ? {} : { forenames: written(latin.forename) }) },
        birth: { date: { value: '1990-04-12', precision: 'DAY', basis: 'DOCUMENT' } },
        citizenships: ['VNM'],
      },
      residence: { country: 'VNM', place: 'Hanoi' },
    },
    travelDocument: { kind: 'PASSPORT_ORDINARY', number: `TT${String(seed).padStart(6, '0')}`, country: 'VNM' },
    status: 'LODGED',
    ...change,
  };
}
