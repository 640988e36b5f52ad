/** Options of the Moleculer broker; everything that depends on settings or doors is added in broker/hub.ts. */
import type { BrokerOptions } from 'moleculer';

export const brokerOptions: BrokerOptions = {
  namespace: 'pobyt-hub',
  // Look-ups end by their own deadline; this is the bound for a call that forgot one.
  requestTimeout: 30_000,
  maxCallLevel: 20,
  contextParamsCloning: false,
  // The hub stops in its own order; Moleculer's handler would end the process in the middle of it.
  skipProcessEventRegistration: true,
  // Nobody asks a node for its inner state over the mesh.
  internalServices: false,
  // A node that died without a word is forgotten after 5 to 10 s.
  heartbeatInterval: 2,
  heartbeatTimeout: 5,
  transit: { maxQueueSize: 1000 },
  // A local service is always preferred: accept, route and deliver never leave the node.
  registry: { preferLocal: true },
  tracking: { enabled: true, shutdownTimeout: 10_000 },
  logger: false,
  metrics: { enabled: false },
};
