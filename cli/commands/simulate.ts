/** `hub simulate sis`, `hub simulate visa-register`: stand-ins with invented data, each until it is interrupted. */
import { once } from 'node:events';
import type { Command } from 'commander';
import { wholeNumber } from '../options.ts';
import { answer } from '../output.ts';

interface SisOptions {
  readonly port: number;
  readonly controlPort: number;
  readonly seed: number;
  readonly alerts: number;
  readonly limit: number;
  readonly slowMs: number;
}

interface RegisterOptions extends Omit<SisOptions, 'alerts'> {
  readonly visas: number;
}

export function addSimulateCommands(program: Command): void {
  const simulate = program.command('simulate').description('stand-ins for far systems');
  simulate
    .command('sis')
    .description('a SOAP server in place of SIS; scenarios (slow, fault, garbage, cut) by its control address; ends on Ctrl-C')
    .option('--port <port>', '0 for any free one', wholeNumber, 0)
    .option('--control-port <port>', '0 for any free one', wholeNumber, 0)
    .option('--seed <number>', 'of the invented alerts', wholeNumber, 20_261_101)
    .option('--alerts <count>', 'how many', wholeNumber, 100_000)
    .option('--limit <count>', 'more matches than this are too many', wholeNumber, 20)
    .option('--slow-ms <ms>', 'how slow slow is', wholeNumber, 15_000)
    .action(simulateSis);
  simulate
    .command('visa-register')
    .description('an XML server in place of the visa register; scenarios and gaps of its feed by its control address; ends on Ctrl-C')
    .option('--port <port>', '0 for any free one', wholeNumber, 0)
    .option('--control-port <port>', '0 for any free one', wholeNumber, 0)
    .option('--seed <number>', 'of the invented visas', wholeNumber, 20_261_101)
    .option('--visas <count>', 'how many', wholeNumber, 50_000)
    .option('--limit <count>', 'more entries than this are counted, not listed', wholeNumber, 50)
    .option('--slow-ms <ms>', 'how slow slow is', wholeNumber, 15_000)
    .action(simulateRegister);
}

async function simulateSis({ port, controlPort, seed, alerts, limit, slowMs }: SisOptions, command: Command): Promise<void> {
  // Loaded only here: the soap package would slow every other command.
  const { DEFAULT_CREDENTIALS, startSisSimulator } = await import('../../adapters/sis2/simulator/simulator.ts');
  const simulator = await startSisSimulator({ port, controlPort, seed, alerts, limit, slowMs, credentials: DEFAULT_CREDENTIALS });
  const { url, controlUrl } = simulator;
  const { username } = DEFAULT_CREDENTIALS;
  answer(command, {
    json: { ready: true, url, controlUrl, username, pid: process.pid },
    words: `SIS simulator on ${url} (user name ${username})\nscenarios: POST {"scenario":"DOWN"} to ${controlUrl}`,
  });
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await simulator.close();
}

async function simulateRegister({ port, controlPort, seed, visas, limit, slowMs }: RegisterOptions, command: Command): Promise<void> {
  const { startRegisterSimulator } = await import('../../adapters/visa-register/simulator/simulator.ts');
  const simulator = await startRegisterSimulator({ port, controlPort, seed, visas, limit, slowMs });
  const { url, controlUrl } = simulator;
  answer(command, {
    json: { ready: true, url, controlUrl, pid: process.pid },
    words: `simulator of the visa register on ${url}\nscenarios: POST {"scenario":"DOWN"} or {"feed":"HIDE_NEXT"} to ${controlUrl}`,
  });
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await simulator.close();
}
