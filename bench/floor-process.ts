/** The floor under REST: moleculer-web with an action that does nothing, set up as the hub's gateway is, in a process of its own. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServiceBroker, type Service, type ServiceSchema } from 'moleculer';
import ApiGateway from 'moleculer-web';
import { serveJobs } from './child.ts';

const broker = new ServiceBroker({ logger: false, transporter: null, tracking: { enabled: false } });

const gateway: ServiceSchema = {
  name: 'gateway',
  mixins: [ApiGateway],
  settings: {
    server: false,
    routes: [{ path: '/', bodyParsers: false, mergeParams: false, logging: false, aliases: { 'POST /messages': empty } }],
  },
};

async function empty(request: IncomingMessage, response: ServerResponse): Promise<void> {
  for await (const part of request) void part;
  await broker.call('empty.act');
  response.writeHead(202, { 'content-type': 'application/json' }).end('{}');
}

serveJobs(async () => {
  broker.createService({ name: 'empty', actions: { act: () => undefined } });
  const service = broker.createService(gateway) as Service & { httpHandler: RequestListener };
  await broker.start();
  const server = createServer({ keepAliveTimeout: 75_000 }, service.httpHandler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`;
});
