/**
 * Asks the scanner that the settings name: a command that reads the file from its standard input (exit code 0: clean, 1: refused, as
 * clamdscan does) or an HTTP endpoint that takes it by POST (2xx: clean, 422: refused). Everything else is no answer, and nothing
 * passes without an answer.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { HubConfig } from '../../config/config.ts';
import { HubError } from '../contract/errors.ts';

export type ScannerSettings = HubConfig['attachments']['scanner'];
type Judgement = 'clean' | 'refused' | 'none';

/** Throws ATTACHMENT_REFUSED or SCANNER_UNAVAILABLE. */
export async function scan(settings: ScannerSettings, bytes: () => AsyncIterable<Buffer>): Promise<void> {
  if (settings.kind === 'none') return;
  const signal = AbortSignal.timeout(settings.timeoutMs);
  const asked = settings.kind === 'command' ? runCommand(settings, bytes(), signal) : post(settings.url, bytes(), signal);
  const judgement = await asked.catch((cause: unknown) => {
    throw new HubError('SCANNER_UNAVAILABLE', { cause, retryAfterMs: RETRY_AFTER_MS });
  });
  if (judgement === 'refused') throw new HubError('ATTACHMENT_REFUSED');
  if (judgement === 'none') throw new HubError('SCANNER_UNAVAILABLE', { retryAfterMs: RETRY_AFTER_MS });
}

const RETRY_AFTER_MS = 30_000;

type Command = Extract<ScannerSettings, { kind: 'command' }>;

async function runCommand({ command, arguments: given }: Command, bytes: AsyncIterable<Buffer>, signal: AbortSignal): Promise<Judgement> {
  const child = spawn(command, given, { stdio: ['pipe', 'ignore', 'ignore'], signal, killSignal: 'SIGKILL' });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const fed = pipeline(Readable.from(bytes, { objectMode: false }), child.stdin).then(
    () => true,
    () => false,
  );
  const [code] = await ended;
  const hasReadAll = await fed;
  if (code === 1) return 'refused'; // which may be said before the end
  return code === 0 && hasReadAll ? 'clean' : 'none';
}

async function post(url: string, bytes: AsyncIterable<Buffer>, signal: AbortSignal): Promise<Judgement> {
  const body = Readable.toWeb(Readable.from(bytes, { objectMode: false }));
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await fetch(url, { method: 'POST', body, headers, duplex: 'half', redirect: 'error', signal });
  await answer.body?.cancel();
  if (answer.ok) return 'clean';
  return answer.status === 422 ? 'refused' : 'none';
}
