/** A hub of its own for one suite with the visa register's simulator behind it, and parties who may and may not look visas up. */
import { after, before } from 'mocha';
import { startRegisterSimulator, type RegisterSimulator } from '../../adapters/visa-register/simulator/simulator.ts';
import type { VisaRegisterSettings } from '../../adapters/visa-register/settings.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { HubError } from '../../broker/contract/errors.ts';
import { addParty, mayReceive, useHub, type HubRoom } from './running-hub.ts';

export const CONSULS = 'PL-MSZ';
export const OFFICE = 'PL-UDSC';
const REGISTER = 'PL-CRW';
export const WHO = { officer: 'OFF-1', purpose: 'VISA_C', legalBasis: 'Reg. (EC) 767/2008 Art. 15', caseReference: 'V.1.2026' };

export interface VisaRoom {
  readonly room: HubRoom;
  readonly simulator: RegisterSimulator;
  /** Calls an action as PL-MSZ's officer with the headers complete. */
  call(action: string, given?: VisaCallGiven): Promise<RestAnswer>;
  /** The error that the call ends with; fails when it is answered. */
  failing(action: string, given?: VisaCallGiven): Promise<HubError>;
  audited(event: string): Promise<readonly AuditRow[]>;
}

export interface VisaCallGiven extends Partial<Omit<RestCall, 'body'>> {
  readonly party?: string;
  readonly body?: unknown;
}

interface AuditRow {
  readonly party: string;
  readonly officer: string | null;
  readonly purpose: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

type StoredRow = Omit<AuditRow, 'facts'> & { readonly payload: string };

interface VisaHubOptions {
  readonly visas?: number;
  readonly settings?: Partial<VisaRegisterSettings>;
}

/** To be called inside describe(). */
export function useVisaHub({ visas = 30, settings = {} }: VisaHubOptions = {}): VisaRoom {
  let simulator: RegisterSimulator | undefined;
  const present = (): RegisterSimulator => {
    if (simulator === undefined) throw new TypeError('The simulator of a suite can be used only in its tests and hooks.');
    return simulator;
  };
  before('the simulator of the visa register', async () => {
    simulator = await startRegisterSimulator({ visas, slowMs: 60_000 });
  });
  const room = useHub(seatParties, (config) => ({
    ...config,
    visas: { ...config.visas, deadlineMs: 800 },
    adapters: { 'visa-register': { url: present().url, breaker: { openAfter: 1000 }, ...settings } },
  }));
  after('stop the simulator', () => simulator?.close());
  const call = (action: string, { party = CONSULS, body, ...given }: VisaCallGiven = {}): Promise<RestAnswer> =>
    room.call(`visas.${action}`, party, {
      who: WHO,
      ...given,
      body: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)),
    });
  return {
    room,
    get simulator() {
      return present();
    },
    call,
    failing: async (action, given) => {
      const outcome: unknown = await call(action, given).catch((error: unknown) => error);
      if (outcome instanceof Error && 'hubCode' in outcome) return outcome as HubError;
      throw new Error('the call was answered', { cause: outcome });
    },
    audited: async (event) => {
      const { rows } = await room.running.hub.database.reads.query<StoredRow>(
        'SELECT party, officer, purpose, payload FROM audit_entry WHERE event = $1 ORDER BY at, n',
        [event],
      );
      return rows.map(({ payload, ...who }) => ({ ...who, facts: JSON.parse(payload) as AuditRow['facts'] }));
    },
  };
}

async function seatParties(room: HubRoom): Promise<void> {
  const { administration } = room;
  const roles = ['submit', 'receive', 'registers'] as const;
  await administration.createParty({ code: CONSULS, name: 'Consuls', roles, destination: null });
  await administration.createParty({
    code: REGISTER,
    name: 'Register',
    roles: ['receive'],
    destination: { adapter: 'visa-register', settings: {} },
  });
  await addParty(room, OFFICE);
  await mayReceive(room, OFFICE);
  await mayReceive(room, REGISTER);
  await administration.grant({ party: CONSULS, operation: 'submit', messageType: 'pl.gov.udsc.visa.*', legalBasis: 'test' });
  await administration.grant({ party: CONSULS, operation: 'registers', messageType: 'visas.*', purpose: 'VISA_C', legalBasis: 'test' });
  await administration.grant({ party: OFFICE, operation: 'registers', messageType: 'visas.read', purpose: 'VISA_C', legalBasis: 'test' });
  for (const party of [CONSULS, OFFICE]) await administration.addOfficer({ party, id: 'OFF-1', unit: 'Unit 1', name: 'Test Officer' });
}
