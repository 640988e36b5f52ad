/** Doors of an adapter that lead nowhere: no table, no list of problems, a vault that does not lock. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { InboundDoor } from '../../broker/contract/adapter.ts';
import type { AdapterDoors } from '../../broker/contract/doors.ts';

const silent = (): void => undefined;

export const quietDoors = (): AdapterDoors => ({
  clock: { now: () => Date.now(), monotonicMs: () => performance.now() },
  newId: randomUUID,
  random: () => 0.5,
  problems: { raise: async () => undefined, resolve: async () => undefined },
  attachments: { read: () => Readable.from([]) },
  store: { query: async () => [] },
  vault: { seal: (_belongsTo, content) => ({ keyId: 'none', bytes: content }), open: (_belongsTo, { bytes }) => bytes },
  recipients: { acknowledge: async () => ({ result: 'acknowledged' }), destinations: () => [] },
  log: { debug: silent, info: silent, warn: silent, error: silent },
});

/** For systems that send no files. */
export const inboundBy = (submit: InboundDoor['submit']): InboundDoor => ({
  submit,
  attach: () => Promise.reject(new Error('Nobody here takes files.')),
});
