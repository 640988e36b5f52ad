/** What tests of the visa consultation network share: settings for one peer, a consultation to send. */
import { readFileSync } from 'node:fs';
import { KINDS, type MessageKind } from '../../adapters/visa-consultation-network/kinds.ts';
import { putAt, valueAt } from '../../adapters/visa-consultation-network/pointers.ts';
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

const EXAMPLES: Readonly<Record<MessageKind, string>> = {
  CONSULTATION_REQUEST: 'consultation-request/examples/valid/schengen.json',
  CONSULTATION_REPLY: 'consultation-answer/examples/valid/objection.json',
  LTV_NOTICE: 'visa-ltv-notice/examples/valid/sample.json',
  EXPOST_INFO: 'visa-expost-information/examples/valid/sample.json',
  REPRESENTATION_REQUEST: 'visa-representation-request/examples/valid/sample.json',
  REPRESENTATION_REPLY: 'visa-representation-reply/examples/valid/sample.json',
  CANCEL: 'visa-consultation-cancelled/examples/valid/sample.json',
  DOCUMENT_REQUEST: 'visa-document-request/examples/valid/sample.json',
  CONSULAR_MESSAGE: 'visa-consular-message/examples/valid/sample.json',
};

/** The valid example of a kind's schema, with a reference and a number of the application that both dialects carry. */
export function networkExample(kind: MessageKind): Record<string, unknown> {
  const file = new URL(`../../schemas/${EXAMPLES[kind]}`, import.meta.url);
  const data = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const { reference, applicationNumber } = KINDS[kind];
  if (!/^[A-Z0-9]+$/.test(String(valueAt(data, reference)))) putAt(data, reference, 'POL0000000000000101');
  if (valueAt(data, applicationNumber) === undefined) putAt(data, applicationNumber, 'POL202600001234');
  return data;
}
