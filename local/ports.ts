/** Finds ports of the loopback address for servers of our own and looks whether something listens. */
import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { HubError } from '../broker/contract/errors.ts';

/** Below the range from which outgoing connections take theirs, so that a server finds its port again after a restart. */
const FIRST = 20_000;
const AFTER_LAST = 32_000;
const TRIES = 100;

/** A port of 127.0.0.1 that is free at this moment; not the ones in `except`. */
export async function freePort(except: readonly number[] = []): Promise<number> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const port = randomInt(FIRST, AFTER_LAST);
    if (!except.includes(port) && (await canListen(port))) return port;
  }
  throw new HubError('LOCAL_SERVER_FAILED', { detail: `No free port between ${FIRST} and ${AFTER_LAST} was found in ${TRIES} tries.` });
}

/** Several different free ports, not the ones in `except`. */
export async function freePorts(count: number, except: readonly number[] = []): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort([...except, ...ports]));
  return ports;
}

/** True when something accepts connections there. */
export function isListening(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1000 });
    const answer = (listening: boolean): void => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => answer(true));
    socket.once('timeout', () => answer(false));
    socket.once('error', () => answer(false));
  });
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
