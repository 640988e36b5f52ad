/** What is wrong with the settings of a destination, before they are stored: by the adapter's own schema, and by what the hub itself reads there. */
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Fault } from './contract/errors.ts';
import { versionFaults } from './version-settings.ts';

const MAILBOX = 'mailbox';

export function checkAdapterSettings(adapter: string, settings: Readonly<Record<string, unknown>>): readonly Fault[] {
  const { versions, ...own } = settings;
  return [...versionFaults(versions), ...ownFaults(adapter, own)];
}

function ownFaults(adapter: string, settings: Readonly<Record<string, unknown>>): readonly Fault[] {
  if (adapter === MAILBOX) return [];
  const file = new URL(`../adapters/${adapter}/settings.schema.json`, import.meta.url);
  if (!existsSync(file)) return [{ pointer: '', detail: `there is no adapter ${adapter}` }];
  const validate = new Ajv2020({ allErrors: true, strict: false }).compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  if (validate(settings)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => ({ pointer: instancePath, detail: message ?? 'is not allowed' }));
}
