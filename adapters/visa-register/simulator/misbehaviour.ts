/** Sends an answer rightly or as the scenario wants it. */
import type { ServerResponse } from 'node:http';
import type { Scenario } from './scenario.ts';

export interface Reply {
  readonly status: number;
  readonly body: string;
}

interface Sending {
  readonly scenario: Scenario;
  readonly slowMs: number;
}

const MEGABYTE = Buffer.alloc(1024 * 1024, ' ');
const ENTITIES = '<!DOCTYPE Found [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><Found>&b;</Found>';

export function send(response: ServerResponse, { status, body }: Reply, { scenario, slowMs }: Sending): void {
  const finish = (bytes: Buffer | string): void => {
    response.writeHead(status, { 'content-type': 'application/xml; charset=utf-8', 'content-length': Buffer.byteLength(bytes) });
    response.end(bytes);
  };
  if (scenario === 'GARBAGE') finish('\u0007 <<< not an answer >>> & <html');
  else if (scenario === 'EMPTY') finish('');
  else if (scenario === 'ENTITIES') finish(ENTITIES);
  else if (scenario === 'LATIN2') finish(Buffer.from(body.replace('UTF-8', 'ISO-8859-2').replace('</', '<!--\u00b1--></'), 'latin1'));
  else if (scenario === 'CUT') cut(response, body);
  else if (scenario === 'HUGE') flood(response);
  else if (scenario === 'SLOW') {
    const timer = setTimeout(() => finish(body), slowMs);
    response.on('close', () => clearTimeout(timer));
  } else finish(body);
}

/** Promises the whole answer, sends half of it and hangs up. */
function cut(response: ServerResponse, body: string): void {
  const bytes = Buffer.from(body);
  response.writeHead(200, { 'content-type': 'application/xml; charset=utf-8', 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
}

function flood(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/xml; charset=utf-8' });
  response.write('<Found>');
  const pour = (): void => {
    while (!response.destroyed && response.write(MEGABYTE));
    if (!response.destroyed) response.once('drain', pour);
  };
  pour();
}
