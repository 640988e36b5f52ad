/** Runs the SIS simulator as a process of its own: prints one line of JSON when it is ready, ends on SIGINT and SIGTERM. */
import { parseArgs } from 'node:util';
import { DEFAULT_CREDENTIALS, startSisSimulator } from './simulator.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'control-port': { type: 'string', default: '0' },
    seed: { type: 'string', default: '20261101' },
    alerts: { type: 'string', default: '100000' },
    limit: { type: 'string', default: '20' },
    'slow-ms': { type: 'string', default: '15000' },
    username: { type: 'string', default: DEFAULT_CREDENTIALS.username },
    password: { type: 'string', default: DEFAULT_CREDENTIALS.password },
  },
});

const simulator = await startSisSimulator({
  port: Number(values.port),
  controlPort: Number(values['control-port']),
  seed: Number(values.seed),
  alerts: Number(values.alerts),
  limit: Number(values.limit),
  slowMs: Number(values['slow-ms']),
  credentials: { username: values.username, password: values.password },
});
const stop = (): void => void simulator.close();
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
process.stdout.write(`${JSON.stringify({ ready: true, url: simulator.url, controlUrl: simulator.controlUrl, pid: process.pid })}\n`);
