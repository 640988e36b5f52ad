/** Runs the state simulator as a process of its own: prints one line of JSON when it is ready, ends on SIGINT and SIGTERM. */
import { parseArgs } from 'node:util';
import { startStateSimulator, type Behaviour } from './simulator.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    state: { type: 'string', default: 'DEU' },
    address: { type: 'string', default: 'operde@de.visionmail.eu' },
    dialect: { type: 'string', default: 'vision' },
    'hub-host': { type: 'string', default: '127.0.0.1' },
    'hub-port': { type: 'string', default: '2525' },
    'hub-address': { type: 'string', default: 'operpl@pl.visionmail.eu' },
    server: { type: 'string', default: 'takes' },
    'slow-ms': { type: 'string', default: '0' },
    mute: { type: 'boolean', default: false },
    answer: { type: 'string' },
    'answer-after-ms': { type: 'string', default: '1000' },
  },
});

const simulator = await startStateSimulator({
  port: Number(values.port),
  state: values.state,
  address: values.address,
  dialect: values.dialect === 'vis-mail' ? 'vis-mail' : 'vision',
  hub: { host: values['hub-host'], port: Number(values['hub-port']), address: values['hub-address'] },
});
simulator.behave({
  server: values.server as Behaviour['server'],
  slowMs: Number(values['slow-ms']),
  confirms: !values.mute,
  ...(values.answer === undefined ? {} : { answer: { code: values.answer, afterMs: Number(values['answer-after-ms']) } }),
});
const stop = (): void => void simulator.close();
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
process.stdout.write(`${JSON.stringify({ ready: true, url: `smtp://127.0.0.1:${simulator.port}`, pid: process.pid })}\n`);
