/** The simulators of the external systems, in a process of their own, with TLS where the real system demands it. */
import { readFileSync } from 'node:fs';
import { startSisSimulator } from '../adapters/sis2/simulator/simulator.ts';
import { startStateSimulator } from '../adapters/visa-consultation-network/simulator/simulator.ts';
import { startRegisterSimulator } from '../adapters/visa-register/simulator/simulator.ts';
import { certificateFile, type CertificateFile } from '../test/crash/certificates.ts';
import { OURS, THEIRS } from '../test/support/network.ts';
import { serveJobs } from './child.ts';

export type System = 'sis2' | 'visa-register' | 'visa-consultation-network';

const pem = (name: CertificateFile): string => readFileSync(certificateFile(name), 'utf8');

/** Answers where it listens. */
const START: Readonly<Record<System, () => Promise<string>>> = {
  sis2: async () => (await startSisSimulator()).url,
  'visa-register': async () => {
    const tls = { key: pem('server.key.pem'), cert: pem('server.cert.pem'), ca: pem('ca.cert.pem') };
    return (await startRegisterSimulator({ tls })).url;
  },
  'visa-consultation-network': async () => {
    const tls = { key: pem('server.key.pem'), cert: pem('server.cert.pem') };
    const hub = { host: '127.0.0.1', port: 9, address: OURS };
    const simulator = await startStateSimulator({ state: 'DEU', address: THEIRS, dialect: 'vision', hub, tls });
    simulator.behave({ confirms: false });
    return `smtp://127.0.0.1:${simulator.port}`;
  },
};

serveJobs(({ system }: { readonly system: System }) => START[system]());
