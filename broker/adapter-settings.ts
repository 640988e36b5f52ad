/**
 * What an adapter's own schemas say against settings before anything is done with them: destination.schema.json of those of a
 * destination, settings.schema.json of those under `adapters.<name>` in the node's configuration.
 */
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ConfigError, type HubConfig } from '../config/config.ts';
import type { Fault } from './contract/errors.ts';
import { fieldFaults, versionFaults } from './recipient-settings.ts';
import { SERVICE, serviceFaults } from './service-destinations.ts';

const MAILBOX = 'mailbox';
const INNER: ReadonlySet<string> = new Set([MAILBOX, SERVICE]);

type Settings = Readonly<Record<string, unknown>>;

/** `versions` and `fields` are read by the hub itself, whatever the adapter. */
export function checkDestinationSettings(adapter: string, { versions, fields, ...own }: Settings): readonly Fault[] {
  return [
    ...versionFaults(versions),
    ...fieldFaults(fields),
    ...(adapter === SERVICE ? serviceFaults(own) : []),
    ...(INNER.has(adapter) ? [] : faultsOf(adapter, 'destination', own)),
  ];
}

export const checkNodeSettings = (adapter: string, settings: Settings): readonly Fault[] => faultsOf(adapter, 'settings', settings);

/** Throws ConfigError that names every fault of every adapter. */
export function refuseWrongAdapters({ adapters }: Pick<HubConfig, 'adapters'>): void {
  const faults = Object.entries(adapters).flatMap(([name, settings]) =>
    checkNodeSettings(name, settings).map(({ pointer, detail }) => `adapters.${name}${pointer.replaceAll('/', '.')}: ${detail}`),
  );
  if (faults.length > 0) throw new ConfigError(faults);
}

function faultsOf(adapter: string, about: 'destination' | 'settings', settings: Settings): readonly Fault[] {
  const folder = new URL(`../adapters/${adapter}/`, import.meta.url);
  if (!/^[a-z0-9-]+$/.test(adapter) || !existsSync(folder)) return [{ pointer: '', detail: `there is no adapter ${adapter}` }];
  const file = new URL(`${about}.schema.json`, folder);
  if (!existsSync(file)) return [{ pointer: '', detail: `nothing is delivered through the adapter ${adapter}` }];
  const validate = new Ajv2020({ allErrors: true, strict: false }).compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  if (validate(settings)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const { additionalProperty } = params as { additionalProperty?: string };
    return {
      pointer: instancePath + (additionalProperty === undefined ? '' : `/${additionalProperty}`),
      detail: message ?? 'is not allowed',
    };
  });
}
