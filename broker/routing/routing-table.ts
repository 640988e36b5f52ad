/** Reads the routing table of the hub. */
import { readFile } from 'node:fs/promises';
import type { RoutingTable } from './router.ts';

export const readRouting = async (): Promise<RoutingTable> =>
  JSON.parse(await readFile(new URL('../../config/routing.json', import.meta.url), 'utf8')) as RoutingTable;
