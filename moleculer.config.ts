/** Options of the Moleculer broker; everything that depends on settings or doors is added in broker/hub.ts. */
import type { BrokerOptions } from 'moleculer';

export const brokerOptions: BrokerOptions = {
  namespace: 'pobyt-hub',
  // Look-ups end by their own deadline; this is the bound for a call that forgot one.
  requestTimeout: 30_000,
  maxCallLevel: 20,
  contextParamsCloning: false,
  // A local service is always preferred: accept, route and deliver never leave the node.
  registry: { preferLocal: true },
  tracking: { enabled: true, shutdownTimeout: 10_000 },
  logger: false,
  metrics: { enabled: false },
};
