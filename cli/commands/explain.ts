/** `hub explain`: what the hub would make of a document, sending nothing. Exit code 0 for a valid one, 1 otherwise. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type pg from 'pg';
import { createRegistry } from '../../broker/access/registry.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Registry } from '../../broker/contract/registry.ts';
import { findExplainers, findVersionSteps } from '../../broker/plugins.ts';
import { createRouter } from '../../broker/routing/router.ts';
import { readRouting } from '../../broker/routing/routing-table.ts';
import { createVersionCasts } from '../../broker/routing/version-casts.ts';
import { loadSchemas } from '../../broker/routing/schema-shelf.ts';
import { createDatabaseClock } from '../../broker/store/clock.ts';
import { withPool } from '../administration.ts';
import { explainDocument, type Asked } from '../explain/document.ts';
import type { Explained } from '../explain/explained.ts';
import { databaseOption, type DatabaseOptions } from '../options.ts';
import { answer } from '../output.ts';

const MAX_DEPTH = 32;

export function addExplain(program: Command): void {
  program
    .command('explain')
    .argument('<file>', 'a message, a record, a search, an answer of SIS, or a machine readable zone')
    .description('what the hub would make of a document: faults, canonical form, route, what each recipient would get; sends nothing')
    .option('--as <schema>', 'hold JSON to a schema, e.g. person')
    .option('--party <code>', 'whose look-up it would be')
    .addOption(databaseOption())
    .action(async (file: string, options: Asked & DatabaseOptions, command: Command) => {
      const document = await readFile(file).catch((cause: unknown) => {
        throw new HubError('INVALID_PARAMETER', { detail: `${file} cannot be read.`, cause });
      });
      const explained = await withRegistry(options, (registry) => explain(document, options, registry));
      const isValid = explained.faults.length === 0;
      answer(command, { json: { valid: isValid, ...explained }, words: wordsOf(explained) });
      if (!isValid) process.exitCode = 1;
    });
}

async function explain(document: Buffer, asked: Asked, registry: Registry | undefined): Promise<Explained> {
  const schemas = await loadSchemas();
  const router = createRouter(await readRouting(), schemas.ajv);
  const casts = createVersionCasts(schemas.messageTypes(), await findVersionSteps());
  const doors = { schemas, router, casts, explainers: await findExplainers(), registry, maxDepth: MAX_DEPTH, nowMs: Date.now() };
  return explainDocument(doors, document, asked);
}

/** Undefined without a database. */
async function withRegistry<T>(options: DatabaseOptions, use: (registry: Registry | undefined) => Promise<T>): Promise<T> {
  if (!options.database) return use(undefined);
  return withPool(options, async (pool: pg.Pool) => {
    const clock = createDatabaseClock(pool, () => performance.now());
    await clock.sync();
    const registry = await createRegistry({ pool, clock });
    return use(registry).finally(() => registry.close());
  });
}

function wordsOf({ what, faults, canonical, route, recipients, remarks }: Explained): string {
  return [
    `${what}: ${faults.length === 0 ? 'valid' : 'NOT valid'}`,
    ...faults.map(({ pointer, detail }) => `  ${pointer || '/'}  ${detail}`),
    ...(canonical === null ? [] : ['', 'canonical form', indented(JSON.stringify(canonical, null, 2))]),
    ...routeWords(route, recipients),
    ...recipients.flatMap(recipientWords),
    '',
    ...remarks,
    'Nothing was sent.',
  ].join('\n');
}

function recipientWords({ destination, by, type, form, lost, problem }: Explained['recipients'][number]): string[] {
  const heading = ['', `to ${destination} by ${by}${type === null ? '' : ` as ${type}`}`];
  if (problem !== null) return [...heading, `  CANNOT GO: ${problem}`];
  if (form === null) return [...heading, '  the adapter does not say'];
  return [...heading, indented(form), `  lost: ${lost.length === 0 ? 'nothing' : lost.join(', ')}`];
}

function routeWords(route: Explained['route'], recipients: Explained['recipients']): string[] {
  if (route === null) return [];
  const by = route.routes.length === 0 ? 'named by the message' : `by the route ${route.routes.map((name) => `"${name}"`).join(', ')}`;
  const to = recipients.map(({ destination }) => destination).join(', ') || 'nobody';
  const leftOut = route.leftOut.length === 0 ? [] : [`  left out for want of a grant: ${route.leftOut.join(', ')}`];
  return ['', `goes to ${to}, ${by}`, ...leftOut];
}

const indented = (text: string): string => text.replaceAll(/^/gm, '  ');
