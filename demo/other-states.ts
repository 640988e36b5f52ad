/** The visa authorities of other states in the demo: each with a mail server of its own, as the consultation network has them. */
import { startStateSimulator, type StateSimulator } from '../adapters/visa-consultation-network/simulator/simulator.ts';
import { freePort } from '../local/ports.ts';

const OUR_ADDRESS = 'operpl@pl.visionmail.eu';

/** Asked about, or informed of, visas of citizens of Vietnam (config/law/consultation-lists.json). */
const STATES = [
  { state: 'AUT', address: 'operat@at.visionmail.eu' },
  { state: 'FRA', address: 'operfr@fr.visionmail.eu' },
  { state: 'DEU', address: 'operde@de.visionmail.eu' },
] as const;

export type StateCode = (typeof STATES)[number]['state'];

export interface OtherStates {
  /** By the code of the state. */
  readonly simulators: Readonly<Record<StateCode, StateSimulator>>;
  /** Settings of the adapter. */
  readonly settings: Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

export async function startOtherStates(): Promise<OtherStates> {
  const port = await freePort();
  const hub = { host: '127.0.0.1', port, address: OUR_ADDRESS };
  const [aut, fra, deu] = await Promise.all(STATES.map((one) => startStateSimulator({ ...one, dialect: 'vision', hub })));
  if (aut === undefined || fra === undefined || deu === undefined) throw new TypeError('Three states were started.');
  const simulators = { AUT: aut, FRA: fra, DEU: deu };
  const peers = STATES.map(({ state, address }) => ({
    ...{ state, address, party: `${state}-VISION`, dialect: 'vision' },
    ...{ host: '127.0.0.1', port: simulators[state].port, hosts: ['127.0.0.1'] },
  }));
  return {
    simulators,
    settings: { own: { state: 'POL', address: OUR_ADDRESS }, deliverTo: 'PL-UDSC', listen: { port }, peers, turnEveryMs: 200 },
    close: async () => void (await Promise.all(Object.values(simulators).map((simulator) => simulator.close()))),
  };
}
