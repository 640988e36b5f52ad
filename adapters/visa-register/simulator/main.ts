/** Runs the simulator of the visa register as a process of its own: prints one line of JSON when it is ready, ends on SIGINT and SIGTERM. */
import { parseArgs } from 'node:util';
import { startRegisterSimulator } from './simulator.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'control-port': { type: 'string', default: '0' },
    seed: { type: 'string', default: '20261101' },
    visas: { type: 'string', default: '50000' },
    limit: { type: 'string', default: '50' },
    'slow-ms': { type: 'string', default: '15000' },
  },
});

const simulator = await startRegisterSimulator({
  port: Number(values.port),
  controlPort: Number(values['control-port']),
  seed: Number(values.seed),
  visas: Number(values.visas),
  limit: Number(values.limit),
  slowMs: Number(values['slow-ms']),
});
const stop = (): void => void simulator.close();
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
process.stdout.write(`${JSON.stringify({ ready: true, url: simulator.url, controlUrl: simulator.controlUrl, pid: process.pid })}\n`);
