/** What tests of the visa consultation network share: settings for one peer, a consultation to send. */
import { readFileSync } from 'node:fs';
import type { NetworkSettings, Peer } from '../../adapters/visa-consultation-network/settings.ts';

export const CONSULTATION = 'pl.gov.udsc.visa.consultation.v1';
export const OURS = 'operpl@pl.visionmail.eu';
export const THEIRS = 'operde@de.visionmail.eu';

const EXAMPLE = new URL('../../schemas/consultation-request/examples/valid/schengen.json', import.meta.url);

/** The example of the schema, with a reference that the mail form can carry. */
export const consultationData = (consultationId = 'POL0000000000000101'): Record<string, unknown> => ({
  ...(JSON.parse(readFileSync(EXAMPLE, 'utf8')) as Record<string, unknown>),
  consultationId,
});

export const consultationEvent = (id = 'K-1', data: unknown = consultationData()): Record<string, unknown> => ({
  specversion: '1.0',
  id,
  source: '/parties/PL-UDSC',
  type: CONSULTATION,
  destination: 'DEU-VISION',
  data,
});

export const networkSettings = (
  peer: Pick<Peer, 'host' | 'port'> & Partial<Peer>,
  more: Partial<NetworkSettings> = {},
): NetworkSettings & Record<string, unknown> => ({
  own: { state: 'POL', address: OURS },
  deliverTo: 'PL-UDSC',
  peers: [{ state: 'DEU', party: 'DEU-VISION', dialect: 'vision', address: THEIRS, hosts: ['127.0.0.1'], ...peer }],
  connectTimeoutMs: 500,
  turnEveryMs: 50,
  ...more,
});
