/**
 * Ends servers when the one who started them dies, however that happens. A small shell waits on a pipe that only the owner
 * holds open; no exit handler could do this after a SIGKILL.
 */
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { sendSignal } from './processes.ts';

const SCRIPT = `
  signal=$1; doomed=$2; shift 2
  alive() { kill -0 "$1" 2>/dev/null && ! grep -qs '^State:[[:space:]]*Z' "/proc/$1/status"; }
  read -r _
  for pid in "$@"; do
    kill -s "$signal" "$pid" 2>/dev/null
    tries=0
    while alive "$pid" && [ $tries -lt 150 ]; do tries=$((tries + 1)); sleep 0.2; done
    alive "$pid" && kill -s KILL "$pid" 2>/dev/null
  done
  [ -z "$doomed" ] || rm -rf -- "$doomed"
`;

export interface Guarded {
  readonly pids: readonly number[];
  /** INT or TERM: what asks these servers to stop in order, one after the other. */
  readonly signal: 'INT' | 'TERM';
  /** A folder to remove afterwards. */
  readonly doomedFolder?: string;
}

/** Starts the guard; the function it answers calls the guard off. */
export function guardAgainstOurDeath(guarded: Guarded): () => void {
  const args = ['-c', SCRIPT, 'hub-guard', guarded.signal, guarded.doomedFolder ?? '', ...guarded.pids.map(String)];
  // detached: the terminal's Ctrl-C must not end the guard before its owner.
  const guard = spawn('/bin/sh', args, { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  return () => {
    if (guard.pid !== undefined) sendSignal(guard.pid, 'SIGKILL');
    guard.stdin.destroy();
  };
}
