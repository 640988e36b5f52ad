/** Seals each packet that leaves the node and opens each that comes; what does not open is dropped, counted and logged. */
import type { Middleware } from 'moleculer';
import type { Logger } from '../contract/doors.ts';
import type { PacketSeal } from './packet-seal.ts';

type Send = (topic: string, data: Buffer, meta: { readonly packet: { readonly type: string; readonly target?: string | null } }) => unknown;
type Receive = (command: string, data: Buffer) => unknown;

/** Whoever can write into the queues must not be able to fill the log as well. */
const WARN_EVERY = 1000;

export function sealedPackets(seal: PacketSeal, log: Logger): Middleware {
  let refused = 0;
  const refuse = (command: string): void => {
    if (refused % WARN_EVERY === 0)
      log.warn({ command, refused: refused + 1 }, 'a packet that our keys do not open, or that came again, was dropped');
    refused += 1;
  };
  const hooks = {
    name: 'SealedPackets',
    transporterSend:
      (next: Send): Send =>
      (topic, data, meta) =>
        next(topic, seal.seal({ command: meta.packet.type, target: meta.packet.target ?? null, data }), meta),
    transporterReceive:
      (next: Receive): Receive =>
      (command, data) => {
        const opened = seal.open(command, data);
        return opened === undefined ? refuse(command) : next(command, opened);
      },
  };
  return hooks as unknown as Middleware;
}
